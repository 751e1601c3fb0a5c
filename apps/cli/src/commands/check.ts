import {
  buildReport,
  type Cluster,
  closeFleet,
  connectFleet,
  type Diagnostic,
  type Fleet,
  judgeReading,
} from "@upgradectl/core";
import { readCheckSettings } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { loadFleet } from "../load-fleet.ts";
import { observeRun } from "../observe-run.ts";
import { writeOutput } from "../outputs.ts";
import { reportFailure } from "../report-failure.ts";
import { surroundingsOf } from "../surroundings.ts";
import { UsageError } from "../usage-error.ts";
import { chooseColors } from "../views/colors.ts";
import { renderDiagnostics } from "../views/diagnostics.ts";
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
  const fail = (found: readonly Diagnostic[]) =>
    reportFailure({ command, startedAt, diagnostics: found, sources, ...settings }, input);
  if (fleet === null) return fail(diagnostics);
  const clusters = select(fleet, settings.selects);
  const instances = [...new Set(clusters.map(({ instance }) => instance))];

  const connecting = await connectFleet(instances, surroundingsOf(input), settings.transport);
  if (connecting.diagnostics !== undefined) return fail([...diagnostics, ...connecting.diagnostics]);
  const { connected } = connecting;
  try {
    const paint = chooseColors(settings.color, world.stderr, world.env);
    await world.stderr.write(redactor.text(renderDiagnostics(diagnostics, sources, paint)));
    if (settings.dryRun) {
      await writePlan({ command, startedAt, clusters, connected, diagnostics, ...settings }, input);
      return 0;
    }
    const { readings, interrupted } = await observeRun(clusters, connected, settings, input);
    const run = { command, startedAt, finishedAt: world.clock.now(), toolVersion: version, diagnostics };
    const policy = { ...settings.policy, exitZero: settings.exitZero };
    const signal = interrupted === undefined ? {} : { interrupted };
    const report = redactor.value(buildReport(readings.map(judgeReading), { ...run, ...policy, ...signal }));
    for (const target of settings.outputs)
      await writeOutput(target, renderReport(report, target, settings.color, world), world);
    return report.exitCode;
  } finally {
    await closeFleet(connected.values());
  }
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
