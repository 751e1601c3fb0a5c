import * as z from "zod/mini";
import {
  anything,
  instant,
  looseRows,
  object,
  percent,
  resource,
  resourceList,
  rows,
  section,
  text,
} from "../shapes.ts";

/** A cluster, of a list or by itself. `version` is only the minor line since 1.21, `legacyVersion` the whole version. */
export const cluster = resource({
  metadata: section({ uid: text, name: text, alias: text }),
  spec: section({ version: text, legacyVersion: text }),
  status: section({ phase: text }),
});
export type Cluster = z.infer<typeof cluster>;

const listedCluster = cluster.check(
  z.refine((row) => row.metadata.uid !== null, {
    error: "a cluster has no id",
    path: ["metadata", "uid"],
  }),
);
/** The service names this list's kind `Cluster`, not `List`. */
export const clusterList = resourceList(listedCluster);

const progress = { phase: text, progress: percent, completionTime: instant };
export type UpgradeProgress = z.infer<typeof upgradeInfo>["status"];

/** The present upgrade (`status`), the one before it (`lastUpgradeInfo`) and the exact version. */
export const upgradeInfo = resource({
  spec: section({
    lastUpgradeInfo: section(progress),
    versionInfo: section({ release: text, patch: text }),
  }),
  status: section(progress),
});
export type UpgradeInfo = z.infer<typeof upgradeInfo>;

const point = object({
  taskType: text,
  taskID: text,
  status: text,
  startTimeStamp: instant,
  endTimeStamp: instant,
  expireTimeStamp: instant,
});
export type Point = z.infer<typeof point>;

const pointName = section({ taskType: text });
const line = object({ startPoint: pointName, endPoint: pointName });
export type Line = z.infer<typeof line>;

export const metadata = section({ uid: text, creationTimestamp: instant, updateTimestamp: instant });

/** An upgrade with its parts (points) and the order in which they run (lines). */
export const workflow = resource({
  metadata,
  spec: section({ clusterVersion: text, targetVersion: text }),
  status: section({ phase: text, pointStatuses: rows(point), lineStatuses: looseRows(line) }),
});
export type Workflow = z.infer<typeof workflow>;
export const workflowList = resourceList(workflow);

/** The upgrade proper, as one part of a workflow or by itself. `items` has no documented shape. */
export const upgradeTask = resource({
  metadata,
  spec: section({ version: text, targetVersion: text, items: anything }),
  status: section(progress),
});
export type UpgradeTask = z.infer<typeof upgradeTask>;
export const upgradeTaskList = resourceList(upgradeTask);
