type Fields = Readonly<Record<string, unknown>>;

/** The sample of the upgrade task's page (2024-11-06): `completionTime` is filled in phase Init. */
export const taskSample = {
  kind: "UpgradeTask",
  apiVersion: "v3",
  metadata: {
    uid: "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    creationTimestamp: "2022-12-16 13:40:20.75671 +0800 CST",
    updateTimestamp: "2022-12-16 13:40:20.756712 +0800 CST",
  },
  spec: { version: "v1.19.16-r4", targetVersion: "v1.23.5-r0" },
  status: { phase: "Init", progress: "0.00", completionTime: "2022-12-16 13:40:20.756712 +0800 CST" },
} as const;

/** The sample of the upgrade workflow's page (2024-11): phase Pending, because the Cluster task failed. */
export const workflowSample = {
  kind: "WorkFlowTask",
  apiVersion: "v3",
  metadata: {
    uid: "c271e39e-1a6e-4d3d-8fa8-2a36329c68d1",
    creationTimestamp: "2023-11-25 06:32:34.923248 +0000 UTC",
    updateTimestamp: "2023-11-25 07:49:30.281911 +0000 UTC",
  },
  spec: {
    clusterID: "b4b9e60f-8aa2-11ee-af09-0255ac10004f",
    clusterVersion: "v1.17.17-r0",
    targetVersion: "v1.19.16-r80",
  },
  status: {
    phase: "Pending",
    pointStatuses: [
      {
        taskType: "PreCheck",
        taskID: "f61e008c-1600-41c0-9bde-121de5a30660",
        status: "Success",
        startTimeStamp: "2023-11-25 07:20:04.592972 +0000 UTC",
        endTimeStamp: "2023-11-25 07:21:05.518966 +0000 UTC",
        expireTimeStamp: "2023-11-25 08:21:05.518966 +0000 UTC",
      },
      { taskType: "Snapshot" },
      {
        taskType: "Cluster",
        taskID: "6d799ff6-3afe-4242-80b4-6f0a0fa746cb",
        status: "Failed",
        startTimeStamp: "2023-11-25 07:49:30.283459 +0000 UTC",
        endTimeStamp: "2023-11-25 07:58:35.507243 +0000 UTC",
      },
      { taskType: "PostCheck" },
    ],
    lineStatuses: [
      { startPoint: { taskType: "PreCheck" }, endPoint: { taskType: "Cluster" } },
      { startPoint: { taskType: "Cluster" }, endPoint: { taskType: "PostCheck" } },
    ],
  },
} as const;

/** The sample with another status. */
export function sampleWith(status: Fields) {
  return { ...workflowSample, status: { ...workflowSample.status, ...status } };
}

/** The sample with one of its points changed. */
export function sampleWithPoint(taskType: string, change: Fields, phase = "Running") {
  return sampleWith({
    phase,
    pointStatuses: workflowSample.status.pointStatuses.map((point) =>
      point.taskType === taskType ? { ...point, ...change } : point,
    ),
  });
}

/** The steps of the workflow's sample, as the report has them. */
export const workflowSteps = [
  {
    name: "PreCheck",
    phase: "succeeded",
    rawPhase: "Success",
    startedAt: "2023-11-25T07:20:04.592Z",
    finishedAt: "2023-11-25T07:21:05.518Z",
    message: null,
  },
  { name: "Snapshot", phase: "pending", rawPhase: null, startedAt: null, finishedAt: null, message: null },
  {
    name: "Cluster",
    phase: "failed",
    rawPhase: "Failed",
    startedAt: "2023-11-25T07:49:30.283Z",
    finishedAt: "2023-11-25T07:58:35.507Z",
    message: null,
  },
  { name: "PostCheck", phase: "pending", rawPhase: null, startedAt: null, finishedAt: null, message: null },
] as const;

/** An upgrade task to the version that the manifests of these tests want. */
export function task(uid: string, phase: unknown, created: string, more: Fields = {}) {
  return {
    kind: "UpgradeTask",
    apiVersion: "v3",
    metadata: { uid, creationTimestamp: created, updateTimestamp: created },
    spec: { version: "v1.28.15-r2", targetVersion: "v1.29.8-r4" },
    status: { phase, progress: "42.00", completionTime: created, ...more },
  };
}

/** An upgrade workflow, likewise. */
export function workflow(uid: string, phase: unknown, created: string, points: readonly Fields[] = []) {
  return {
    kind: "WorkFlowTask",
    apiVersion: "v3",
    metadata: { uid, creationTimestamp: created, updateTimestamp: created },
    spec: { clusterVersion: "v1.28.15-r2", targetVersion: "v1.29.8-r4" },
    status: { phase, pointStatuses: points },
  };
}

export function listOf(items: unknown) {
  return { body: { kind: "List", apiVersion: "v3", items } };
}

/** `upgradeinfo` of a cluster at v1.29.8-r4. */
export function info(status?: unknown, spec: Fields = {}) {
  const versionInfo = { release: "v1.29.8", patch: "r4", suggestPatch: "", targetVersions: [] };
  return {
    body: {
      kind: "UpgradeInfo",
      apiVersion: "v3",
      spec: { versionInfo, ...spec },
      ...(status === undefined ? {} : { status }),
    },
  };
}

export function upgradeProgress(phase: unknown, completionTime?: string) {
  return { phase, progress: "42.00", ...(completionTime === undefined ? {} : { completionTime }) };
}

/** Two times of an operation. */
export const early = "2026-03-01 08:00:00.123456 +0000 UTC";
export const late = "2026-06-01 08:00:00.123456 +0000 UTC";

/** How the gateway refuses a path that it does not know. */
export const gateway404 = {
  status: 404,
  body: {
    error_msg: "The API does not exist or has not been published in the environment",
    error_code: "APIGW.0101",
    request_id: "r-1",
  },
};
/** How the service says that a resource is missing. */
export const missing = {
  status: 404,
  body: {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    code: 404,
    errorCode: "CCE.01404001",
    errorMessage: "Resource not found.",
    message: "cluster not found",
    reason: "NotFound",
  },
};
export const denied = { status: 403, body: { errorCode: "CCE.01403001", errorMessage: "Forbidden." } };
/** What no API of the service answers: pages, halves, other shapes. */
export const oddBodies: readonly string[] = [
  "<html><body>login</body></html>",
  "",
  '{"kind":"List","ite',
  "{}",
  "[]",
  "null",
  '"ok"',
  "42",
  '{"data":[]}',
];
