import { type Document, isMap, isNode, isScalar, isSeq, type YAMLError } from "yaml";
import type { Problem } from "../../diagnostics.ts";

type ErrorCode = YAMLError["code"];

/**
 * The parser's codes in plain words. Its own messages are not shown: some quote the source, where a secret may stand.
 */
const words: Partial<Record<ErrorCode, readonly [summary: string, hint: string]>> = {
  TAB_AS_INDENT: ["a tab indents this line", "YAML indents with spaces alone; replace the tab by spaces."],
  BAD_INDENT: [
    "the indentation of this line fits nothing above it",
    "Align it with its neighbours, and close every bracket before it.",
  ],
  BAD_SCALAR_START: ["a plain value cannot begin with this character", "Put the value in quotes."],
  BAD_DQ_ESCAPE: [
    "the text in double quotes has an escape that YAML does not know",
    'Write \\\\ for a backslash, or use single quotes instead of ".',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    "there is a second `: ` in this line",
    "Put a value that contains `: ` in quotes, or begin a nested mapping on the next line.",
  ],
  BLOCK_IN_FLOW: [
    "the parts between these brackets are not separated",
    "Put a comma between the parts, and quotes around texts that contain `: `.",
  ],
  MISSING_CHAR: [
    "something is missing here: a closing quote or bracket, a comma, a colon or the `- ` of a list",
    "Close what was opened, separate the parts, and align the line with its neighbours.",
  ],
  MULTILINE_IMPLICIT_KEY: [
    "this text runs on into the next line, which then cannot be a key",
    "Align the next line with its neighbours, and put a space after the `:` of each key.",
  ],
  KEY_OVER_1024_CHARS: [
    "a key is longer than 1024 characters",
    "Shorten it; a `: ` may be missing before it.",
  ],
  MULTIPLE_ANCHORS: ["a value has two anchors", "Keep one `&name`."],
  MULTIPLE_TAGS: ["a value has two tags", "Keep one `!tag`, or none."],
  BAD_ALIAS: ["an alias has no usable name", "Write `*name` of an anchor `&name` above, or quote the text."],
  ALIAS_PROPS: [
    "an alias cannot have an anchor or a tag of its own",
    "Remove the `&name` or `!tag` before it.",
  ],
  BAD_DIRECTIVE: ["a line that begins with `%` is not a directive that YAML knows", "Remove the line."],
  TAG_RESOLVE_FAILED: ["a tag is not known here or does not fit its value", "Remove the `!tag`."],
  BAD_COLLECTION_TYPE: ["a tag does not fit its value", "Remove the `!tag`."],
  UNEXPECTED_TOKEN: ["there is something here that YAML does not expect", "Remove it, or put it in quotes."],
};

export function describeSyntaxError(code: ErrorCode): Problem {
  if (code === "RESOURCE_EXHAUSTION") return tooDeep;
  const [summary, hint] = words[code] ?? ["this is not YAML", "Compare the line with its neighbours."];
  return { severity: "error", code: "yaml-syntax", summary, hint };
}

export const tooDeep: Problem = {
  severity: "error",
  code: "too-deep",
  summary: "values are nested deeper than any manifest needs",
  hint: "A manifest needs a dozen levels; 100 are read.",
};

/** The braces of `${}` would open a mapping there. */
export const bareExpansion: Problem = {
  severity: "error",
  code: "yaml-syntax",
  summary: "between brackets, `${}` must be in quotes",
  hint: 'Write `"${NAME}"`.',
};

export const unclosedQuote: Problem = {
  severity: "error",
  code: "yaml-syntax",
  summary: "this quoted text is never closed",
  hint: "Put the closing quote at its end.",
};

/**
 * The errors of a document that do not follow from others: those about one value, the tabs, and the first about the
 * structure, after which the parser takes the rest for something else. In the order of the text, one a line.
 */
export function originalErrors(
  errors: readonly YAMLError[],
  lineOf: (offset: number) => number,
): readonly YAMLError[] {
  const exhausted = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (exhausted !== undefined) return [exhausted];
  const ofLine = new Map<number, YAMLError>();
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const line = lineOf(error.pos[0]);
    // A second `: ` in one line is a mistake in a value, unless the parser came there from the line above.
    const before = ofLine.get(line)?.code;
    const isFromAbove = before === "BLOCK_AS_IMPLICIT_KEY" && error.code === "MULTILINE_IMPLICIT_KEY";
    if (before === undefined || isFromAbove) ofLine.set(line, error);
  }
  const original: YAMLError[] = [];
  let isLost = false;
  for (const error of ofLine.values()) {
    const isLocal = local.has(error.code);
    if (isLocal || error.code === "TAB_AS_INDENT" || !isLost) original.push(error);
    if (!isLocal) isLost = true;
    if (error.code === "UNEXPECTED_TOKEN") break;
  }
  return original;
}

const local: ReadonlySet<ErrorCode> = new Set([
  "ALIAS_PROPS",
  "BAD_ALIAS",
  "BAD_DIRECTIVE",
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "BLOCK_AS_IMPLICIT_KEY",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "TAG_RESOLVE_FAILED",
]);

/** Where the quote begins whose end is missing at an offset; undefined where something else is missing there. */
export function findUnclosedQuote(document: Document, offset: number): number | undefined {
  let node: unknown = document.contents;
  while (isMap(node) || isSeq(node)) {
    const parts = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : node.items;
    node = parts.findLast((part) => isNode(part) && (part.range?.[0] ?? offset) < offset);
  }
  if (!isScalar(node) || node.type?.startsWith("QUOTE") !== true) return undefined;
  const [start, end] = node.range ?? [];
  return end === offset ? start : undefined;
}
