import {
  type Document,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
} from "yaml";
import type { Scenario } from "./scenario.ts";
import { signInTexts } from "./sign-in-schema.ts";
import { type Finding, validateScenario } from "./validate-scenario.ts";

/** A mistake in a scenario file. */
export interface ScenarioProblem {
  /** As it was named by the caller. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  readonly message: string;
  /** The one line that mends it, where there is one. */
  readonly hint?: string;
}

export type ScenarioResult =
  | { readonly scenario: Scenario }
  | { readonly problems: readonly ScenarioProblem[] };

/** Reads a scenario file (YAML or JSON). All mistakes are told at once, in the file's order. */
export function parseScenario(text: string, file: string): ScenarioResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ pos, message }) => ({ ...at(pos[0]), message })) };
  keepVersionsAsWritten(document);
  const value = readValue(document);
  if (value instanceof Error) return { problems: [{ ...at(0), message: value.message }] };
  const findings = validateScenario(value);
  if (findings.length === 0) return { scenario: value as Scenario }; // validated in the line above
  const problems = findings.map(({ message, hint, ...finding }) => ({
    ...at(offsetOf(document, finding)),
    message,
    ...(hint !== undefined && { hint }),
  }));
  return { problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function readValue(document: Document): unknown {
  try {
    return document.toJS() ?? new Error("the file is empty; a scenario starts with `accounts:`");
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error)); // an alias bomb, say
  }
}

const versionKeys = new Set([
  "version",
  "from",
  "to",
  "name",
  "id",
  "upgradableTo",
  "image",
  "zones",
  "notBefore",
  "notAfter",
  "notBeforeDeadline",
  "projectId",
  "accessKeyId",
  ...signInTexts,
]);

/** An unquoted `1.30` is the version 1.30, and an id of digits is an id: not the number that YAML makes of it. */
function keepVersionsAsWritten(document: Document): void {
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key)) return undefined;
      if (pair.key.value === "responses") return visit.SKIP;
      return undefined;
    },
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "number" || node.source === undefined) return;
      const pair = ancestors.findLast(isPair);
      if (isScalar(pair?.key) && versionKeys.has(String(pair.key.value))) node.value = node.source;
    },
  });
}

/** Where a finding stands; the nearest place above it that has one, as merged keys have none of their own. */
function offsetOf(document: Document, finding: Pick<Finding, "path" | "atKey">): number {
  if (finding.atKey === true) {
    const parent = document.getIn(finding.path.slice(0, -1), true);
    const name = finding.path.at(-1);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(name))
      : undefined;
    const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    if (offset !== undefined) return offset;
  }
  for (let length = finding.path.length; length >= 0; length--) {
    const node = document.getIn(finding.path.slice(0, length), true) as ParsedNode | undefined; // parsed, so it has a range
    if (node?.range != null) return node.range[0];
  }
  return 0;
}
