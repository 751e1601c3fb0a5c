import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import { type Path, wordsOf } from "../problems/path-words.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { ScalarText, ValueTree } from "../value-tree.ts";
import { type Environment, expand } from "./expand.ts";
import { asNode, type Entry, NodeGraph, startOf, Unreadable } from "./node-graph.ts";

/**
 * A document of any kind. Aliases and merge keys give each user a copy of its own, so that one scalar can be a text here
 * and a number there.
 */
export class YamlTree implements ValueTree {
  readonly data: unknown;
  readonly #root: Node;
  readonly #graph: NodeGraph;
  readonly #problems: ProblemList;
  readonly #environment: Environment;
  readonly #path: (string | number)[] = [];

  private constructor(root: Node, environment: Environment, problems: ProblemList) {
    this.#root = root;
    this.#environment = environment;
    this.#problems = problems;
    this.#graph = new NodeGraph(root, problems);
    this.data = this.#read(root);
  }

  /** Undefined where the document is too hostile to be read; the problem list says why. */
  static read(root: Node, environment: Environment, problems: ProblemList): YamlTree | undefined {
    try {
      return new YamlTree(root, environment, problems);
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  valueOffset(path: Path): number {
    const { node, key } = this.#find(path);
    const isNothing = node === null || (isScalar(node) && node.value === null);
    return startOf(isNothing ? (key ?? node) : node);
  }

  keyOffset(path: Path): number {
    const { node, key } = this.#find(path);
    return startOf(key ?? node);
  }

  itemOffset(path: Path): number {
    const { node, key } = this.#find(path);
    const item = isAlias(key) ? key : node;
    return startOf(isMap(item) ? (asNode(item.items[0]?.key) ?? item) : (item ?? key));
  }

  itemOffsets(path: Path): readonly number[] {
    const { node, depth } = this.#find(path);
    if (depth < path.length || !isSeq(node)) return [];
    return node.items.map((_, index) => this.itemOffset([...path, index]));
  }

  scalar(path: Path): ScalarText | undefined {
    const scalar = this.#scalar(path);
    return scalar === undefined ? undefined : { value: scalar.value, source: scalar.source ?? "" };
  }

  written(path: Path): string {
    const [start = 0, end = 0] = this.#scalar(path)?.range ?? [];
    return this.#problems.source.text.slice(start, end);
  }

  #scalar(path: Path): Scalar | undefined {
    const { node, depth } = this.#find(path);
    return depth === path.length && isScalar(node) ? node : undefined;
  }

  #read(node: Node | null): unknown {
    const target = this.#graph.resolve(node);
    if (isScalar(target)) return this.#readScalar(target);
    if (isMap(target)) return this.#graph.within(target, () => this.#readMap(target));
    if (isSeq(target)) {
      const { items } = target;
      return this.#graph.within(target, () =>
        items.map((item, index) => this.#readPart(index, asNode(item) ?? null)),
      );
    }
    if (target === undefined) this.#problems.breakValue(startOf(node));
    return null;
  }

  #readPart(part: string | number, node: Node | null): unknown {
    this.#path.push(part);
    const value = this.#read(node);
    this.#path.pop();
    return value;
  }

  #readMap(map: Node): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    if (!isMap(map)) return value;
    for (const [name, entry] of this.#graph.entriesOf(map, this.#path))
      value[name] = this.#readPart(name, entry.value);
    return value;
  }

  #readScalar(scalar: Scalar): unknown {
    this.#graph.count(scalar);
    const { value } = scalar;
    if (typeof value === "string") return value.includes("$") ? this.#expand(value, startOf(scalar)) : value;
    if (value === null || typeof value === "number" || typeof value === "boolean") return value;
    return scalar.source ?? String(value);
  }

  #expand(text: string, offset: number): string {
    const expansion = expand(text, this.#environment, wordsOf(this.#path));
    for (const { subject, ...problem } of expansion.problems) this.#problems.add(problem, offset, subject);
    if (expansion.problems.some(({ severity }) => severity === "error")) this.#problems.breakValue(offset);
    return expansion.text;
  }

  #find(path: Path): { readonly node: Node | null; readonly key: Node | undefined; readonly depth: number } {
    let node: Node | null = this.#root;
    let key: Node | undefined;
    let depth = 0;
    for (const part of path) {
      const entry: Entry | undefined = this.#step(node, part, path);
      if (entry === undefined) break;
      node = this.#graph.resolve(entry.value) ?? entry.value;
      key = entry.key;
      depth += 1;
    }
    return { node, key, depth };
  }

  #step(node: Node | null, part: string | number, path: Path): Entry | undefined {
    if (isMap(node)) return this.#graph.sharedEntriesOf(node, path).get(String(part));
    const item = isSeq(node) ? asNode(node.items[Number(part)]) : undefined;
    return item === undefined ? undefined : { key: item, value: item };
  }
}
