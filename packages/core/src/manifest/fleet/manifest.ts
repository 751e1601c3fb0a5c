import type { Diagnostic, Problem } from "../../diagnostics.ts";
import { isRecord } from "../../is-record.ts";
import { explainErrors } from "../problems/explain-errors.ts";
import type { Path } from "../problems/path-words.ts";
import { pointerOf } from "../problems/pointer.ts";
import { ProblemList } from "../problems/problem-list.ts";
import { validate } from "../problems/validate.ts";
import { viewOf } from "../problems/view.ts";
import { type Check, compileCheck } from "../schema/compile-check.ts";
import { coreSchema } from "../schema/core-schema.ts";
import type { ValueTree } from "../value-tree.ts";
import { SourceText } from "../yaml/source-text.ts";
import { type ReadingOptions, readTrees } from "./read-trees.ts";

/** One document that is a mapping, held against the core schema. Its parts may still be anything. */
export interface Manifest {
  /** Unique over a run. */
  readonly key: string;
  readonly directory: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly tree: ValueTree;
  readonly problems: ProblemList;
  /** Pointers of keys that are absent because they are misspelt. */
  readonly misspelt: ReadonlySet<string>;
}

/** The text of one manifest file. */
export interface ManifestFile {
  /** As the user named it; `<stdin>` for standard input. */
  readonly file: string;
  /** Absolute; plugins are looked up from here. */
  readonly directory: string;
  readonly text: string;
}

/** The manifests of one file, and the problems that will be added to. */
export interface OpenedFile {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: () => readonly Diagnostic[];
}

let coreCheck: Check | undefined;

export async function openManifests(
  file: ManifestFile,
  number: number,
  options: ReadingOptions,
): Promise<OpenedFile> {
  const problems = new ProblemList(new SourceText(file.file, file.text));
  const manifests = (await readTrees(problems, options)).flatMap((tree, index) => {
    const { data } = tree;
    if (!isRecord(data)) {
      problems.add(notAMapping, tree.valueOffset([]));
      return [];
    }
    coreCheck ??= compileCheck(coreSchema);
    const view = viewOf(tree);
    const misspelt = explainErrors(validate(coreCheck, data, view), coreSchema, view, problems);
    return [{ key: `${number}.${index}`, directory: file.directory, data, tree, problems, misspelt }];
  });
  return { manifests, diagnostics: () => problems.diagnostics() };
}

export function clustersOf(manifest: Manifest): readonly unknown[] {
  const clusters = manifest.data.clusters;
  return Array.isArray(clusters) ? clusters : [];
}

export function defaultsOf(manifest: Manifest): Readonly<Record<string, unknown>> {
  const defaults = manifest.data.defaults;
  return isRecord(defaults) ? defaults : {};
}

/** Is the value at a path unknown, because a variable is not set? */
export function isBroken({ problems, tree }: Manifest, path: Path): boolean {
  return problems.hasBrokenValues && problems.isBroken(tree.valueOffset(path));
}

/** Is the key at a path absent because it is misspelt, which is reported already? */
export function isMisspelt({ misspelt }: Manifest, path: Path): boolean {
  return misspelt.has(pointerOf(path));
}

const notAMapping: Problem = {
  severity: "error",
  code: "not-a-mapping",
  summary: "the manifest is not a mapping of keys and values",
  detail: "Expected `apiVersion:`, `kind:` and `clusters:`, each in a line of its own.",
  hint: "Write keys as `key: value`, with a space after the colon.",
};
