import { parseBody } from "@upgradectl/provider-sdk";
import type * as z from "zod";
import type { HuaweiService } from "../service.ts";

/** Makes a declared read of one cluster and returns its body in the expected shape. */
export type ReadBody = <Schema extends z.ZodType>(
  action: string,
  schema: Schema,
  path: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<z.output<Schema>>;

export function createReadBody(service: HuaweiService, clusterId: string): ReadBody {
  return async (action, schema, path, signal) =>
    parseBody(schema, await service.read(action, { path: { cluster_id: clusterId, ...path }, signal }));
}
