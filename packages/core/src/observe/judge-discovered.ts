import { isUnderWay, type Observation } from "@upgradectl/provider-sdk";
import type { ProviderInstance } from "../fleet.ts";
import { currentOperation } from "../judge/current-operation.ts";
import { type Judgement, judge } from "../judge/judge.ts";
import { acceptsCluster } from "../manifest/read-provider.ts";
import { splitVersion } from "../version/order.ts";
import { parseTarget } from "../version/target.ts";

/** What was found of a cluster, and what a manifest makes of it. */
export interface Outlook {
  /** What runs, as far as that is known. */
  readonly version: string | null;
  /** True where only leading components of the version are known. */
  readonly isPartial: boolean;
  /** The API's own word for the cluster's state; null where the cluster was not read. */
  readonly state: string | null;
  /**
   * The `targetVersion` to write: where an upgrade under way leads, else the version that runs. Null where none is known,
   * or no manifest can hold it or the id.
   */
  readonly targetVersion: string | null;
  /** How the cluster stands towards that target now; null where there is none, or the cluster was not read. */
  readonly judgement: Judgement | null;
}

interface Found {
  readonly id: string;
  /** What the list tells. */
  readonly listedVersion: string | null;
  readonly observation: Observation | null;
}

/** @param now epoch milliseconds */
export function judgeDiscovered(instance: ProviderInstance, found: Found, now: number): Outlook {
  const { observation, listedVersion } = found;
  const observed = observation?.version ?? null;
  const version = observed ?? listedVersion;
  const isPartial =
    observed === null ? !isWhole(listedVersion, instance) : observation?.versionIsPartial === true;
  const targetVersion = findTarget(instance, found, version);
  const judgement =
    observation === null || targetVersion === null
      ? null
      : judge(expectationOf(instance, targetVersion), observation, now);
  return { version, isPartial, state: observation?.state.raw ?? null, targetVersion, judgement };
}

/** A cluster that is declared at the version it is about to leave would be `diverging` now, and `ahead` for good. */
function findTarget(
  instance: ProviderInstance,
  { id, observation }: Found,
  version: string | null,
): string | null {
  const candidates = [observation === null ? null : goalOf(observation), version];
  return candidates.find((text) => text !== null && fitsManifest(instance, id, text)) ?? null;
}

/** Where an upgrade or a rollback leads; other operations lead to what `targetVersion` does not speak of. */
function goalOf(observation: Observation): string | null {
  const operation = currentOperation(observation);
  if (operation === null || !isUnderWay(operation)) return null;
  return operation.kind === "version" || operation.kind === "rollback" ? operation.toVersion : null;
}

/** An id or a version is taken as it is or not at all, so one that could steer a terminal is not. */
function fitsManifest(instance: ProviderInstance, id: string, version: string): boolean {
  if (id === "") return false;
  return !/[\p{C}\p{Zl}\p{Zp}\ufffd]/u.test(id + version) && acceptsCluster(instance, id, version);
}

function expectationOf({ plugin }: ProviderInstance, targetVersion: string): Parameters<typeof judge>[0] {
  const { splitVersion } = plugin.definition;
  return {
    target: parseTarget(targetVersion, splitVersion),
    expect: {},
    properties: {},
    ...(splitVersion === undefined ? {} : { splitVersion }),
  };
}

/** Lists may tell only the minor line (`v1.29`): fewer than three components are taken for a part. */
function isWhole(version: string | null, { plugin }: ProviderInstance): boolean {
  if (version === null) return false;
  const split = plugin.definition.splitVersion ?? splitVersion;
  try {
    return split(version).length >= 3;
  } catch {
    return false;
  }
}
