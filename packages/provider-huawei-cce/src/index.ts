import {
  type CceProduct,
  cceIdSchema,
  cceWithSchema,
  connectCce,
  createCceReads,
  huaweiConfigSchema,
} from "@upgradectl/huawei-cloud";
import { defineProvider } from "@upgradectl/provider-sdk";

const cce: CceProduct = {
  prefix: "/api",
  actions: {
    clusters: "ListClusters",
    cluster: "ShowCluster",
    info: "ShowClusterUpgradeInfo",
    workflows: "ListUpgradeWorkFlows",
    workflow: "ShowUpgradeWorkFlow",
    tasks: "ListUpgradeClusterTasks",
    task: "ShowUpgradeClusterTask",
    preChecks: "ListPreCheckTasks",
    preCheck: "ShowPreCheck",
    postCheck: "CreatePostCheck",
  },
  // CCE API reference; vendor SDK 3.1.211, August 2026. Terraform's provider knows `Shelved` and `Unknow` besides;
  // undocumented, they stay unknown here.
  conditions: {
    available: "ready",
    upgrading: "upgrading",
    rollingback: "rolling-back",
    error: "failed",
    rollbackfailed: "failed",
    unavailable: "failed",
    scalingup: "busy",
    scalingdown: "busy",
    resizing: "busy",
    creating: "busy",
    deleting: "busy",
    hibernating: "busy",
    hibernation: "busy",
    awaking: "busy",
    empty: "busy",
  },
};

/** Huawei Cloud CCE (Standard and Turbo clusters). */
export default defineProvider({
  contract: 1,
  name: "huawei-cce",
  config: huaweiConfigSchema,
  cluster: { id: cceIdSchema, with: cceWithSchema },
  reads: createCceReads(cce),
  connect: (context) => connectCce(context, cce),
});
