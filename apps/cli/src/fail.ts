import { type Diagnostic, failureReport, Redactor } from "@upgradectl/core";
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
  const outputs = withGithub(askedOutputs(world.argv), world);
  const report = failureReport(run, exitCode, diagnostics);
  await writeReport(report, { outputs, color: "auto", quiet: false, world }).catch(() => {});
  return exitCode;
}

/** Warnings that no report carries. */
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
