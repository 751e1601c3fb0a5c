import { isProviderError, ProviderError } from "./errors.ts";

interface SharedRead<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  done: boolean;
}

/**
 * Makes a read that all who wait for it share. A success is kept; a failure goes to those who wait now, and the next
 * caller tries again. The read itself is cancelled only when nobody waits for it any more.
 */
export function shareRead<T>(read: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let current: SharedRead<T> | undefined;
  return async (signal) => {
    if (signal.aborted) throw cancelled(signal);
    current ??= startRead(read);
    const shared = current;
    shared.waiting += 1;
    try {
      return await untilAborted(shared.result, signal);
    } finally {
      shared.waiting -= 1;
      if (!shared.done && (shared.waiting === 0 || !signal.aborted)) {
        if (current === shared) current = undefined;
        shared.controller.abort();
      }
    }
  };
}

/**
 * Runs reads side by side and returns their results in order. The first failure cancels the others, and is thrown
 * when all of them have ended, so that nothing runs on unseen.
 */
export async function readTogether<A, B>(
  signal: AbortSignal,
  readA: (signal: AbortSignal) => Promise<A>,
  readB: (signal: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
  const controller = new AbortController();
  const joined = AbortSignal.any([signal, controller.signal]);
  const failures: unknown[] = [];
  const fail = (error: unknown): never => {
    failures.push(error);
    controller.abort(error);
    throw error;
  };
  const [a, b] = await Promise.allSettled([readA(joined).catch(fail), readB(joined).catch(fail)]);
  if (a.status === "fulfilled" && b.status === "fulfilled") return [a.value, b.value];
  throw failures[0];
}

function startRead<T>(read: (signal: AbortSignal) => Promise<T>): SharedRead<T> {
  const controller = new AbortController();
  const result = read(controller.signal).then((value) => {
    shared.done = true;
    return value;
  });
  const shared: SharedRead<T> = { result, controller, waiting: 0, done: false };
  return shared;
}

function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled(signal));
    signal.addEventListener("abort", abort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function cancelled(signal: AbortSignal): ProviderError {
  if (isProviderError(signal.reason)) return signal.reason;
  return new ProviderError({ kind: "cancelled", message: "the run was stopped" });
}
