import type { ResponsesScenario } from "@upgradectl/simulator";
import { listOf, workflowSample } from "./vendor-cce-bodies.ts";

type Fields = Readonly<Record<string, unknown>>;

export const checkId = "f61e008c-1600-41c0-9bde-121de5a30660";

/** A pre-upgrade check of the sample workflow, as the documents type it. */
export function check(status: Fields, spec: Fields = {}, metadata: Fields = {}) {
  return {
    kind: "PreCheckTask",
    apiVersion: "v3",
    metadata: {
      uid: checkId,
      creationTimestamp: "2023-11-25 07:20:04.592972 +0000 UTC",
      updateTimestamp: "2023-11-25 07:21:05.518966 +0000 UTC",
      ...metadata,
    },
    spec: { clusterVersion: "v1.17.17-r0", targetVersion: "v1.19.16-r80", ...spec },
    status: { phase: "Failed", ...status },
  };
}

export function item(name: string, more: Fields = {}) {
  return {
    name,
    kind: "Exception",
    group: "LimitCheck",
    level: "Fatal",
    phase: "Failed",
    message: `${name} is wrong`,
    errorCodes: ["CCE.01400001"],
    ...more,
  };
}

export const full = check({
  clusterCheckStatus: {
    phase: "Failed",
    itemsStatus: [
      item("deprecated-api", {
        kind: "Risk",
        level: "Warning",
        riskSource: { deprecatedAPIRisks: [{ url: "/apis/extensions/v1beta1", userAgent: "kubectl" }] },
      }),
      item("passed", { phase: "Success" }),
      item("kubelet", {
        level: "Info",
        riskSource: { configurationRisks: [{ package: "kubelet", field: "maxPods" }] },
      }),
    ],
  },
  addonCheckStatus: {
    phase: "Failed",
    itemsStatus: [item("addon-limit-check", { riskSource: { addonRisks: [{ alias: "CoreDNS" }] } })],
  },
  nodeCheckStatus: {
    phase: "Failed",
    nodeStageStatus: [
      {
        nodeInfo: { uid: "n-1", name: "node-1", nodeType: "node" },
        itemsStatus: [item("disk"), item("x", { phase: "Success" })],
      },
      {
        nodeInfo: { uid: "n-2", name: "node-2", nodeType: "master" },
        itemsStatus: [item("y", { phase: "Success" })],
      },
    ],
  },
});
export const fullFindings = [
  {
    level: "warning",
    item: "deprecated-api",
    message: "deprecated-api is wrong",
    resource: "/apis/extensions/v1beta1",
  },
  { level: "info", item: "kubelet", message: "kubelet is wrong", resource: "maxPods" },
  { level: "error", item: "addon-limit-check", message: "addon-limit-check is wrong", resource: "CoreDNS" },
  { level: "error", item: "disk", message: "disk is wrong", resource: "node-1" },
];

/** The sample workflow, failed at its check. */
export const atCheck = {
  ...workflowSample,
  status: {
    phase: "Pending",
    pointStatuses: [{ ...workflowSample.status.pointStatuses[0], status: "Failed" }, { taskType: "Cluster" }],
  },
};

export function failedAt(body: unknown, answers: ResponsesScenario = {}): ResponsesScenario {
  return { ListUpgradeWorkFlows: listOf([body]), ...answers };
}

export const unnamed = {
  ...atCheck,
  status: { ...atCheck.status, pointStatuses: [{ taskType: "PreCheck", status: "Failed" }] },
};
