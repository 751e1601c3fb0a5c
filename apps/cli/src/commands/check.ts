import { closeFleet, connectFleet, type Diagnostic } from "@upgradectl/core";
import { readCheckSettings } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { loadFleet } from "../load-fleet.ts";
import { withRecording } from "../recording.ts";
import { reportFailure } from "../report-failure.ts";
import { reportRun } from "../report-run.ts";
import { describeShard, selectClusters, warnOfShares } from "../selection.ts";
import { surroundingsOf } from "../surroundings.ts";
import { tell } from "../tell.ts";
import { tracePlugins } from "../trace-requests.ts";
import { writePlan } from "../write-plan.ts";

export function check(input: CommandInput): Promise<number> {
  return withRecording("check", input, (recorded) => observeAndJudge("check", recorded));
}

export function gate(input: CommandInput): Promise<number> {
  return withRecording("gate", input, (recorded) => observeAndJudge("gate", recorded));
}

async function observeAndJudge(command: "check" | "gate", input: CommandInput): Promise<number> {
  const { world } = input;
  const startedAt = world.clock.now();
  const settings = await readCheckSettings(command, input);

  const { fleet, diagnostics, sources } = await loadFleet(input);
  const fail = (found: readonly Diagnostic[]) =>
    reportFailure({ command, startedAt, diagnostics: found, sources, ...settings }, input);
  if (fleet === null) return fail(diagnostics);
  const { clusters, ofAllShards, shares } = selectClusters(fleet, settings.selection);
  const instances = [...new Set(clusters.map(({ instance }) => instance))];

  await tracePlugins(instances, input);
  const connecting = await connectFleet(instances, surroundingsOf(input), { ...settings.transport, shares });
  if (connecting.diagnostics !== undefined) return fail([...diagnostics, ...connecting.diagnostics]);
  const { connected, faults } = connecting;
  const early = [...diagnostics, ...settings.warnings, ...warnOfShares(clusters, shares, settings.transport)];
  try {
    if (settings.dryRun) {
      if (faults.length > 0) return await fail([...diagnostics, ...faults]);
      await tell(early, { ...settings, sources }, input);
      await writePlan({ command, startedAt, clusters, connected, ...settings, diagnostics: early }, input);
      return 0;
    }
    const { shard: asked } = settings.selection;
    const shard = asked === undefined ? undefined : describeShard(asked, sources, ofAllShards);
    const warn = async (found: readonly Diagnostic[]) => {
      const warnings = [...early, ...found];
      await tell(warnings, { ...settings, sources }, input);
      return warnings;
    };
    return await reportRun({ command, startedAt, clusters, connected, settings, shard, warn }, input);
  } finally {
    await closeFleet(connected.values());
  }
}
