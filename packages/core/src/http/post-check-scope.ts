import { AsyncLocalStorage } from "node:async_hooks";

const scope = new AsyncLocalStorage<{ isOpen: boolean }>();

/**
 * Runs what the user asked for by name: only inside, and only until it ends or `signal` aborts, requests of purpose
 * `post-check` pass the transport.
 */
export async function allowPostCheck<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const permission = { isOpen: true };
  const close = (): void => {
    permission.isOpen = false;
  };
  if (signal.aborted) close();
  signal.addEventListener("abort", close, { once: true });
  try {
    return await scope.run(permission, run);
  } finally {
    close();
    signal.removeEventListener("abort", close);
  }
}

export function isPostCheckAllowed(): boolean {
  return scope.getStore()?.isOpen === true;
}
