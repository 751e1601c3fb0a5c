import { validRange } from "semver";
import { isLoopback } from "../loopback.ts";
import { parseDuration } from "./duration.ts";

/** What is wrong with a text. No member contains the text. */
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
}

const durationPattern = "^(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?$";
/** Timers count milliseconds in 31 bits; a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** Formats of our own schemas; plugins may use them too. */
export const formats: Readonly<Record<string, Format>> = {
  "upgradectl-name": { check: checkName, pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,253}$" },
  "upgradectl-duration": { check: checkDuration, pattern: durationPattern },
  "upgradectl-timeout": { check: checkTimeout, pattern: durationPattern },
  "upgradectl-version-range": { check: checkRange },
  "upgradectl-base-url": {
    check: (text) => withoutQuoting(checkBaseUrl(text)),
    pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#@]+$",
  },
};

function checkName(text: string): FormatFault | undefined {
  const length = [...text].length;
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
  if (milliseconds > 0 && milliseconds <= longestTimer) return undefined;
  return {
    code: "invalid-duration",
    fault: milliseconds === 0 ? "leaves no time for an answer" : "is longer than a timer can run",
    hint: "Write something between `1s` and `24d`; `30s` is the default.",
  };
}

function checkRange(text: string): FormatFault | undefined {
  if (text.trim() !== "" && text.length <= 256 && validRange(text) !== null) return undefined;
  return {
    code: "invalid-version-range",
    fault: "is not a range of semantic versions",
    hint: "Write it like `^1.0.0`, `~1.2.3`, `1.x` or `>=1.2.0 <2.0.0`.",
  };
}

function checkBaseUrl(text: string): FormatFault | undefined {
  const code = "invalid-endpoint";
  const hint = "Write it like `https://cce.cn-north-4.example.com`.";
  if (/[\s\p{Cc}]/u.test(text) || !/^https?:\/\//i.test(text) || !URL.canParse(text))
    return { code, fault: "is not a base URL with `https://`", hint };
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || /^[^/]*\/\/[^/?#]*@/.test(text))
    return { code, fault: "has a user name or password in it", hint: "Put credentials into `credentials`." };
  if (/[?#]/.test(text))
    return {
      code,
      fault: "has a query or fragment",
      hint: "Keep scheme, host and path; remove what begins with `?` or `#`.",
    };
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return { code, fault: "is plain `http://`, which is allowed on loopback only", hint: "Use `https://`." };
  return undefined;
}

function withoutQuoting(fault: FormatFault | undefined): FormatFault | undefined {
  return fault === undefined ? undefined : { ...fault, isDelicate: true };
}
