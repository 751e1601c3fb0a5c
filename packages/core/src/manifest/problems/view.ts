import type { ScalarText, ValueTree } from "../value-tree.ts";
import { type Path, wordsOf } from "./path-words.ts";

/** A value of the user's file: where its parts stand and what they are called there. Paths begin at the value. */
export interface View {
  /** `clusters[2].with.taskId` in backticks. */
  words(path: Path): string;
  valueOffset(path: Path): number;
  keyOffset(path: Path): number;
  /** Undefined for collections and where there is nothing. */
  scalar(path: Path): ScalarText | undefined;
  /** A scalar as it stands in the file, with its quotes; empty where there is none. */
  written(path: Path): string;
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
