import {
  type CceProduct,
  cceIdSchema,
  cceWithSchema,
  connectCce,
  createCceReads,
  huaweiConfigSchema,
} from "@upgradectl/huawei-cloud";
import { defineProvider } from "@upgradectl/provider-sdk";

const autopilot: CceProduct = {
  prefix: "/autopilot",
  actions: {
    clusters: "ListAutopilotClusters",
    cluster: "ShowAutopilotCluster",
    info: "ShowAutopilotClusterUpgradeInfo",
    workflows: "ListAutopilotUpgradeWorkFlows",
    workflow: "ShowAutopilotUpgradeWorkFlow",
    tasks: "ListAutopilotUpgradeClusterTasks",
    task: "ShowAutopilotUpgradeClusterTask",
    preChecks: "ListAutopilotPreCheckTasks",
    preCheck: "ShowAutopilotPreCheck",
    postCheck: "CreateAutopilotPostCheck",
    plans: "ListAutopilotUpgradePlans",
  },
  // CCE Autopilot API reference; vendor SDK 3.1.211, August 2026: the filter of the list knows `Empty` besides the rest.
  // Nothing here hibernates, is resized or scaled: words of CCE that mean that stay unknown.
  conditions: {
    available: "ready",
    upgrading: "upgrading",
    rollingback: "rolling-back",
    error: "failed",
    rollbackfailed: "failed",
    unavailable: "failed",
    creating: "busy",
    deleting: "busy",
    empty: "busy",
  },
};

/** Huawei Cloud CCE Autopilot (clusters without nodes of one's own). */
export default defineProvider({
  contract: 1,
  name: "huawei-cce-autopilot",
  config: huaweiConfigSchema,
  cluster: { id: cceIdSchema, with: cceWithSchema },
  reads: createCceReads(autopilot),
  connect: (context) => connectCce(context, autopilot),
});
