import { pointerOf } from "./explain-issues.ts";
import { findOddMember, type OddMember } from "./odd-member.ts";
import { shorten } from "./quote.ts";

/** Deeper answers are no answers, and would end whoever walks through them. */
const deepest = 32;

/** Why a text is not one JSON value, as the end of the sentence "standard output ...". */
export interface JsonFault {
  readonly fault: string;
  readonly hint: string;
}

const alone = "Print one JSON object and nothing else there; logs go to standard error.";

/** A program's whole standard output as the one JSON value that it must be. */
export function parseJson(text: string): { readonly value: unknown } | JsonFault {
  if (text.trim() === "") return { fault: "is empty", hint: alone };
  if (text.startsWith("\u{feff}"))
    return {
      fault: "begins with a byte order mark; expected JSON in UTF-8 without one",
      hint: "Write it without (Python: `utf-8`, not `utf-8-sig`; PowerShell: `utf8NoBOM`).",
    };
  if (isTooDeep(text))
    return { fault: `has more than ${deepest} levels of lists and objects`, hint: "Print a flatter answer." };
  const parsed = parse(text);
  if ("fault" in parsed) return parsed;
  const odd = findOddMember(text);
  return odd === undefined ? parsed : explainOdd(text, odd);
}

function parse(text: string): { readonly value: unknown } | JsonFault {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return explain(text, error instanceof Error ? error.message : "");
  }
}

function explainOdd(text: string, { path, position, isTwice }: OddMember): JsonFault {
  const place = `${pointerOf(path)}${isTwice ? " twice" : ""}, ${where(text, position)}`;
  return isTwice
    ? {
        fault: `has ${place}`,
        hint: "Print each member of an object once: which of two holds, nobody knows.",
      }
    : { fault: `has a member ${place}`, hint: "Leave it out: no answer has a member of that name." };
}

/** By what V8 says of it, in whose words the program's text would stand in the report. */
function explain(text: string, reason: string): JsonFault {
  const place = / at position (\d+)/.exec(reason)?.[1];
  const position = place === undefined ? undefined : Number(place);
  if (position !== undefined && reason.startsWith("Unexpected non-whitespace character after JSON"))
    return afterTheEnd(text, position);
  if (!/^\s*["[{]/.test(text)) {
    const [line = ""] = text.trim().split(/\r?\n/);
    return { fault: `is not JSON; it begins with: ${shorten(line)}`, hint: alone };
  }
  if (/^Unexpected end|^Unterminated/.test(reason) || position === text.length)
    return {
      fault: `ends in the middle of a JSON value, ${where(text, text.length)}`,
      hint: "Print all of it before the program ends.",
    };
  const at = position === undefined ? "" : `, ${where(text, position)}`;
  return {
    fault: `is not JSON${at}`,
    hint: "Let a JSON library write it: texts need double quotes, and NaN, comments and commas at the end of a list are not JSON.",
  };
}

function afterTheEnd(text: string, position: number): JsonFault {
  const what = /^["[{]/.test(text.slice(position)) ? "a second value" : "more text";
  return { fault: `has ${what} after the JSON value, ${where(text, position)}`, hint: alone };
}

function where(text: string, position: number): string {
  const lines = text.slice(0, position).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInText) {
      if (character === "\\") index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "{" || character === "[") {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === "}" || character === "]") depth -= 1;
  }
  return false;
}
