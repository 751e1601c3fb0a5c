import { readJson } from "../plain/json-reader.ts";
import { JsonTree } from "../plain/json-tree.ts";
import { readPlain } from "../plain/plain-reader.ts";
import { PlainTree } from "../plain/plain-tree.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { ValueTree } from "../value-tree.ts";
import type { Environment } from "../yaml/expand.ts";

export interface ReadingOptions {
  /** For `${}`. */
  readonly env: Environment;
  readonly fastPaths: boolean;
}

/** The documents of a file that can be read; what is wrong with the others is added to the problems. */
export async function readTrees(
  problems: ProblemList,
  { env, fastPaths }: ReadingOptions,
): Promise<readonly ValueTree[]> {
  const { text } = problems.source;
  const fast = fastPaths ? readFast(text, env) : undefined;
  if (fast !== undefined) return [fast];
  // Most manifests need nothing of it, and it takes its time to load.
  const { readYaml } = await import("../yaml/read-yaml.ts");
  return readYaml(problems, env);
}

function readFast(text: string, env: Environment): ValueTree | undefined {
  const json = readJson(text, env);
  if (json !== undefined) return new JsonTree(text, json);
  const plain = readPlain(text, env);
  return plain === undefined ? undefined : new PlainTree(text, plain);
}
