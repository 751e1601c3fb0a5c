import { type Cluster, type ClusterReading, type ConnectedInstance, observeFleet } from "@upgradectl/core";
import { ProviderError } from "@upgradectl/provider-sdk";
import type { CheckSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { exitCodeOfSignal } from "./world.ts";

export interface ObservedRun {
  readonly readings: readonly ClusterReading[];
  /** The exit code of the signal that ended the run, if one did. */
  readonly interrupted: 130 | 143 | undefined;
}

/**
 * Reads the clusters until all are read, `--timeout` is over, a signal comes, or nothing can come any more; what is not
 * read by then is an error.
 */
export async function observeRun(
  clusters: readonly Cluster[],
  connected: ReadonlyMap<string, ConnectedInstance>,
  { timeoutMs }: Pick<CheckSettings, "timeoutMs">,
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
          message: `${signal} ended the run before this cluster was read`,
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
    const readings = await observeFleet(clusters, { connected, clock, redactor, signal: ending.signal });
    return { readings, interrupted };
  } finally {
    done.abort();
    for (const stop of unlisten) stop();
  }
}

function timeoutError(): ProviderError {
  return new ProviderError({
    kind: "timeout",
    message: "--timeout ended the run before this cluster was read",
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
