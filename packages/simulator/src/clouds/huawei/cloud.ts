import { randomUUID } from "node:crypto";
import type { Account } from "../../scenario/world.ts";
import type { Cloud, Context, Match, Place } from "../cloud.ts";
import { cceRoutes } from "./cce/routes.ts";
import { cceError, failure, throttled, unknownCall } from "./errors.ts";
import { createGate } from "./gate.ts";
import { iamRoutes } from "./iam/routes.ts";

/** Huawei Cloud: the gateway and the services behind it. */
export const huawei: Cloud = {
  name: "huawei",
  routes: [...iamRoutes, ...cceRoutes],
  speaks: ({ headers }) => headers["x-auth-token"] !== undefined || headers["x-sdk-date"] !== undefined,
  createGate,
  locate,
  unknownCall,
  closed: (_, action) => cceError(403, `Policy doesn't allow ${action} to be performed.`),
  throttled: (context, account, nth) => {
    const reply = throttled(context, `${account.requestsPerSecond}`);
    // Live, few throttled answers say how long to wait, and those say it in fractions of seconds (2026-08).
    return nth % 4 === 3 ? { ...reply, headers: { "retry-after": "0.25" } } : reply;
  },
  failure,
  requestIdHeaders: (requestId, match) => ({
    "x-request-id": requestId,
    ...(match?.route.path.startsWith("/v3/") && { "x-iam-trace-id": requestId }),
  }),
  newRequestId: () => randomUUID().replaceAll("-", ""),
};

function locate(call: Context & { readonly accounts: readonly Account[] }, { params }: Match): Place {
  const account = call.accounts.find(({ projectId }) => projectId === params.project_id) ?? call.accounts[0];
  if (account === undefined) throw new Error("signed in without an account");
  const { project_id: project, cluster_id: id } = params;
  if (project !== undefined && account.projectId !== project)
    return { account, missing: cceError(403, `no permission for project [${project}]`) };
  if (id === undefined) return { account, cluster: null };
  const cluster = account.clusters.get(id);
  return cluster === undefined
    ? { account, missing: cceError(404, `Cluster [${id}] not found`) }
    : { account, cluster };
}
