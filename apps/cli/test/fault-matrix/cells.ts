import type { AccountScenario } from "@upgradectl/simulator";
import { type Cloud, clouds, type Owned, type Place, roleAccount, type Source, sources } from "./clouds.ts";
import type { MatrixFault } from "./faults.ts";

export interface Cell {
  readonly fault: MatrixFault;
  readonly place: Place;
  readonly source: Source;
}

/** The places and providers of these faults. */
export function cellsOf(faults: readonly MatrixFault[]): readonly Cell[] {
  return faults.flatMap((fault) =>
    fault.places.flatMap((place) =>
      sources
        .filter((source) => fault.sources?.includes(source) ?? true)
        .map((source) => ({ fault, place, source })),
    ),
  );
}

/** Who meets the fault of a cell, and what it owns. */
export interface Plan {
  readonly name: string;
  readonly cell: Cell;
  readonly cloud: Cloud;
  readonly owned: Owned;
  /** Its cluster belongs to the account that roles open. */
  readonly ownsRole: boolean;
  readonly hasSibling: boolean;
}

export function planCell(cell: Cell, index: number): Plan {
  const { fault, place, source } = cell;
  const cloud = clouds[source];
  const name = `${source}-${place}-${index}`;
  const hasSibling = place !== "sign-in";
  const { status, retryAfter } = fault;
  const action = place === "everything" || place === "sign-in" ? undefined : cloud.actions[place];
  const hit =
    status === undefined || action === undefined
      ? undefined
      : { status, action, ...(retryAfter === undefined ? {} : { retryAfter }) };
  const owned: Owned = {
    name,
    number: index + 1,
    clusters: [
      { id: name, fate: "failed", ...(hit === undefined || place === "list" ? {} : { hit }) },
      ...(hasSibling ? [{ id: `${name}-sibling`, fate: "healthy" as const }] : []),
    ],
    ...(hit === undefined || place !== "list" ? {} : { hit }),
    // So that each cluster is read by itself.
    ...(place === "cluster" ? { responses: cloud.emptyList } : {}),
  };
  return { name, cell, cloud, owned, ownsRole: place === "sign-in" && source === "alibaba-ack", hasSibling };
}

/** A healthy account, which no fault may touch. */
export type Witness = Pick<Plan, "cloud" | "owned">;

export function planWitness(source: Source, number: number): Witness {
  const name = `${source}-witness`;
  const owned: Owned = {
    name,
    number,
    clusters: [
      { id: `${name}-healthy`, fate: "healthy" },
      { id: `${name}-moving`, fate: "moving" },
    ],
  };
  return { cloud: clouds[source], owned };
}

export function accountsOf(plans: readonly Plan[], healthy: readonly Witness[]): readonly AccountScenario[] {
  const signedIn = plans.filter(({ ownsRole }) => ownsRole).flatMap(({ owned }) => owned.clusters);
  const role: Owned = { name: roleAccount, number: 9999, clusters: signedIn };
  return [
    ...plans.filter(({ ownsRole }) => !ownsRole).map(({ cloud, owned }) => cloud.account(owned)),
    ...healthy.map(({ cloud, owned }) => cloud.account(owned)),
    ...(signedIn.length > 0 ? [clouds["alibaba-ack"].account(role)] : []),
  ];
}
