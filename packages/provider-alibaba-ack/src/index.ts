import { connectLater, defineProvider } from "@upgradectl/provider-sdk";
import { configSchema, expectProperties, idSchema, withSchema } from "./config.ts";
import { createCredentials } from "./credentials/create-credentials.ts";
import { createRenewal } from "./credentials/renewal.ts";
import { resolveEndpoint } from "./endpoints.ts";
import { readError } from "./errors.ts";
import { reads } from "./reads.ts";
import { createSigner } from "./sign.ts";

/** Clusters of Alibaba Cloud Container Service for Kubernetes (ACK). */
export default defineProvider({
  contract: 1,
  name: "alibaba-ack",
  config: configSchema,
  cluster: { id: idSchema, with: withSchema, expect: expectProperties },
  reads,
  connect(context) {
    const { baseUrl, region } = resolveEndpoint(context);
    const credentials = createCredentials(context);
    const api = context.http.api({
      baseUrl,
      requestIdHeaders: ["x-acs-request-id"],
      sign: createSigner(credentials),
      renew: createRenewal(credentials),
      readError,
    });
    return connectLater(region === null ? [] : ["list"], async () => {
      const { createClient } = await import("./client.ts");
      const { createConnection } = await import("./connection.ts");
      return createConnection(createClient(api), region);
    });
  },
});
