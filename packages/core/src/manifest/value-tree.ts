import type { Path } from "./problems/path-words.ts";

/** A scalar before expansion. */
export interface ScalarText {
  /** By YAML's core schema. */
  readonly value: unknown;
  /** Its text: without quotes, with escapes resolved. */
  readonly source: string;
}

/** One document as plain data, expanded, with the way back from a path to its place. */
export interface ValueTree {
  readonly data: unknown;
  /** Where the value at a path stands; of an absent one, where the nearest part that is there does. */
  valueOffset(path: Path): number;
  keyOffset(path: Path): number;
  /** Where a list's item stands: its first key, and for an alias the alias itself. */
  itemOffset(path: Path): number;
  /** The same for every item of the list at a path; none where there is no list. */
  itemOffsets(path: Path): readonly number[];
  /** The scalar at a path; undefined for collections and where there is nothing. */
  scalar(path: Path): ScalarText | undefined;
  /** A scalar as it stands in the file, with its quotes; empty where there is none. */
  written(path: Path): string;
}

/** As far down a path as there is something. */
export function descend<Found>(
  root: Found,
  path: Path,
  step: (found: Found, part: string | number) => Found | undefined,
): Found {
  let found = root;
  for (const part of path) {
    const inside = step(found, part);
    if (inside === undefined) break;
    found = inside;
  }
  return found;
}
