import { type Body, ids } from "./bodies.ts";

/** One thing that a pre-upgrade check looked at. */
export function itemBody(changes: Body = {}): Body {
  return {
    name: "kubelet-conf",
    kind: "Risk",
    group: "NodeCheck",
    level: "Warning",
    phase: "Failed",
    message: "a parameter of kubelet was changed",
    errorCodes: ["CCE.01"],
    ...changes,
  };
}

/** A pre-upgrade check of `failedWorkflow` that went well, as its documents type it. */
export function preCheckBody(): Body {
  const passed = itemBody({ phase: "Success", message: "", level: "Info" });
  return {
    kind: "PreCheckTask",
    apiVersion: "v3",
    metadata: {
      uid: ids.precheck,
      creationTimestamp: "2023-11-25 07:20:04.592972 +0000 UTC",
      updateTimestamp: "2023-11-25 07:21:05.518966 +0000 UTC",
    },
    spec: { clusterID: ids.cluster, clusterVersion: "v1.17.17-r0", targetVersion: "v1.19.16-r80" },
    status: {
      phase: "Success",
      expireTimeStamp: "2023-11-25 08:21:05.518966 +0000 UTC",
      message: "",
      clusterCheckStatus: { phase: "Success", itemsStatus: [passed] },
      addonCheckStatus: { phase: "Success", itemsStatus: [passed] },
      nodeCheckStatus: {
        phase: "Success",
        nodeStageStatus: [
          {
            nodeInfo: { uid: "n-1", name: "node-1", status: "Active", nodeType: "node" },
            itemsStatus: [passed],
          },
        ],
      },
    },
  };
}

/** The same, after one change; by default with a fatal exception of the cluster. */
export function failedPreCheckBody(change: (body: Body) => void = () => {}): Body {
  const body = preCheckBody();
  body.status.phase = "Failed";
  body.status.clusterCheckStatus = {
    phase: "Failed",
    itemsStatus: [itemBody({ name: "quota", kind: "Exception", level: "Fatal", message: "no quota left" })],
  };
  change(body);
  return body;
}
