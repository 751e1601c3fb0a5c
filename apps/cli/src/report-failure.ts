import { resolve } from "node:path";
import { type Diagnostic, failureReport } from "@upgradectl/core";
import type { PresentationSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import type { OutputTarget } from "./outputs.ts";
import { tell } from "./tell.ts";
import type { SourceTexts } from "./views/diagnostics.ts";
import type { World } from "./world.ts";
import { writeReport } from "./write-report.ts";

export interface Failure extends PresentationSettings {
  readonly command: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceTexts;
}

/** Ends a run that asked nothing of any cloud: diagnostics for people on standard error, machine formats whole. */
export async function reportFailure(failure: Failure, input: CommandInput): Promise<5> {
  const { world, version, redactor } = input;
  const { outputs, kept } = await spareOthers(failure.outputs, world);
  const diagnostics = redactor.value([...failure.diagnostics, ...kept.map(describeKept)]);
  await tell(diagnostics, failure, input);
  const run = { toolVersion: version, command: failure.command, startedAt: failure.startedAt };
  const report = failureReport({ ...run, finishedAt: world.clock.now() }, 5, diagnostics);
  await writeReport(report, { outputs, color: failure.color, quiet: failure.quiet, world });
  return 5;
}

/** A run that found nothing out writes over earlier reports, so that none is taken for its own, and over nothing else. */
async function spareOthers(
  outputs: readonly OutputTarget[],
  { cwd }: World,
): Promise<{ readonly outputs: readonly OutputTarget[]; readonly kept: readonly string[] }> {
  const files = outputs.flatMap(({ file }) => file ?? []);
  if (files.length === 0) return { outputs, kept: [] };
  const { isReplaceable } = await import("./earlier-report.ts");
  const kept: string[] = [];
  for (const file of files) if ((await isReplaceable(resolve(cwd, file))) === false) kept.push(file);
  return { outputs: outputs.filter(({ file }) => file === undefined || !kept.includes(file)), kept };
}

function describeKept(file: string): Diagnostic {
  return {
    severity: "warning",
    code: "kept-file",
    summary: `the report is not written to "${file}", which holds something else than a report`,
    hint: "It is written over once there is a fleet to report on; name another file to keep it.",
  };
}
