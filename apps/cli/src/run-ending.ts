import type { SignalExitCode } from "@upgradectl/core";
import { ProviderError } from "@upgradectl/provider-sdk";
import { exitCodeOfSignal, type World } from "./world.ts";

/** What may end a run before its time. */
export interface RunEnding {
  /** Aborts with a `ProviderError` when `--timeout` is over, a signal comes, or nothing can come any more. */
  readonly signal: AbortSignal;
  /** The exit code of the signal that ended the run, if one did. */
  readonly interrupted: () => SignalExitCode | undefined;
  /** To be called at the end of the run. */
  readonly close: () => void;
}

/** @param onStop told as soon as a signal came */
export function openRunEnding(
  world: World,
  timeoutMs: number | undefined,
  onStop: () => void = () => {},
): RunEnding {
  const ending = new AbortController();
  const done = new AbortController();
  let interrupted: SignalExitCode | undefined;
  const unlisten = [
    world.onStop((signal) => {
      interrupted = exitCodeOfSignal(signal);
      onStop();
      const message = `${signal} ended the run before this cluster was done`;
      ending.abort(new ProviderError({ kind: "cancelled", message }));
    }),
    world.onIdle(() => ending.abort(neverError())),
  ];
  if (timeoutMs !== undefined) {
    world.clock.alarm(timeoutMs, done.signal).then(
      () => ending.abort(timeoutError()),
      () => {},
    );
  }
  const close = () => {
    done.abort();
    for (const stop of unlisten) stop();
  };
  return { signal: ending.signal, interrupted: () => interrupted, close };
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
