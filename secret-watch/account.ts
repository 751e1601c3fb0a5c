import type { Leak, Watched } from "./watch-children.ts";

export interface FileLeak extends Leak {
  readonly file: string;
}

export interface FileAccount extends Omit<Watched, "secrets"> {
  readonly file: string;
  readonly secrets: readonly string[];
}

/** What test files tell the run. */
export type Line = { readonly leak: FileLeak } | { readonly account: FileAccount };

export interface Summary {
  readonly isClean: boolean;
  readonly lines: readonly string[];
}

/** @param printed what the test runner itself wrote */
export function summarize(
  told: readonly Line[],
  leaksOfRunner: readonly FileLeak[],
  printed: number,
): Summary {
  const accounts = told.flatMap((line) => ("account" in line ? [line.account] : []));
  const leaks = [...told.flatMap((line) => ("leak" in line ? [line.leak] : [])), ...leaksOfRunner];
  const problems = [...new Set(leaks.map(describeLeak)), ...accounts.flatMap(findBlindness)];
  const sum = (count: (account: FileAccount) => number) =>
    accounts.reduce((total, account) => total + count(account), 0);
  const secrets = new Set(accounts.flatMap((account) => account.secrets)).size;
  const bytes = sum((account) => account.bytes) + printed;
  const watched = `${count(bytes)} bytes of ${count(sum(({ processes }) => processes))} processes (${count(sum(({ mirrored }) => mirrored))} of upgradectl) and of the test runner, for ${count(secrets)} secrets`;
  return {
    isClean: problems.length === 0,
    lines:
      problems.length === 0
        ? [`secrets: none in ${watched}`]
        : [`secrets: ${problems.length} problems in ${watched}`, ...problems.map((text) => `  ${text}`)],
  };
}

/** A secret's first characters are enough to find it in a test. */
function describeLeak({ file, name, secret, encoding, place, command }: FileLeak): string {
  return `${file}: ${name} (${secret.slice(0, 4)}..., ${encoding}) in ${place} of: ${command.slice(0, 300)}`;
}

/** Who watches nothing finds nothing. */
function findBlindness({
  file,
  started,
  processes,
  direct,
  mirrored,
  bytes,
}: FileAccount): readonly string[] {
  if (started > processes)
    return [`${file}: ${started - processes} of ${started} processes were not watched`];
  if (direct > 0 && mirrored === 0)
    return [`${file}: none of ${direct} runs of upgradectl told what it writes`];
  if (mirrored > 10 && bytes === 0) return [`${file}: ${mirrored} runs of upgradectl wrote nothing at all`];
  return [];
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
