import { randomUUID } from "node:crypto";
import type { Account } from "../../scenario/world.ts";
import type { Cloud, Context, Match, Place } from "../cloud.ts";
import { autopilotRoutes, cceRoutes } from "./cce/routes.ts";
import { cssRoutes } from "./css/routes.ts";
import { cceError, cssError, failure, isCss, throttled, unknownCall } from "./errors.ts";
import { createGate } from "./gate.ts";
import { iamRoutes } from "./iam/routes.ts";
import { signInRoutes } from "./iam/sign-in-routes.ts";
import { podIdentityRoutes } from "./metadata/pod-identity.ts";
import { metadataRoutes } from "./metadata/routes.ts";

/** Huawei Cloud: the gateway and the services behind it. */
export const huawei: Cloud = {
  name: "huawei",
  routes: [...iamRoutes, ...signInRoutes, ...metadataRoutes, ...cceRoutes, ...autopilotRoutes, ...cssRoutes],
  speaks: ({ headers }) => headers["x-auth-token"] !== undefined || headers["x-sdk-date"] !== undefined,
  routesOf: podIdentityRoutes,
  createGate,
  locate,
  unknownCall,
  closed: (context, action) =>
    isCss(context)
      ? cssError("CSS.0015", `No resources are found or the access is denied: ${action}`)
      : cceError(403, `Policy doesn't allow ${action} to be performed.`),
  throttled: (context, account, nth) => {
    const reply = throttled(context, `${account.requestsPerSecond}`);
    // Live, few throttled answers say how long to wait, and those say it in fractions of seconds (2026-08).
    return nth % 4 === 3 ? { ...reply, headers: { "retry-after": "0.25" } } : reply;
  },
  failure,
  requestIdHeaders: (requestId, match) => ({
    "x-request-id": requestId,
    ...(match !== null && /^\/v3(\.0)?\//.test(match.route.path) && { "x-iam-trace-id": requestId }),
  }),
  newRequestId: () => randomUUID().replaceAll("-", ""),
};

/** Every service finds its own clusters only. */
function locate(call: Context & { readonly accounts: readonly Account[] }, { route, params }: Match): Place {
  const account = call.accounts.find(({ projectId }) => projectId === params.project_id) ?? call.accounts[0];
  if (account === undefined) throw new Error("signed in without an account");
  const { project_id: project, cluster_id: id } = params;
  const css = isCss(call);
  if (project !== undefined && account.projectId !== project) {
    const message = `no permission for project [${project}]`;
    return { account, missing: css ? cssError("CSS.0010", message) : cceError(403, message) };
  }
  if (id === undefined) return { account, cluster: null };
  const cluster = account.clusters.get(id);
  if (typeof route.reply === "object" && cluster?.service === route.reply.service)
    return { account, cluster };
  // CSS says the same of what is not there and of what is not allowed (Open Telekom Cloud's error table, 2026-04).
  const missing = css
    ? cssError("CSS.0015", "No resources are found or the access is denied.")
    : cceError(404, `Cluster [${id}] not found`);
  return { account, missing };
}
