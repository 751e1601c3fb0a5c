import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Redactor, type Report } from "@upgradectl/core";
import { expect } from "vitest";
import { type CliOptions, type CliResult, reportOf, runCli } from "./run-cli.ts";

/** Another machine: no home, no programs, another zone and language. */
export const elsewhere: Readonly<Record<string, string>> = {
  HOME: "/somewhere/else",
  PATH: "/nonexistent",
  TZ: "Asia/Kathmandu",
  LANG: "de_DE.UTF-8",
  LC_ALL: "de_DE.UTF-8",
};

/** Records a run into the folder `rec` beside the manifest. */
export function record(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return runCli([...args, "--record", "rec"], options);
}

export function replay(args: readonly string[], cwd: string, options: CliOptions = {}): Promise<CliResult> {
  return runCli([...args, "--replay", "rec"], { ...options, cwd, env: elsewhere });
}

/** The text of both files of the recording in `cwd`. */
export async function readRecording(cwd: string): Promise<string> {
  const parts = ["recording.json", "exchanges.ndjson"].map((name) =>
    readFile(join(cwd, "rec", name), "utf8"),
  );
  return (await Promise.all(parts)).join("\n");
}

/** A report without the times of the run that made it. */
export function withoutTimes(report: Report) {
  const { startedAt: _started, finishedAt: _finished, durationMs: _duration, clusters, ...rest } = report;
  return {
    ...rest,
    clusters: clusters.map(({ observedAt: _observed, durationMs: _read, upgrade, evidence, ...cluster }) => ({
      ...cluster,
      ...(cluster.postCheck && { postCheck: { ...cluster.postCheck, at: null } }),
      upgrade: upgrade?.estimate ? { ...upgrade, estimate: upgrade.estimate.basis } : upgrade,
      evidence: evidence.map(({ at: _at, ...exchange }) => exchange),
    })),
  };
}

/** Two reports of one run. */
export function expectSame(live: CliResult, replayed: CliResult): void {
  expect(withoutTimes(reportOf(replayed))).toEqual(withoutTimes(reportOf(live)));
  expect(replayed.code).toBe(live.code);
}

/** Fails where one of these stands in the text, in any encoding. */
export function expectClean(text: string, secrets: readonly string[]): void {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  const lines = text.split("\n").filter((line) => redactor.text(line) !== line);
  expect(lines).toEqual([]);
}
