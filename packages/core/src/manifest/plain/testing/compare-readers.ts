import { isDeepStrictEqual } from "node:util";
import type { Path } from "../../problems/path-words.ts";
import { ProblemList } from "../../problems/problem-list.ts";
import type { ValueTree } from "../../value-tree.ts";
import { readYaml } from "../../yaml/read-yaml.ts";
import { SourceText } from "../../yaml/source-text.ts";
import { readJson } from "../json-reader.ts";
import { JsonTree } from "../json-tree.ts";
import { readPlain } from "../plain-reader.ts";
import { PlainTree } from "../plain-tree.ts";

export const environment: Readonly<Record<string, string | undefined>> = { A: "one", B: "", C: "${A}\n$$" };

/** A reader that leaves most texts to the library. */
export type FastReader = (text: string) => ValueTree | undefined;

export const readWithPlainReader: FastReader = (text) => {
  const plain = readPlain(text, environment);
  return plain === undefined ? undefined : new PlainTree(text, plain);
};

export const readWithJsonReader: FastReader = (text) => {
  const json = readJson(text, environment);
  return json === undefined ? undefined : new JsonTree(text, json);
};

/** `different` says what the two readers do not agree about. */
export type Comparison = "not mine" | "same" | { readonly different: string };

/** Reads a text with the library too, and asks both for everything that they know of every path. */
export function compareReaders(given: string, read: FastReader): Comparison {
  const source = new SourceText("fleet.yaml", given);
  const fast = read(source.text);
  if (fast === undefined) return "not mine";
  const problems = new ProblemList(source);
  const [yaml, ...others] = readYaml(problems, environment);
  const [problem] = problems.diagnostics();
  if (problem !== undefined) return { different: `${problem.code} in line ${problem.line}` };
  if (yaml === undefined || others.length > 0) return { different: "the number of documents" };
  return compareTrees(fast, yaml);
}

function compareTrees(fast: ValueTree, yaml: ValueTree): Comparison {
  if (!isDeepStrictEqual(fast.data, yaml.data))
    return { different: `${JSON.stringify(fast.data)} for ${JSON.stringify(yaml.data)}` };
  const paths = [...pathsIn(yaml.data)];
  if (!isDeepStrictEqual([...pathsIn(fast.data)], paths)) return { different: "the order of keys" };
  for (const path of paths.flatMap(withNeighbours)) {
    const [found, expected] = [factsAt(fast, path), factsAt(yaml, path)];
    if (!isDeepStrictEqual(found, expected))
      return {
        different: `${JSON.stringify(path)}: ${JSON.stringify(found)} for ${JSON.stringify(expected)}`,
      };
  }
  return "same";
}

function factsAt(tree: ValueTree, path: Path) {
  return {
    valueOffset: tree.valueOffset(path),
    keyOffset: tree.keyOffset(path),
    itemOffset: tree.itemOffset(path),
    itemOffsets: tree.itemOffsets(path),
    scalar: tree.scalar(path),
    written: tree.written(path),
  };
}

/** A path, as validators write it too, and paths that are not there. */
function withNeighbours(path: Path): readonly Path[] {
  return [path, path.map(String), [...path, "absent"], [...path, 7], [...path, "x", 0]];
}

function* pathsIn(value: unknown, path: Path = []): Iterable<Path> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, part] of Object.entries(value))
    yield* pathsIn(part, [...path, isList ? Number(key) : key]);
}
