import { huaweiConfigSchema, openService } from "@upgradectl/huawei-cloud";
import { defineProvider } from "@upgradectl/provider-sdk";
import { createClient } from "./client.ts";
import { expectProperties, idSchema, withSchema } from "./config.ts";
import { createConnection } from "./connection.ts";
import { errorRules } from "./errors.ts";
import { reads } from "./reads.ts";

/** Huawei Cloud Search Service (Elasticsearch, OpenSearch and Logstash clusters). */
export default defineProvider({
  contract: 1,
  name: "huawei-css",
  config: huaweiConfigSchema,
  cluster: { id: idSchema, with: withSchema, expect: expectProperties },
  reads,
  connect: (context) => {
    const service = openService(context, { service: "css", reads, errorRules });
    return createConnection(createClient(service), context.now);
  },
});
