import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Diagnostic, failureReport, Redactor, verdictNames } from "@upgradectl/core";
import { outputValues } from "./output-values.ts";
import { type Format, formats, type OutputTarget } from "./outputs.ts";
import { chooseColors } from "./views/colors.ts";
import { renderDiagnostics } from "./views/diagnostics.ts";
import type { World } from "./world.ts";
import { withGithub, writeReport } from "./write-report.ts";

export interface Failing {
  readonly exitCode: 1 | 5;
  readonly diagnostic: Diagnostic;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly version: string;
  readonly world: World;
  /** A result was there and could not be written everywhere; where it was, it stays. */
  readonly hasReport: boolean;
  /** Absent where the run ended before there were secrets. */
  readonly redactor: Redactor | undefined;
}

/** Ends a run that has no report of its own: a sentence for people, and JSON where it was asked for. */
export async function fail(failing: Failing): Promise<1 | 5> {
  const { world, exitCode, startedAt, redactor = new Redactor() } = failing;
  const diagnostics = [redactor.value(failing.diagnostic)];
  const command = world.argv.find((word) => !word.startsWith("-")) ?? "";
  const run = { toolVersion: failing.version, startedAt, finishedAt: world.clock.now(), command };
  const paint = chooseColors("auto", world.stderr, world.env);
  await world.stderr.write(renderDiagnostics(diagnostics, new Map(), paint));
  // Standard output may be what failed; people were told already.
  const files = failing.hasReport ? [] : await askedFiles(world);
  const outputs = [...withGithub(askedOutputs(world.argv), world), ...files];
  const report = failureReport(run, exitCode, diagnostics);
  await writeReport(report, { outputs, color: "auto", quiet: false, world }).catch(() => {});
  return exitCode;
}

/**
 * The files that reports were asked for in, so that an earlier report is not taken for this run's. The command line may be
 * what is wrong, so nothing is written over that is not clearly such a report.
 */
async function askedFiles(world: World): Promise<readonly OutputTarget[]> {
  const targets: OutputTarget[] = [];
  for (const value of outputValues(world.argv)) {
    const [name = "", ...rest] = value.split("=");
    const format = formats.find((candidate) => candidate === name);
    const file = rest.join("=");
    if (format === undefined || format === "github" || file === "" || file === "-") continue;
    const isTwice = targets.some((target) => target.file === file);
    if (!isTwice && (await mayReplace(resolve(world.cwd, file), format))) targets.push({ format, file });
  }
  return targets;
}

/** How each format's reports look, in more or less words. */
const looks: Readonly<Partial<Record<Format, RegExp>>> = {
  // A text may begin with anything, so its end counts too.
  text: new RegExp(
    `^(?:\\u001b\\[[\\d;]*m|\\P{L})*(?:${verdictNames.join("|")}|error|warning)\\b.*(?:; e|\\nE)xit code \\d+\\.\\n$`,
    "su",
  ),
  json: /^\{\s*"formatVersion":.{0,100}"name":\s*"upgradectl"/s,
  ndjson: /^\{"type":\s*"(?:start|summary)"/,
  junit: /^<\?xml.{0,200}<testsuites name="upgradectl/s,
  sarif: /^\{\s*"\$schema":.{0,600}"name":\s*"upgradectl"/s,
  markdown: /^### upgradectl /,
  html: /^<!doctype html>.{0,3000}<title>upgradectl /s,
};

/** Pipes and devices are not even read: nobody may ever write to them. */
async function mayReplace(path: string, format: Format): Promise<boolean> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => error.code);
  if (facts === undefined || typeof facts === "string") return facts === "ENOENT";
  if (!facts.isFile()) return false;
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text !== undefined && (text === "" || looks[format]?.test(text) === true);
}

/** What no report carries. */
export async function warn(
  diagnostics: readonly Diagnostic[],
  world: World,
  redactor: Redactor = new Redactor(),
): Promise<void> {
  const paint = chooseColors("auto", world.stderr, world.env);
  await world.stderr.write(renderDiagnostics(redactor.value(diagnostics), new Map(), paint));
}

/** Asked before the command line is known to be good, so that its own errors come in the format that was asked for. */
function askedOutputs(argv: readonly string[]): readonly OutputTarget[] {
  const values = outputValues(argv);
  const asked = formats.filter((format) =>
    values.some((value) => value === format || value === `${format}=-`),
  );
  const others = asked.filter((format) => format !== "github");
  // Of two that were asked for by mistake, the one that a program waits for.
  const main = others.find((format) => format !== "text") ?? others[0];
  if (!asked.includes("github")) return main === undefined ? [] : [{ format: main }];
  return main === undefined
    ? [{ format: "github" }]
    : [{ format: main }, { format: "github", toStderr: true }];
}
