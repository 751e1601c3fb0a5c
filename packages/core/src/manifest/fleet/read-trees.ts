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
  const plain = fastPaths ? readPlain(text, env) : undefined;
  if (plain !== undefined) return [new PlainTree(text, plain)];
  // Most manifests need nothing of it, and it takes its time to load.
  const { readYaml } = await import("../yaml/read-yaml.ts");
  return readYaml(problems, env);
}
