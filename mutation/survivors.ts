import type { Survivor } from "./survivor.ts";
import { judge } from "./survivors/judge.ts";
import { redaction } from "./survivors/redaction.ts";
import { signing } from "./survivors/signing.ts";
import { version } from "./survivors/version.ts";

/** Ordered by file. A change that is there twice can be made at two places of its line. */
export const survivors: readonly Survivor[] = [...judge, ...version, ...redaction, ...signing].toSorted(
  (one, other) => Number(one.file > other.file) - Number(one.file < other.file),
);
