import { huaweiConfigSchema, openService } from "@upgradectl/huawei-cloud";
import { connectLater, defineProvider } from "@upgradectl/provider-sdk";
import { expectProperties, idSchema, withSchema } from "./config.ts";
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
    return connectLater(["list"], async () => {
      const { createClient } = await import("./client.ts");
      const { createConnection } = await import("./connection.ts");
      return createConnection(createClient(service), context.now);
    });
  },
});
