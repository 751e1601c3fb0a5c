import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type YAMLMap,
} from "yaml";
import type { Problem } from "../../diagnostics.ts";
import { quote } from "../../quote-text.ts";
import { type Path, wordsOf } from "../problems/path-words.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import { tooDeep } from "./syntax-problem.ts";

export interface Entry {
  readonly key: Node;
  readonly value: Node | null;
}

export type Entries = ReadonlyMap<string, Entry>;

/** Ends the reading of a document that cannot be read; the reason is in the problem list. */
export class Unreadable extends Error {}

const deepest = 100;
/** Visits that aliases and merge keys may add: enough for 100,000 clusters that share defaults, soon done. */
const mostCopies = 1_000_000;

/** A document's nodes with its aliases resolved and its merge keys applied. Everything hostile ends here. */
export class NodeGraph {
  readonly #problems: ProblemList;
  readonly #targets = new Map<Alias, Node>();
  readonly #entries = new Map<YAMLMap, Entries>();
  readonly #open = new Set<Node>();
  #visitsLeft: number;

  /** @throws {Unreadable} */
  constructor(root: Node, problems: ProblemList) {
    this.#problems = problems;
    this.#visitsLeft = mostCopies + problems.source.text.length;
    this.#resolveAliases(root, new Map(), 0);
  }

  /** The node that is meant; undefined for an alias of nothing. */
  resolve(node: Node | null): Node | null | undefined {
    return isAlias(node) ? this.#targets.get(node) : node;
  }

  /** Runs inside a node. @throws {Unreadable} where the node is inside of itself or too deep */
  within<T>(node: Node, run: () => T): T {
    this.count(node);
    if (this.#open.has(node)) this.#giveUp(recursiveAlias, node);
    if (this.#open.size >= deepest) this.#giveUp(tooDeep, node);
    this.#open.add(node);
    const result = run();
    this.#open.delete(node);
    return result;
  }

  /** @throws {Unreadable} where aliases of aliases lead to too many visits */
  count(node: Node): void {
    this.#visitsLeft -= 1;
    if (this.#visitsLeft < 0) this.#giveUp(tooManyAliases, node);
  }

  /** A mapping's entries with those that merge keys bring: its own win, then the first merged one. */
  entriesOf(map: YAMLMap, path: Path): Entries {
    const known = this.#entries.get(map);
    if (known !== undefined) return known;
    const entries = new Map<string, Entry>();
    const merges: Entry[] = [];
    for (const pair of map.items) {
      const entry = { key: asNode(pair.key) ?? map, value: asNode(pair.value) ?? null };
      if (isMergeKey(entry.key)) merges.push(entry);
      else this.#addOwn(entry, entries, path);
    }
    for (const merge of merges) {
      for (const [name, entry] of this.#mergedEntries(merge, path)) {
        this.count(merge.key);
        if (!entries.has(name)) entries.set(name, entry);
      }
    }
    return entries;
  }

  /** The same, remembered: for what is asked for again. */
  sharedEntriesOf(map: YAMLMap, path: Path): Entries {
    const entries = this.entriesOf(map, path);
    this.#entries.set(map, entries);
    return entries;
  }

  #addOwn(entry: Entry, entries: Map<string, Entry>, path: Path): void {
    const key = this.resolve(entry.key);
    const name = isScalar(key) ? (typeof key.value === "string" ? key.value : (key.source ?? "")) : undefined;
    const first = name === undefined ? undefined : entries.get(name);
    if (name === undefined || name === "" || name === "__proto__") {
      this.#problems.add(badKey(name, path), startOf(entry.key));
    } else if (first !== undefined) {
      const { line } = this.#problems.locate(startOf(first.key));
      this.#problems.add(duplicateKey([...path, name], line), startOf(entry.key));
    } else entries.set(name, entry);
  }

  *#mergedEntries({ key, value }: Entry, path: Path): Iterable<[string, Entry]> {
    const merged = this.resolve(value);
    for (const item of isSeq(merged) ? merged.items : [merged]) {
      this.count(key);
      const source = this.resolve(asNode(item) ?? null);
      if (isMap(source)) yield* this.within(source, () => this.sharedEntriesOf(source, path));
      else if (source !== undefined) this.#problems.add(badMerge(path), startOf(key));
    }
  }

  /** In document order, because an alias means the last anchor of its name before it. */
  #resolveAliases(node: unknown, anchors: Map<string, Node>, depth: number): void {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) this.#targets.set(node, target);
      else this.#problems.add(unresolvedAlias, startOf(node));
    } else if (isPair(node)) {
      this.#resolveAliases(node.key, anchors, depth);
      this.#resolveAliases(node.value, anchors, depth);
    } else if (isScalar(node) || isCollection(node)) {
      if (depth > deepest) this.#giveUp(tooDeep, node);
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isCollection(node)) for (const item of node.items) this.#resolveAliases(item, anchors, depth + 1);
    }
  }

  #giveUp(problem: Problem, node: Node): never {
    this.#problems.add(problem, startOf(node));
    throw new Unreadable();
  }
}

export function asNode(value: unknown): Node | undefined {
  return isAlias(value) || isScalar(value) || isCollection(value) ? value : undefined;
}

export function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.source === "<<" && key.type === "PLAIN";
}

/** Without the name: it may be a secret that begins with `*`. */
const unresolvedAlias: Problem = {
  severity: "error",
  code: "unresolved-alias",
  summary: "there is no anchor of this alias's name above it",
  hint: "Define the anchor before its use, or put a text that begins with `*` in quotes.",
};

const recursiveAlias: Problem = {
  severity: "error",
  code: "recursive-alias",
  summary: "this value contains an alias of itself",
  hint: "Write the value out.",
};

const tooManyAliases: Problem = {
  severity: "error",
  code: "too-many-aliases",
  summary: "aliases of aliases make this document too large to read",
  hint: "Write the values out, or use `defaults`.",
};

function badMerge(path: Path): Problem {
  return {
    severity: "error",
    code: "bad-merge",
    summary: `${wordsOf(path)} merges something that is not a mapping`,
    hint: "After `<<:`, write an alias of a mapping (`*name`) or a list of such aliases.",
  };
}

function badKey(name: string | undefined, path: Path): Problem {
  const found = name === undefined ? "a list, a mapping or nothing" : name === "" ? "nothing" : quote(name);
  return {
    severity: "error",
    code: "bad-key",
    summary: `${wordsOf(path)} has a key that cannot be used`,
    detail: `Expected text, found ${found}.`,
    hint: "Rename the key; a `{` or `[` that is meant as text needs quotes.",
  };
}

function duplicateKey(path: Path, firstLine: number): Problem {
  return {
    severity: "error",
    code: "duplicate-key",
    summary: `${wordsOf(path)} is written twice`,
    detail: `The first is in line ${firstLine}.`,
    hint: "Keep one of the two.",
  };
}
