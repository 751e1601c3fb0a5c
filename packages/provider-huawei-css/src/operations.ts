import type { Operation, Phase, Step } from "@upgradectl/provider-sdk";
import type { Mode } from "./config.ts";
import { detailsOf } from "./details.ts";
import type { Cluster, Upgrade, UpgradeStep } from "./responses.ts";

/** `status` of a task (API reference, 2025-01-23). */
const taskPhases: ReadonlyMap<string, Phase> = new Map(
  Object.entries({
    running: "running",
    success: "succeeded",
    failed: "failed",
    partial_failed: "failed",
  } satisfies Record<string, Phase>),
);
/** `status` of a task's step, which may also wait for its turn. */
const stepPhases: ReadonlyMap<string, Phase> = new Map([...taskPhases, ["waiting", "pending"]]);

/** What was read, by the mode that it was asked for with; a mode that was not asked for is absent. */
export type Upgrades = { readonly [mode in Mode]?: readonly Upgrade[] };

/**
 * The upgrades and zone switchovers of a cluster. A server that ignores `action_mode` answers the same to both questions;
 * a task of both answers is what its fields say.
 */
export function listOperations(cluster: Cluster, upgrades: Upgrades): readonly Operation[] {
  const { UPGRADING: upgradings = [], AZ_MIGRATION: migrations = [] } = upgrades;
  const first = new Set(upgradings.map(keyOf));
  const both = new Set(migrations.map(keyOf).filter((key) => first.has(key)));
  return [
    ...upgradings.map((upgrade) =>
      operationOf(upgrade, both.has(keyOf(upgrade)) ? modeOf(upgrade) : "UPGRADING", cluster),
    ),
    ...migrations
      .filter((upgrade) => !both.has(keyOf(upgrade)))
      .map((upgrade) => operationOf(upgrade, "AZ_MIGRATION", cluster)),
  ];
}

/** A task goes on between the two answers, but what began at another time, or stands otherwise, may be another. */
function keyOf(upgrade: Upgrade): string {
  const { id, startTime, status } = upgrade;
  return JSON.stringify(id === null ? upgrade : [id, startTime?.at, status]);
}

function modeOf({ imageInfo, migrateParam, finalAzInfoMap }: Upgrade): Mode {
  const namesZones = [migrateParam, finalAzInfoMap].some((field) => field !== null && field !== "");
  const namesImage = imageInfo?.displayName != null || imageInfo?.datastoreVersion != null;
  return namesZones && !namesImage ? "AZ_MIGRATION" : "UPGRADING";
}

function operationOf(upgrade: Upgrade, mode: Mode, cluster: Cluster): Operation {
  const { startTime, endTime, totalNodes: total, completedNodes: completed } = upgrade;
  const current = upgrade.currentBatchNodes.length > 0 ? upgrade.currentBatchNodes : upgrade.currentNodeName;
  const steps = upgrade.currentNodeDetail;
  const times = [startTime, endTime, ...steps.flatMap((step) => [step.beginTime, step.endTime])];
  const details = detailsOf(upgrade);
  return {
    id: upgrade.id,
    ...goalOf(upgrade, mode, cluster),
    phase: phaseOf(upgrade.status, taskPhases),
    rawPhase: upgrade.status,
    progress: shareOf(total, completed),
    message: upgrade.failMessage,
    startedAt: startTime?.at ?? null,
    updatedAt: null,
    finishedAt: endTime?.at ?? null,
    steps: orderSteps(steps),
    ...(total.length + completed.length + current.length === 0
      ? {}
      : { nodes: { total, completed, current } }),
    ...(times.some((time) => time?.zoneAssumed) ? { zoneAssumed: true } : {}),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** The share of the nodes that are done; null where none are named. A name counts once, and only if it is among them. */
function shareOf(total: readonly string[], completed: readonly string[]): number | null {
  const nodes = [...new Set(total)];
  const done = new Set(completed);
  return nodes.length === 0 ? null : nodes.filter((name) => done.has(name)).length / nodes.length;
}

/** An upgrade to another engine version, to another image of the same version, or to other zones. */
function goalOf(
  { imageInfo }: Upgrade,
  mode: Mode,
  cluster: Cluster,
): Pick<Operation, "kind" | "fromVersion" | "toVersion"> {
  if (mode === "AZ_MIGRATION") return { kind: "zone-switch", fromVersion: null, toVersion: null };
  const version = imageInfo?.datastoreVersion ?? null;
  const isSameVersion = version === null || version === cluster.datastore.version;
  return isSameVersion
    ? { kind: "image", fromVersion: null, toVersion: imageInfo?.displayName ?? null }
    : { kind: "version", fromVersion: null, toVersion: version };
}

/** The steps of the node in work, by their number; the published numbers have gaps. */
function orderSteps(steps: readonly UpgradeStep[]): readonly Step[] {
  const last = Number.MAX_SAFE_INTEGER;
  return steps
    .toSorted((a, b) => (a.order ?? last) - (b.order ?? last))
    .map((step, index) => ({
      name: step.name ?? `step ${step.order ?? index}`,
      phase: step.status === null && step.beginTime === null ? "pending" : phaseOf(step.status, stepPhases),
      rawPhase: step.status,
      startedAt: step.beginTime?.at ?? null,
      finishedAt: step.endTime?.at ?? null,
      message: step.desc,
      ...(step.order === null ? {} : { order: step.order }),
    }));
}

function phaseOf(status: string | null, phases: ReadonlyMap<string, Phase>): Phase {
  return phases.get(status?.toLowerCase() ?? "") ?? "unknown";
}
