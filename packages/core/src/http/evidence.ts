import { AsyncLocalStorage } from "node:async_hooks";
import type { ErrorKind, Principal } from "@upgradectl/provider-sdk";

/** One try of a request, as the vendor's support can look it up, or one run of a program. */
export interface Evidence {
  readonly action: string;
  readonly requestId: string | null;
  /** Null where no answer came. */
  readonly httpStatus: number | null;
  /** Of a program, null where it did not end by itself; absent for requests. */
  readonly exitCode?: number | null;
  /** RFC 3339, UTC: when the answer, or the failure, was there. */
  readonly at: string;
  /** Who asked, with the id masked; absent for requests that were not signed in. */
  readonly identity?: Principal;
}

/** One try of a request as it ends, whether it is kept as evidence or not. */
export interface RequestTrace extends Evidence {
  /** The provider's local name. */
  readonly instance: string;
  /** The cluster's name; null where the request is about the whole account. */
  readonly cluster: string | null;
  /** From sending to the end of the answer; waiting for a turn is not in it. */
  readonly durationMs: number;
  /** What went wrong where no answer came, or a bad one. */
  readonly error: ErrorKind | null;
}

/** More would only make reports heavy; the newest tell why a read ended as it did. */
const kept = 100;

interface Collection {
  readonly into: Evidence[];
  readonly cluster: string | null;
}

const collector = new AsyncLocalStorage<Collection>();

/**
 * Appends every request that is made inside `run` to `into`, which keeps the newest hundred.
 * @param cluster the name of the cluster that is read; null where it is the account
 */
export function collectEvidence<T>(
  into: Evidence[],
  run: () => Promise<T>,
  cluster: string | null = null,
): Promise<T> {
  return collector.run({ into, cluster }, run);
}

/** Where the caller's requests are collected, if anywhere. */
export function currentEvidence(): Evidence[] | undefined {
  return collector.getStore()?.into;
}

/** Whose requests the caller makes: a cluster's name, or null. */
export function currentCluster(): string | null {
  return collector.getStore()?.cluster ?? null;
}

export function appendEvidence(into: Evidence[], entry: Evidence): void {
  if (into.length >= kept) into.shift();
  into.push(entry);
}
