import type { ClusterAt, PlayedOperation } from "../../../timeline/cluster-at.ts";
import { chinaTime } from "../times.ts";
import { releaseAndPatch } from "./versions.ts";

/** The upgrade task of an operation: its main step, or all of it where there is no workflow around it. */
export interface TaskAt {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly phase: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const phases = {
  pending: "Init",
  waiting: "Init",
  running: "Running",
  paused: "Pause",
  succeeded: "Success",
  failed: "Failed",
  cancelled: "Failed",
} as const;

/** The tasks that exist by now, in the order in which they began. A process that failed before its upgrade has none. */
export function tasksOf(state: ClusterAt): readonly TaskAt[] {
  const tasks = state.operations.map(taskOf).filter((task) => task !== null);
  return tasks.toSorted((a, b) => a.createdAt - b.createdAt);
}

function taskOf({ operation, at }: PlayedOperation): TaskAt | null {
  const id = operation.stepIds[operation.mainStep] ?? "";
  const versions = { id, from: operation.from, to: operation.to };
  if (operation.id === null)
    return {
      ...versions,
      phase: phases[at.phase],
      progress: at.progress,
      createdAt: at.startedAt,
      updatedAt: at.updatedAt,
    };
  const step = at.steps[operation.mainStep];
  if (step === undefined || step.startedAt === null) return null;
  return {
    ...versions,
    phase: phases[step.phase],
    progress: step.progress,
    createdAt: step.startedAt,
    updatedAt: step.finishedAt ?? at.updatedAt,
  };
}

/** An `UpgradeTask`. `completionTime` is filled in long before the completion, as in the vendor's sample (2024-11). */
export function taskBody(task: TaskAt): object {
  return {
    kind: "UpgradeTask",
    apiVersion: "v3",
    metadata: {
      uid: task.id,
      creationTimestamp: chinaTime(task.createdAt),
      updateTimestamp: chinaTime(task.updatedAt),
    },
    spec: { version: task.from, targetVersion: task.to },
    status: statusBody(task),
  };
}

function statusBody(task: TaskAt): object {
  return {
    phase: task.phase,
    progress: (task.progress * 100).toFixed(2),
    completionTime: chinaTime(task.updatedAt),
  };
}

/**
 * `upgradeinfo`: the exact version, the task that still matters as `status` and the last one that succeeded as
 * `lastUpgradeInfo` (vendor SDK 3.1.211; no public sample). What is empty is left out, as Go servers do.
 */
export function upgradeInfoBody(state: ClusterAt): object {
  const tasks = tasksOf(state);
  const newest = tasks.at(-1);
  const last = tasks.findLast((task) => task.phase === "Success");
  const { release, patch } = releaseAndPatch(state.version);
  const targets = state.cluster.upgradableTo;
  return {
    kind: "UpgradeInfo",
    apiVersion: "v3",
    metadata: { uid: state.cluster.id, name: state.cluster.name },
    spec: {
      ...(last !== undefined && { lastUpgradeInfo: statusBody(last) }),
      versionInfo: { release, patch, suggestPatch: "", targetVersions: targets },
      upgradeFeatureGates: { supportUpgradePageV4: true },
    },
    ...(newest !== undefined && newest !== last && { status: statusBody(newest) }),
  };
}
