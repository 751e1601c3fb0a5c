import { openService } from "@upgradectl/huawei-cloud";
import { defineProvider } from "@upgradectl/provider-sdk";
import { createConnection } from "./client.ts";
import { clusterId, clusterWith, config } from "./config.ts";
import { errorRules } from "./errors.ts";
import { reads } from "./reads.ts";

/** Huawei Cloud CCE (Standard and Turbo clusters). */
export default defineProvider({
  contract: 1,
  name: "huawei-cce",
  config,
  cluster: { id: clusterId, with: clusterWith },
  reads,
  connect: (context) => createConnection(openService(context, { service: "cce", reads, errorRules })),
});
