import {
  type Cluster,
  type ConnectedInstance,
  type Diagnostic,
  type JudgedCluster,
  judgeReading,
  type ObserveOptions,
  observeFleet,
  runPostChecks,
} from "@upgradectl/core";
import { ProviderError } from "@upgradectl/provider-sdk";
import type { CheckSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { exitCodeOfSignal } from "./world.ts";

export interface ObservedRun {
  readonly judged: readonly JudgedCluster[];
  /** About post-upgrade checks that were asked for and not run. */
  readonly warnings: readonly Diagnostic[];
  /** The exit code of the signal that ended the run, if one did. */
  readonly interrupted: 130 | 143 | undefined;
}

/**
 * Reads and judges the clusters, and runs the post-upgrade checks that were asked for, until all are read, `--timeout` is over, a signal comes, or nothing can come any more; what is not
 * read by then is an error.
 */
export async function observeRun(
  clusters: readonly Cluster[],
  connected: ReadonlyMap<string, ConnectedInstance>,
  { timeoutMs, postCheck }: Pick<CheckSettings, "timeoutMs" | "postCheck">,
  { world, redactor }: CommandInput,
): Promise<ObservedRun> {
  const { clock } = world;
  const ending = new AbortController();
  const done = new AbortController();
  let interrupted: 130 | 143 | undefined;
  const unlisten = [
    world.onStop((signal) => {
      interrupted = exitCodeOfSignal(signal);
      ending.abort(
        new ProviderError({
          kind: "cancelled",
          message: `${signal} ended the run before this cluster was done`,
        }),
      );
    }),
    world.onIdle(() => ending.abort(neverError())),
  ];
  if (timeoutMs !== undefined) {
    clock.sleep(timeoutMs, done.signal).then(
      () => ending.abort(timeoutError()),
      () => {},
    );
  }
  try {
    const options = { connected, clock, redactor, signal: ending.signal };
    const judged = (await observeFleet(clusters, options)).map(judgeReading);
    const checked = postCheck ? await checkUpgrades(judged, options) : { judged, warnings: [] };
    return { ...checked, interrupted };
  } finally {
    done.abort();
    for (const stop of unlisten) stop();
  }
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
  if (checked.neverUpgraded.length > 0)
    warnings.push({
      severity: "warning",
      code: "nothing-to-check",
      summary: `no upgrade is known of ${nameSome(checked.neverUpgraded)}, so there was nothing to check after one`,
    });
  return { judged: checked.judged, warnings };
}

function nameSome(clusters: readonly JudgedCluster[]): string {
  const names = clusters.slice(0, 5).map(({ reading }) => reading.cluster.name);
  return clusters.length > 5 ? `${names.join(", ")} and ${clusters.length - 5} more` : names.join(", ");
}

function timeoutError(): ProviderError {
  return new ProviderError({
    kind: "timeout",
    message: "--timeout ended the run before this cluster was done",
    hint: "Give the run more time, or raise --concurrency.",
  });
}

function neverError(): ProviderError {
  return new ProviderError({
    kind: "plugin",
    message: "the plugin never answered: nothing is left that it could be waiting for",
    hint: "This is a bug of the plugin; report it to its authors.",
  });
}
