import { type ErrorFacts, type ErrorKind, factsOf, isProviderError } from "@upgradectl/provider-sdk";
import type { AckClient } from "./client.ts";
import type { NodePool } from "./responses.ts";

export interface NodePools {
  /** Null where they could not be read. */
  readonly pools: readonly NodePool[] | null;
  /** Why not. */
  readonly unread?: ErrorFacts;
}

/** These say nothing of the pools: nothing can be read any more, or a plugin has a bug. */
const notOfThePools: ReadonlySet<ErrorKind> = new Set(["unauthenticated", "cancelled", "plugin"]);

/**
 * The node pools, or why they could not be read: a broken or an upgrading cluster is known without them.
 *
 * @param confirm throws where the cluster turns out to be gone
 */
export async function readNodePools(
  client: AckClient,
  clusterId: string,
  confirm: (error: unknown) => Promise<void>,
  signal: AbortSignal,
): Promise<NodePools> {
  try {
    return { pools: await client.readNodePools(clusterId, signal) };
  } catch (error) {
    if (signal.aborted || !isProviderError(error) || notOfThePools.has(error.kind)) throw error;
    await confirm(error);
    return { pools: null, unread: factsOf(error) };
  }
}
