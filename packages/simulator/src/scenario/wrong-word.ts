import { findNearest } from "./nearest.ts";
import type { Finding } from "./validate-scenario.ts";

/** A name that stands for nothing there is. */
export function wrongWord(
  path: Finding["path"],
  what: string,
  found: string,
  known: readonly string[],
): Finding {
  const near = findNearest(found, known);
  const hint = near === undefined ? `there are: ${known.join(", ") || "none"}` : `did you mean \`${near}\`?`;
  return { path, message: `there is no ${what} "${found}"`, hint };
}
