import { type Connection, connectLater } from "@upgradectl/provider-sdk";
import { type HuaweiContext, openService } from "../service.ts";
import type { CceWith } from "./config.ts";
import { cceErrorRules, missingCluster } from "./error-rules.ts";
import type { CceProduct } from "./product.ts";
import { createCceReads } from "./reads.ts";

/** CCE or CCE Autopilot in one project. */
export function connectCce(context: HuaweiContext, product: CceProduct): Connection<CceWith> {
  const service = openService(context, {
    service: "cce",
    reads: createCceReads(product),
    errorRules: [missingCluster(product.actions.cluster), ...cceErrorRules],
  });
  return connectLater(["list", "postCheck"], async () => {
    const { createConnection } = await import("./connection.ts");
    return createConnection(service, product);
  });
}
