import { AsyncLocalStorage } from "node:async_hooks";

const scope = new AsyncLocalStorage<true>();

/** Runs what the user asked for by name: only inside, requests of purpose `post-check` pass the transport. */
export function allowPostCheck<T>(run: () => Promise<T>): Promise<T> {
  return scope.run(true, run);
}

export function isPostCheckAllowed(): boolean {
  return scope.getStore() === true;
}
