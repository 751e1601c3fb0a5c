/** A JSON body under construction: tests change one thing in it. */
// biome-ignore lint/suspicious/noExplicitAny: bodies are bent into every shape, wrong ones too
export type Body = any;

export const ids = {
  cluster: "8978deaa-1743-11ee-8e46-0255ac10004c",
  workflow: "1b7e0a52-5f4d-4e0c-9a49-7d1d4f3a6c11",
  precheck: "2c8f1b63-6a5e-4f1d-8b5a-8e2e5a4b7d22",
  task: "3d9a2c74-7b6f-4a2e-9c6b-9f3f6b5c8e33",
} as const;

export function clusterBody(): Body {
  return {
    kind: "Cluster",
    apiVersion: "v3",
    metadata: { name: "payments", uid: ids.cluster },
    spec: {
      category: "CCE",
      type: "VirtualMachine",
      version: "v1.29",
      platformVersion: "cce.4.2",
      legacyVersion: "v1.29.8-r4",
    },
    status: { phase: "Available", conditions: [{ type: "ClusterCertificate", status: "False" }] },
  };
}

/** Of a cluster that was never upgraded. */
export function infoBody(): Body {
  return {
    kind: "UpgradeInfo",
    apiVersion: "v3",
    metadata: {},
    spec: { versionInfo: { release: "v1.29.8", patch: "r4", suggestPatch: "", targetVersions: [] } },
    status: {},
  };
}

/** The vendor's sample (CCE Autopilot API reference, 2024-11): the upgrade itself failed, so the workflow is Pending. */
export function failedWorkflow(): Body {
  return {
    kind: "WorkFlowTask",
    apiVersion: "v3",
    metadata: {
      uid: ids.workflow,
      creationTimestamp: "2023-11-25 06:32:34.923248 +0000 UTC",
      updateTimestamp: "2023-11-25 07:49:30.281911 +0000 UTC",
    },
    spec: { clusterID: ids.cluster, clusterVersion: "v1.17.17-r0", targetVersion: "v1.19.16-r80" },
    status: {
      phase: "Pending",
      pointStatuses: [
        {
          taskType: "PreCheck",
          taskID: ids.precheck,
          status: "Success",
          startTimeStamp: "2023-11-25 07:20:04.592972 +0000 UTC",
          endTimeStamp: "2023-11-25 07:21:05.518966 +0000 UTC",
          expireTimeStamp: "2023-11-25 08:21:05.518966 +0000 UTC",
        },
        { taskType: "Snapshot" },
        {
          taskType: "Cluster",
          taskID: ids.task,
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
  };
}

/** The same, while the upgrade itself runs. */
export function runningWorkflow(): Body {
  const body = failedWorkflow();
  body.status.phase = "Running";
  body.status.pointStatuses[2].status = "Running";
  delete body.status.pointStatuses[2].endTimeStamp;
  return body;
}

/** The same, when all of it went well. */
export function finishedWorkflow(): Body {
  const body = failedWorkflow();
  body.status.phase = "Success";
  body.status.pointStatuses[2].status = "Success";
  return body;
}

/** The vendor's sample (CCE API reference, 2024-11): a task that has not begun, with a time of completion. */
export function taskBody(): Body {
  return {
    kind: "UpgradeTask",
    apiVersion: "v3",
    metadata: {
      uid: ids.task,
      creationTimestamp: "2022-12-16 13:40:20.75671 +0800 CST",
      updateTimestamp: "2022-12-16 13:40:20.756712 +0800 CST",
    },
    spec: { version: "v1.19.16-r4", targetVersion: "v1.23.5-r0" },
    status: { phase: "Init", progress: "0.00", completionTime: "2022-12-16 13:40:20.756712 +0800 CST" },
  };
}

/** Of a cluster that is being upgraded. */
export function upgradingInfo(phase = "Running", progress: unknown = "42.00"): Body {
  return { ...infoBody(), status: { phase, progress, completionTime: "" } };
}

export function listOf(...items: Body[]): Body {
  return { kind: "List", apiVersion: "v3", items };
}
