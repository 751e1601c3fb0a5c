import {
  type Cluster,
  type ConnectedInstance,
  type Diagnostic,
  type JudgedCluster,
  judgeReading,
  type ObserveOptions,
  runPostChecks,
  type SignalExitCode,
  visitFleet,
} from "@upgradectl/core";
import type { CheckSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { openRunEnding } from "./run-ending.ts";
import { waitUntilDone } from "./wait-until-done.ts";
import type { RunWatch } from "./watch-run.ts";

export interface ObservedRun {
  /** In the manifest's order; empty where they were not to be held. */
  readonly judged: readonly JudgedCluster[];
  /** About post-upgrade checks that were asked for and not run. */
  readonly warnings: readonly Diagnostic[];
  /** The exit code of the signal that ended the run, if one did. */
  readonly interrupted: SignalExitCode | undefined;
}

export type RunSettings = Pick<CheckSettings, "timeoutMs" | "postCheck" | "wait" | "policy"> & {
  readonly command: "check" | "gate";
  /** Whether readings are held to the end of the run; a wait and post-upgrade checks need them. */
  readonly holds: boolean;
  /** Told of what happens as it does. */
  readonly watch: RunWatch;
};

/**
 * Reads and judges the clusters, waits where that was asked for, and runs the post-upgrade checks that were asked for, until
 * all is done, `--timeout` is over, a signal comes, or nothing can come any more; what is not read by then is an error.
 */
export async function observeRun(
  clusters: readonly Cluster[],
  connected: ReadonlyMap<string, ConnectedInstance>,
  { timeoutMs, postCheck, wait, policy, command, holds, watch }: RunSettings,
  { world, redactor }: CommandInput,
): Promise<ObservedRun> {
  const { clock } = world;
  const ending = openRunEnding(world, timeoutMs, watch.onStop);
  try {
    await watch.onStart();
    const options = { connected, clock, redactor, signal: ending.signal };
    const judged =
      wait === undefined
        ? await lookOnce(clusters, holds, watch, options)
        : await waitUntilDone(clusters, { wait, timeoutMs, goal: { ...policy, command }, watch }, options);
    const checked = postCheck ? await checkUpgrades(judged, options) : { judged, warnings: [] };
    return { ...checked, interrupted: ending.interrupted() };
  } finally {
    ending.close();
  }
}

async function lookOnce(
  clusters: readonly Cluster[],
  holds: boolean,
  watch: RunWatch,
  options: ObserveOptions,
): Promise<readonly JudgedCluster[]> {
  const held = new Map<Cluster, JudgedCluster>();
  await visitFleet(clusters, options, (reading) => {
    const judged = judgeReading(reading);
    if (holds) held.set(reading.cluster, judged);
    return watch.onReading(judged, true);
  });
  return clusters.flatMap((cluster) => held.get(cluster) ?? []);
}

async function checkUpgrades(
  judged: readonly JudgedCluster[],
  options: ObserveOptions,
): Promise<Pick<ObservedRun, "judged" | "warnings">> {
  const checked = await runPostChecks(judged, options);
  const bySource = Map.groupBy(checked.unsupported, ({ reading }) => reading.cluster.instance.source);
  const warnings: Diagnostic[] = [...bySource].map(([source, clusters]) => ({
    severity: "warning",
    code: "no-post-check",
    summary: `${source} has no post-upgrade check, so none was run for ${nameSome(clusters)}`,
  }));
  return { judged: checked.judged, warnings };
}

function nameSome(clusters: readonly JudgedCluster[]): string {
  const names = clusters.slice(0, 5).map(({ reading }) => reading.cluster.name);
  return clusters.length > 5 ? `${names.join(", ")} and ${clusters.length - 5} more` : names.join(", ");
}
