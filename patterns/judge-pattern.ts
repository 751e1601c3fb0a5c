import { createRequire } from "node:module";
import process from "node:process";

/** How long a search with a pattern takes at worst, by the length of the text. */
export type Verdict = "linear" | "polynomial" | "exponential" | "unknown";

/** As far as it is used: its types are for another kind of import. */
interface Recheck {
  readonly checkSync: (
    pattern: string,
    flags: string,
    parameters: { readonly timeout: number; readonly randomSeed: number },
  ) => { readonly status: string; readonly complexity?: { readonly type: string } };
}

const patienceMs = 120_000;
/** Of those that it tries in place of a proof, the same ones each time. */
const randomSeed = 1;

// In JavaScript, not by a program for this machine: the same everywhere. Read when it is loaded.
process.env.RECHECK_SYNC_BACKEND = "pure";
const { checkSync }: Recheck = createRequire(import.meta.url)("recheck");

export function judgePattern(pattern: string, flags: string): Verdict {
  // What is told of a match, and how often it is looked for, costs nothing by itself. A sticky one is tried at one place.
  const searched = flags.includes("y") ? `^(?:${pattern})` : pattern;
  const { status, complexity } = checkSync(searched, flags.replace(/[dgy]/g, ""), {
    timeout: patienceMs,
    randomSeed,
  });
  if (status === "safe") return "linear";
  const type = complexity?.type;
  return type === "polynomial" || type === "exponential" ? type : "unknown";
}
