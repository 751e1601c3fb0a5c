import { type Document, type ParsedNode, parseAllDocuments, type YAMLError } from "yaml";
import type { Problem } from "../../diagnostics.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import {
  bareExpansion,
  describeSyntaxError,
  findUnclosedQuote,
  originalErrors,
  tooDeep,
  unclosedQuote,
} from "./syntax-problem.ts";

/** The documents of a file that are YAML (or JSON, which is YAML) and not empty; what is wrong with the others is added. */
export function parseDocuments(problems: ProblemList): readonly ParsedNode[] {
  const { text } = problems.source;
  const oddity = text.search(/[^\P{Cc}\t\n\r\u0085]|\uFFFD/u);
  if (oddity !== -1) {
    problems.add(describeOddity(text[oddity] ?? "", text.includes("\0")), oddity);
    return [];
  }
  const documents = parse(text);
  if (documents === undefined) {
    problems.add(tooDeep, 0);
    return [];
  }
  const readable: ParsedNode[] = [];
  let broken = 0;
  for (const document of documents) {
    if (addSyntaxErrors(document, problems)) broken += 1;
    else if (document.contents !== null && !isEmptyScalar(document.contents))
      readable.push(document.contents);
  }
  if (readable.length === 0 && broken === 0) problems.add(empty, 0);
  return readable;
}

function parse(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, {
      prettyErrors: false,
      uniqueKeys: false,
      resolveKnownTags: false,
      logLevel: "silent",
    });
    return "empty" in documents ? [] : documents;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function addSyntaxErrors(document: Document.Parsed, problems: ProblemList): boolean {
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
  for (const { code, pos } of originalErrors(errors, (offset) => problems.locate(offset).line)) {
    const [offset] = pos;
    const quote = code === "MISSING_CHAR" ? findUnclosedQuote(document, offset) : undefined;
    const isExpansion = problems.source.text.startsWith("${", offset - 1);
    if (quote !== undefined) problems.add(unclosedQuote, quote);
    else problems.add(isExpansion ? bareExpansion : describeSyntaxError(code), offset);
  }
  return errors.length > 0;
}

function isEmptyScalar(node: ParsedNode): boolean {
  return "value" in node && node.value === null;
}

/** Tab, line feed, carriage return and next line are the control characters that YAML allows. */
function describeOddity(character: string, hasZeroBytes: boolean): Problem {
  if (character === "\uFFFD") {
    return {
      severity: "error",
      code: "not-utf8",
      summary: "the file is not UTF-8 text",
      detail: "There are bytes here that UTF-8 does not have (or the character that stands for such bytes).",
      hint: "Save the file as UTF-8.",
    };
  }
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return {
    severity: "error",
    code: "control-character",
    summary: `the file has the control character U+${code}, which YAML does not allow`,
    ...(hasZeroBytes ? { detail: "There are zero bytes in it, as binary files and UTF-16 have." } : {}),
    hint: hasZeroBytes
      ? "Name a manifest, or save the file as UTF-8."
      : "Remove it, or write it as an escape in double quotes.",
  };
}

const empty: Problem = {
  severity: "error",
  code: "empty-manifest",
  summary: "the file has no manifest in it",
  detail: "It is empty, or it has comments alone.",
  hint: "Begin with `apiVersion: upgradectl.dev/v1`, `kind: Fleet` and `clusters:`.",
};
