import type { SearchImage } from "../../../scenario/world.ts";
import type { OperationAt, StepAt } from "../../../timeline/operation-at.ts";
import type { PlayedSearchOperation } from "../../../timeline/search-cluster-at.ts";
import { zonelessTime } from "../times.ts";

// CSS knows no pause and no end by a person (Huawei API reference, 2025-01).
const statuses: Readonly<Record<OperationAt["phase"], string>> = {
  pending: "RUNNING",
  running: "RUNNING",
  paused: "RUNNING",
  succeeded: "SUCCESS",
  failed: "FAILED",
  cancelled: "FAILED",
};

const stepStatuses: Readonly<Record<StepAt["phase"], string>> = {
  waiting: "WAITING",
  running: "RUNNING",
  paused: "RUNNING",
  succeeded: "SUCCESS",
  failed: "FAILED",
  cancelled: "FAILED",
};

/** A row of UpgradeDetail. Lists of nodes are texts, and so are the retries and the JSON of a zone switch. */
export function upgradeRow({ operation, at, completed, current, steps }: PlayedSearchOperation): object {
  const status = at.phase === "failed" && operation.partial ? "PARTIAL_FAILED" : statuses[at.phase];
  return {
    id: operation.id,
    startTime: zonelessTime(at.startedAt),
    endTime: at.finishedAt === null ? "" : zonelessTime(at.finishedAt),
    status,
    agencyName: operation.agency,
    ...(operation.kind !== "zone-switch" && { imageInfo: imageBody(operation.image) }),
    totalNodes: operation.batches.flat().toSorted().join(","),
    completedNodes: completed.join(","),
    currentNodeName: current[0] ?? "",
    executeTimes: `${operation.retries}`,
    ...(operation.kind === "zone-switch" && {
      migrateParam: JSON.stringify({
        instType: "ess",
        migrateType: "az_migrate",
        sourceAz: operation.from,
        targetAz: operation.to,
      }),
      finalAzInfoMap: JSON.stringify(
        Object.fromEntries(
          Object.entries(operation.finalZones).map(([zone, nodes]) => [zone, nodes.join(",")]),
        ),
      ),
    }),
    ...(steps.length > 0 && {
      currentNodeDetail: steps.map((step, index) => stepBody(step, orderOf(index, steps.length))),
    }),
    ...(operation.batchSize > 1 && {
      batchSize: operation.batchSize,
      currentBatchNodes: current.join(","),
    }),
    // Not in the documents; the vendor's OpenStack client reads it (2026-07).
    ...(at.phase === "failed" && { failMessage: operation.message ?? `${at.current?.name} failed` }),
  };
}

/** The numbers have gaps, as in the vendor's sample: 0 for the first step, 12 for the last. */
function orderOf(index: number, count: number): number {
  return count > 1 && count <= 13 ? Math.floor((12 * index) / (count - 1)) : index;
}

function stepBody(step: StepAt, order: number): object {
  return {
    order,
    name: step.name,
    status: stepStatuses[step.phase],
    desc: descriptions[step.name] ?? `${step.name} of this node.`,
    beginTime: step.startedAt === null ? "" : zonelessTime(step.startedAt),
    endTime: step.finishedAt === null ? "" : zonelessTime(step.finishedAt),
  };
}

const descriptions: Readonly<Record<string, string>> = {
  "Data migration": "The node's shards move to the other nodes of the cluster.",
  "Node shutdown": "The node leaves the cluster.",
  "Node replacement": "A node with the new image, or in the new zone, takes its place.",
  "Node startup": "The new node joins the cluster.",
  "Task status update": "The task goes on to the next node, or ends.",
};

/** `GetTargetImageIdDetail`. */
export function imageBody(image: SearchImage): object {
  return {
    id: image.id,
    displayName: image.name,
    imageDesc: image.description,
    datastoreType: image.engine,
    datastoreVersion: image.version,
    priority: image.priority,
  };
}
