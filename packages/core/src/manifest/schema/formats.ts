import { checkBaseUrl } from "../../base-url.ts";
import { longestTimerMs, parseDuration } from "../../duration.ts";
import { loadValidRange } from "../../lazy-modules.ts";

/** What is wrong with a text. No member contains more of it than the host of an address. */
export interface FormatFault {
  readonly code: string;
  /** Completes "`clusters[0].name` ...". */
  readonly fault: string;
  readonly hint: string;
  /** True where the text may hold a password. */
  readonly isDelicate?: true;
}

export interface Format {
  readonly check: (text: string) => FormatFault | undefined;
  /** What editors can check of it. */
  readonly pattern?: string;
  /** What YAML may take such a text for, too; either where it does not say. */
  readonly plain?: readonly ("number" | "boolean")[];
}

const durationPattern = "^(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$";

const urlPattern = "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#@]+$";

/** Formats of our own schemas; plugins may use them too. */
export const formats: Readonly<Record<string, Format>> = {
  "upgradectl-name": { check: checkName, pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,253}$" },
  "upgradectl-duration": { check: checkDuration, pattern: durationPattern, plain: [] },
  "upgradectl-timeout": { check: checkTimeout, pattern: durationPattern, plain: [] },
  "upgradectl-version-range": { check: checkRange, plain: ["number"] },
  "upgradectl-base-url": {
    check: (text) => checkEndpoint(text, false),
    pattern: urlPattern,
    plain: [],
  },
  "upgradectl-sign-in-url": {
    check: (text) => checkEndpoint(text, true),
    pattern: urlPattern,
    plain: [],
  },
};

function checkName(text: string): FormatFault | undefined {
  // A character has two units at most, and most names are short.
  const length = text.length > 253 ? [...text].length : text.length;
  const code = "invalid-name";
  if (length === 0) return { code, fault: "is empty", hint: "Give it 1 to 253 characters." };
  if (length > 253) return { code, fault: `has ${length} characters`, hint: "Use at most 253 characters." };
  if (/\p{Cc}/u.test(text))
    return { code, fault: "has a control character", hint: "Remove the control character." };
  return undefined;
}

function checkDuration(text: string): FormatFault | undefined {
  if (parseDuration(text) !== null) return undefined;
  const hint = /^\d+$/.test(text)
    ? `Add the unit: \`${text.slice(0, 12)}s\`, \`${text.slice(0, 12)}m\` or \`${text.slice(0, 12)}h\`.`
    : "Write it like `90s`, `30m`, `6h`, `2d` or `1h30m`.";
  return { code: "invalid-duration", fault: "is not a duration", hint };
}

function checkTimeout(text: string): FormatFault | undefined {
  const milliseconds = parseDuration(text);
  if (milliseconds === null) return checkDuration(text);
  if (milliseconds > 0 && milliseconds <= longestTimerMs) return undefined;
  return {
    code: "invalid-duration",
    fault: milliseconds === 0 ? "leaves no time for an answer" : "is longer than a timer can run",
    hint: "Write something between `1s` and `24d`; `30s` is the default.",
  };
}

function checkRange(text: string): FormatFault | undefined {
  if (text.trim() !== "" && text.length <= 256 && loadValidRange()(text) !== null) return undefined;
  return {
    code: "invalid-version-range",
    fault: "is not a range of semantic versions",
    hint: "Write it like `^1.0.0`, `~1.2.3`, `1.x` or `>=1.2.0 <2.0.0`.",
  };
}

function checkEndpoint(text: string, isForSignIn: boolean): FormatFault | undefined {
  const found = checkBaseUrl(text, isForSignIn);
  return found === undefined ? undefined : { code: "invalid-endpoint", ...found, isDelicate: true };
}
