import { openService } from "@upgradectl/huawei-cloud";
import { defineProvider } from "@upgradectl/provider-sdk";
import { configSchema, idSchema, withSchema } from "./config.ts";
import { createConnection } from "./connection.ts";
import { errorRules } from "./errors.ts";
import { reads } from "./reads.ts";

/** Huawei Cloud CCE (Standard and Turbo clusters). */
export default defineProvider({
  contract: 1,
  name: "huawei-cce",
  config: configSchema,
  cluster: { id: idSchema, with: withSchema },
  reads,
  connect: (context) => createConnection(openService(context, { service: "cce", reads, errorRules })),
});
