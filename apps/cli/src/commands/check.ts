import {
  buildReport,
  type Cluster,
  closeFleet,
  connectFleet,
  type Diagnostic,
  type Fleet,
} from "@upgradectl/core";
import { type PresentationSettings, readCheckSettings } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { loadFleet } from "../load-fleet.ts";
import { observeRun } from "../observe-run.ts";
import { refuseOverwrite, writeOutput } from "../outputs.ts";
import { reportFailure } from "../report-failure.ts";
import { surroundingsOf } from "../surroundings.ts";
import { UsageError } from "../usage-error.ts";
import { chooseColors } from "../views/colors.ts";
import { renderDiagnostics, type SourceTexts } from "../views/diagnostics.ts";
import { renderReport } from "../views/render-report.ts";
import { writePlan } from "../write-plan.ts";

export function check(input: CommandInput): Promise<number> {
  return observeAndJudge("check", input);
}

export function gate(input: CommandInput): Promise<number> {
  return observeAndJudge("gate", input);
}

async function observeAndJudge(command: "check" | "gate", input: CommandInput): Promise<number> {
  const { world, redactor, version } = input;
  const startedAt = world.clock.now();
  const settings = await readCheckSettings(command, input);

  const { fleet, diagnostics, sources } = await loadFleet(input);
  await refuseOverwrite(settings.outputs, sources.keys(), world);
  const fail = (found: readonly Diagnostic[]) =>
    reportFailure({ command, startedAt, diagnostics: found, sources, ...settings }, input);
  if (fleet === null) return fail(diagnostics);
  const clusters = select(fleet, settings.selects);
  const instances = [...new Set(clusters.map(({ instance }) => instance))];

  const connecting = await connectFleet(instances, surroundingsOf(input), settings.transport);
  if (connecting.diagnostics !== undefined) return fail([...diagnostics, ...connecting.diagnostics]);
  const { connected } = connecting;
  try {
    if (settings.dryRun) {
      const warnings = [...diagnostics, ...settings.warnings];
      await warn(warnings, sources, settings, input);
      await writePlan({ command, startedAt, clusters, connected, ...settings, diagnostics: warnings }, input);
      return 0;
    }
    const observed = await observeRun(clusters, connected, settings, input);
    const warnings = [...diagnostics, ...settings.warnings, ...observed.warnings, ...input.takeStrays()];
    await warn(warnings, sources, settings, input);
    const run = { command, startedAt, finishedAt: world.clock.now(), toolVersion: version };
    const policy = { ...settings.policy, exitZero: settings.exitZero, diagnostics: warnings };
    const signal = observed.interrupted === undefined ? {} : { interrupted: observed.interrupted };
    const report = redactor.value(buildReport(observed.judged, { ...run, ...policy, ...signal }));
    for (const target of settings.outputs)
      await writeOutput(target, renderReport(report, target, settings.color, world), world);
    return report.exitCode;
  } finally {
    await closeFleet(connected.values());
  }
}

async function warn(
  warnings: readonly Diagnostic[],
  sources: SourceTexts,
  { color }: PresentationSettings,
  { world, redactor }: CommandInput,
): Promise<void> {
  const paint = chooseColors(color, world.stderr, world.env);
  await world.stderr.write(redactor.text(renderDiagnostics(warnings, sources, paint)));
}

function select(fleet: Fleet, selects: (cluster: Cluster) => boolean): readonly Cluster[] {
  const clusters = fleet.clusters.filter(selects);
  if (clusters.length > 0) return clusters;
  const pairs = fleet.clusters.flatMap(({ labels }) => Object.entries(labels));
  const examples = [...new Set(pairs.map(([key, value]) => `${key}=${value}`))].slice(0, 5).join(", ");
  throw new UsageError(
    "no cluster is selected",
    examples === "" ? "No cluster of the manifest has labels." : `Labels in the manifest: ${examples}.`,
  );
}
