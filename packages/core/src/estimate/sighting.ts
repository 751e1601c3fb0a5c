import type { Operation } from "@upgradectl/provider-sdk";

/** How many nodes of an operation were done at one look; while waiting there are several. */
export interface Sighting {
  readonly operationId: string | null;
  readonly completed: number;
  /** Epoch milliseconds, by our own clock. */
  readonly at: number;
}

/** The sightings with one more look at the operation; those of another operation are forgotten. */
export function addSighting(
  seen: readonly Sighting[],
  operation: Operation | null,
  at: number,
): readonly Sighting[] {
  if (operation?.nodes === undefined) return [];
  const sighting = { operationId: operation.id, completed: new Set(operation.nodes.completed).size, at };
  const last = seen.at(-1);
  const isSame =
    last !== undefined &&
    last.operationId === sighting.operationId &&
    last.completed <= sighting.completed &&
    last.at <= at;
  return isSame ? [...seen, sighting] : [sighting];
}
