import { closeFleet, clusterReport, connectFleet, type Diagnostic } from "@upgradectl/core";
import { readObservingSettings } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { deliver } from "../deliver.ts";
import { loadFleet } from "../load-fleet.ts";
import { observeRun } from "../observe-run.ts";
import { writeOutput } from "../outputs.ts";
import { withRecording } from "../recording.ts";
import { reportFailure } from "../report-failure.ts";
import { noSuchCluster } from "../selection.ts";
import { surroundingsOf } from "../surroundings.ts";
import { tell } from "../tell.ts";
import { tracePlugins } from "../trace-requests.ts";
import { UsageError } from "../usage-error.ts";
import { renderJson } from "../views/json.ts";
import { renderShow } from "../views/show.ts";
import { silentWatch } from "../watch-run.ts";

const oneLook = {
  postCheck: false,
  wait: undefined,
  policy: {},
  command: "check",
  holds: true,
  watch: silentWatch,
} as const;

/** Everything that can be read of one cluster; 0 where it was read, 4 where it was not. */
export function show(input: CommandInput): Promise<number> {
  return withRecording("show", input, showCluster);
}

async function showCluster(input: CommandInput): Promise<number> {
  const { world, redactor } = input;
  const startedAt = world.clock.now();
  const settings = await readObservingSettings(input);
  const other = settings.outputs.find(({ format }) => format !== "text" && format !== "json");
  if (other !== undefined)
    throw new UsageError(`show does not write ${other.format}`, "Formats of show: text, json.");
  const [name = "", ...words] = input.words;

  const { fleet, diagnostics, sources } = await loadFleet({ ...input, words });
  const fail = (found: readonly Diagnostic[]) =>
    reportFailure({ command: "show", startedAt, diagnostics: found, sources, ...settings }, input);
  if (fleet === null) return fail(diagnostics);
  const cluster = fleet.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) throw noSuchCluster(name, fleet.clusters);
  await tracePlugins([cluster.instance], input);
  const connecting = await connectFleet([cluster.instance], surroundingsOf(input), settings.transport);
  if (connecting.diagnostics !== undefined) return fail([...diagnostics, ...connecting.diagnostics]);
  try {
    const { connected } = connecting;
    const observed = await observeRun([cluster], connected, { ...settings, ...oneLook }, input);
    const warnings = [...diagnostics, ...input.takeStrays()];
    await tell(warnings, { ...settings, sources }, input);
    const [judged] = observed.judged;
    if (judged === undefined) throw new Error("one cluster was asked for");
    const { observation } = judged.reading;
    const operations =
      observation === null || observation.unread !== undefined ? null : observation.operations;
    const shown = redactor.value({ ...clusterReport(judged), operations });
    const code = observed.interrupted ?? (observation === null ? 4 : 0);
    const writes = settings.outputs.map((target) => () => {
      const text =
        target.format === "json" ? renderJson(shown) : renderShow(shown, target, settings.color, world);
      return writeOutput(target, text, world);
    });
    await deliver(code, writes);
    return code;
  } finally {
    await closeFleet(connecting.connected.values());
  }
}
