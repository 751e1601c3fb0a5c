import { mutate } from "@upgradectl/proof";
import fc from "fast-check";
import type { RecordingFiles } from "./recorded-look.ts";

/** What decides a verdict: each question with its answers in their order. */
export function contentOf(exchanges: string): string {
  const rows = readRows(exchanges);
  const content = Map.groupBy(rows, ({ question }) => question);
  return JSON.stringify([...content].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Each question with what was answered, in whatever order, and how often. */
export function answersIn(exchanges: string): ReadonlySet<string> {
  return new Set(
    readRows(exchanges).map(({ question, answer: { status, json, text } }) =>
      JSON.stringify([question, status, json, text]),
    ),
  );
}

function readRows(exchanges: string) {
  const lines = exchanges.trimEnd().split("\n");
  return lines.map((line) => {
    const { action, instance, service, purpose, method, url, request, ...rest } = JSON.parse(line);
    const question = JSON.stringify([action, instance, service, purpose, method, url, request]);
    const { status, headers, json, text, error, cut } = rest;
    return { question, answer: { status, headers, json, text, error, cut } };
  });
}

/** One line or the head with another shape. */
export function reshape(
  { head, exchanges }: RecordingFiles,
  at: number,
  changes: Parameters<typeof mutate>[1],
): RecordingFiles {
  const lines = exchanges.trimEnd().split("\n");
  const place = at % (lines.length + 1);
  const line = lines[place];
  if (line === undefined) return { head: JSON.stringify(mutate(JSON.parse(head), changes)), exchanges };
  lines[place] = JSON.stringify(mutate(JSON.parse(line), changes));
  return { head, exchanges: `${lines.join("\n")}\n` };
}

export const lineChanges: fc.Arbitrary<string> = fc.constantFrom(
  "drop",
  "duplicate",
  "reverse",
  "swap",
  "empty",
  "cut",
  "drop and count",
);

export function withOtherLines(
  { head, exchanges }: RecordingFiles,
  one: number,
  other: number,
  change: string,
): RecordingFiles {
  const lines = exchanges.trimEnd().split("\n");
  const [first, second] = [one % lines.length, other % lines.length];
  const whole = lines[first] ?? "";
  const changed: Readonly<Record<string, readonly string[]>> = {
    drop: lines.toSpliced(first, 1),
    "drop and count": lines.toSpliced(first, 1),
    duplicate: lines.toSpliced(second, 1, whole),
    reverse: lines.toReversed(),
    swap: lines.with(first, lines[second] ?? "").with(second, whole),
    empty: lines.with(first, ""),
    cut: lines.with(first, whole.slice(0, other % whole.length)),
  };
  const rest = changed[change] ?? [];
  const counted = { ...JSON.parse(head), exchanges: rest.length };
  return {
    head: change === "drop and count" ? JSON.stringify(counted) : head,
    exchanges: `${rest.join("\n")}\n`,
  };
}
