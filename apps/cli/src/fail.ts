import { type Diagnostic, failureReport, Redactor } from "@upgradectl/core";
import { chooseColors } from "./views/colors.ts";
import { renderDiagnostics } from "./views/diagnostics.ts";
import { renderJson } from "./views/json.ts";
import type { World } from "./world.ts";

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
  if (wantsJson(world.argv))
    await world.stdout.write(renderJson(failureReport(run, exitCode, diagnostics))).catch(() => {});
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

/** Asked before the command line is known to be good, so that its own errors come as JSON too. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      /^(-o=?|--output=)json$/.test(word) ||
      (word === "json" && (argv[index - 1] === "-o" || argv[index - 1] === "--output")),
  );
}
