import type { ProblemList } from "../problems/problem-list.ts";
import type { Environment } from "./expand.ts";
import { parseDocuments } from "./parse-documents.ts";
import { YamlTree } from "./yaml-tree.ts";

/** The documents of a file, whatever kind of YAML they are, with everything that is wrong with them. */
export function readYaml(problems: ProblemList, environment: Environment): readonly YamlTree[] {
  return parseDocuments(problems).flatMap((root) => YamlTree.read(root, environment, problems) ?? []);
}
