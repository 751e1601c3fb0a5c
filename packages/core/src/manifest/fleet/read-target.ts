import type { Problem } from "../../diagnostics.ts";
import { type SplitVersion, splitVersion } from "../../version/order.ts";
import { parseTarget, VersionSyntaxError, type VersionTarget } from "../../version/target.ts";

export type Reading = VersionTarget | VersionSyntaxError;

/** Parses each version target once: a large fleet has few different ones. */
export class TargetReader {
  readonly #known = new Map<SplitVersion, Map<string, Reading>>();
  #last: { readonly text: string; readonly split: SplitVersion; readonly reading: Reading } | undefined;

  read(text: string, split: SplitVersion = splitVersion): Reading {
    const last = this.#last;
    if (last?.text === text && last.split === split) return last.reading;
    const reading = this.#find(text, split);
    this.#last = { text, split, reading };
    return reading;
  }

  #find(text: string, split: SplitVersion): Reading {
    const ofOrder = this.#known.get(split) ?? new Map<string, Reading>();
    const known = ofOrder.get(text);
    if (known !== undefined) return known;
    const reading = readTarget(text, split);
    this.#known.set(split, ofOrder.set(text, reading));
    return reading;
  }
}

function readTarget(text: string, split: SplitVersion): Reading {
  try {
    return parseTarget(text, split);
  } catch (error) {
    if (error instanceof VersionSyntaxError) return error;
    throw error;
  }
}

/** `place` is the value's name in the file. */
export function badTarget(place: string, { message, hint }: VersionSyntaxError): Problem {
  return {
    severity: "error",
    code: "invalid-version-target",
    summary: `${place} is not a version target`,
    detail: message,
    hint,
  };
}
