import { closeFleet, connectFleet, type Diagnostic } from "@upgradectl/core";
import { type PresentationSettings, readCheckSettings } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { loadFleet } from "../load-fleet.ts";
import { refuseOverwrite } from "../outputs.ts";
import { reportFailure } from "../report-failure.ts";
import { reportRun } from "../report-run.ts";
import { describeShard, selectClusters } from "../selection.ts";
import { surroundingsOf } from "../surroundings.ts";
import { chooseColors } from "../views/colors.ts";
import { renderDiagnostics, type SourceTexts } from "../views/diagnostics.ts";
import { writePlan } from "../write-plan.ts";

export function check(input: CommandInput): Promise<number> {
  return observeAndJudge("check", input);
}

export function gate(input: CommandInput): Promise<number> {
  return observeAndJudge("gate", input);
}

async function observeAndJudge(command: "check" | "gate", input: CommandInput): Promise<number> {
  const { world } = input;
  const startedAt = world.clock.now();
  const settings = await readCheckSettings(command, input);

  const { fleet, diagnostics, sources } = await loadFleet(input);
  await refuseOverwrite(settings.outputs, sources.keys(), world);
  const fail = (found: readonly Diagnostic[]) =>
    reportFailure({ command, startedAt, diagnostics: found, sources, ...settings }, input);
  if (fleet === null) return fail(diagnostics);
  const { clusters, ofAllShards } = selectClusters(fleet, settings.selection);
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
    const { shard: asked } = settings.selection;
    const shard = asked === undefined ? undefined : describeShard(asked, sources, ofAllShards);
    const tell = async (found: readonly Diagnostic[]) => {
      const warnings = [...diagnostics, ...settings.warnings, ...found];
      await warn(warnings, sources, settings, input);
      return warnings;
    };
    return await reportRun({ command, startedAt, clusters, connected, settings, shard, warn: tell }, input);
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
