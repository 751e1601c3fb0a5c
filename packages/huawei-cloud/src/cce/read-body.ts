import { parseBody, requireSame } from "@upgradectl/provider-sdk";
import type * as z from "zod/mini";
import type { HuaweiService } from "../service.ts";

/** Makes a declared read of one cluster and returns its body in the expected shape. */
export type ReadBody = <Schema extends z.ZodMiniType>(
  action: string,
  schema: Schema,
  path: Readonly<Record<string, string>>,
  signal: AbortSignal,
  /** What the answer must be about, where it says so. */
  about?: {
    readonly what: string;
    readonly id: string;
    readonly idOf: (body: z.output<Schema>) => string | null;
  },
) => Promise<z.output<Schema>>;

export function createReadBody(service: HuaweiService, clusterId: string): ReadBody {
  return async (action, schema, path, signal, about) => {
    const answer = await service.read(action, { path: { cluster_id: clusterId, ...path }, signal });
    const body = parseBody(schema, answer);
    if (about !== undefined) requireSame(about.what, about.idOf(body), about.id, answer);
    return body;
  };
}
