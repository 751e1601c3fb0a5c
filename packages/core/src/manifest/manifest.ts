import type { Diagnostic } from "../diagnostics.ts";
import { type Check, compileCheck } from "./compile-check.ts";
import { coreSchema } from "./core-schema.ts";
import type { Environment } from "./expand.ts";
import { explainErrors } from "./explain-errors.ts";
import { isRecord } from "./is-record.ts";
import { parseDocuments } from "./parse-documents.ts";
import { type Problem, ProblemList } from "./problem-list.ts";
import { type Path, wordsOf } from "./quote.ts";
import { SourceText } from "./source-text.ts";
import { type View, validate } from "./validate.ts";
import { ValueTree } from "./value-tree.ts";

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

export interface ManifestText {
  readonly file: string;
  readonly directory: string;
  readonly text: string;
}

/** The manifests of one file, and the problems that will be added to. */
export interface OpenedFile {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: () => readonly Diagnostic[];
}

let coreCheck: Check | undefined;

export function openManifests(file: ManifestText, number: number, environment: Environment): OpenedFile {
  const problems = new ProblemList(new SourceText(file.file, file.text));
  const manifests = parseDocuments(problems).flatMap((root, index) => {
    const tree = ValueTree.read(root, environment, problems);
    if (tree === undefined) return [];
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

/** The part of a document below a path, which need not be there. */
export function viewOf(tree: ValueTree, base: Path = []): View {
  const full = (path: Path) => [...base, ...path];
  return {
    words: (path) => wordsOf(full(path).map((part) => (/^\d+$/.test(String(part)) ? Number(part) : part))),
    valueOffset: (path) => tree.valueOffset(full(path)),
    keyOffset: (path) => tree.keyOffset(full(path)),
    scalar: (path) => tree.scalar(full(path)),
    written: (path) => tree.written(full(path)),
  };
}

const notAMapping: Problem = {
  severity: "error",
  code: "not-a-mapping",
  summary: "the manifest is not a mapping of keys and values",
  detail: "Expected `apiVersion:`, `kind:` and `clusters:`, each in a line of its own.",
  hint: "Write keys as `key: value`, with a space after the colon.",
};
