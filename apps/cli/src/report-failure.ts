import { type Diagnostic, failureReport } from "@upgradectl/core";
import type { PresentationSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { tell } from "./tell.ts";
import type { SourceTexts } from "./views/diagnostics.ts";
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
  const diagnostics = redactor.value(failure.diagnostics);
  await tell(diagnostics, failure, input);
  const run = { toolVersion: version, command: failure.command, startedAt: failure.startedAt };
  const report = failureReport({ ...run, finishedAt: world.clock.now() }, 5, diagnostics);
  await writeReport(report, { outputs: failure.outputs, color: failure.color, quiet: failure.quiet, world });
  return 5;
}
