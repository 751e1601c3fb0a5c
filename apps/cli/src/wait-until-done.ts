import {
  type Cluster,
  type JudgedCluster,
  type ObserveOptions,
  type WaitGoal,
  waitForFleet,
} from "@upgradectl/core";
import { ProviderError } from "@upgradectl/provider-sdk";
import type { WaitSettings } from "./check-settings.ts";
import type { RunWatch } from "./watch-run.ts";

export interface Waiting {
  readonly wait: WaitSettings;
  readonly timeoutMs: number | undefined;
  readonly goal: WaitGoal;
  readonly watch: Pick<RunWatch, "onReading" | "onPause">;
}

/**
 * Looks until the goal is reached or cannot be. `--wait` and `--timeout` are one deadline, the earlier of them; only
 * `--timeout` also ends what comes after the wait.
 */
export async function waitUntilDone(
  clusters: readonly Cluster[],
  { wait, timeoutMs, goal, watch }: Waiting,
  options: ObserveOptions,
): Promise<readonly JudgedCluster[]> {
  const { clock } = options;
  const over = new AbortController();
  const done = new AbortController();
  const forMs = Math.min(wait.forMs, timeoutMs ?? wait.forMs);
  clock.alarm(wait.forMs, done.signal).then(
    () => over.abort(waitOver()),
    () => {},
  );
  // After the alarm, which sets a replay's clock.
  const deadline = clock.now() + forMs;
  const signal = AbortSignal.any([options.signal, over.signal]);
  const { intervalMs, stable } = wait;
  try {
    const { onReading, onPause } = watch;
    const looks = { deadline, intervalMs, stable, onReading, onPause };
    return await waitForFleet(clusters, { ...options, signal, goal, ...looks });
  } finally {
    done.abort();
  }
}

function waitOver(): ProviderError {
  return new ProviderError({
    kind: "timeout",
    message: "the time of --wait was over before this cluster was read",
    hint: "Wait longer, or raise --concurrency.",
  });
}
