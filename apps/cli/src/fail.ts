import { basename, dirname, resolve } from "node:path";
import { type Diagnostic, exchangesFile, failureReport, headFile, Redactor } from "@upgradectl/core";
import { isReplaceable } from "./earlier-report.ts";
import { locateFile } from "./locate-file.ts";
import { outputValues } from "./output-values.ts";
import { formats, type OutputTarget } from "./outputs.ts";
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
  /** A file of `-o` that the run uses itself, as named. */
  readonly spared: string | undefined;
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
  const files = failing.hasReport ? [] : await askedFiles(world, failing.spared);
  const outputs = [...withGithub(askedOutputs(world.argv), world), ...files];
  const report = failureReport(run, exitCode, diagnostics);
  await writeReport(report, { outputs, color: "auto", quiet: false, world }).catch(() => {});
  return exitCode;
}

const recordingFiles: ReadonlySet<string> = new Set([headFile, exchangesFile]);

/**
 * The files that reports were asked for in, so that an earlier report is not taken for this run's. The command line may be
 * what is wrong, so nothing is written over that is not clearly such a report, or that is named in any other place.
 */
async function askedFiles(world: World, spared: string | undefined): Promise<readonly OutputTarget[]> {
  const values = outputValues(world.argv);
  const asked = values.flatMap((value): readonly Required<Pick<OutputTarget, "format" | "file">>[] => {
    const [name = "", ...rest] = value.split("=");
    const format = formats.find((candidate) => candidate === name);
    const file = rest.join("=");
    return format === undefined || file === "" || file === "-" ? [] : [{ format, file }];
  });
  if (asked.length === 0) return [];
  const locate = (file: string) => locateFile(resolve(world.cwd, file));
  const words = world.argv.map((word) => (values.includes(word) ? "" : word.replace(/^-.*?(?:=|$)/, "")));
  const others = [...words, spared ?? ""].filter((word) => word !== "");
  const used = new Set(await Promise.all(others.map(locate)));
  const isUsed = (place: string) =>
    used.has(place) || (recordingFiles.has(basename(place)) && used.has(dirname(place)));
  const targets: OutputTarget[] = [];
  for (const target of asked) {
    const place = await locate(target.file);
    // Pipes and devices are left alone: nobody may ever read from them.
    if (!isUsed(place) && (await isReplaceable(place)) === true) targets.push(target);
    used.add(place);
  }
  return targets;
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
