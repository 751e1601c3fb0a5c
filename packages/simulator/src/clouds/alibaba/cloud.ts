import { randomUUID } from "node:crypto";
import type { Account, Cluster } from "../../scenario/world.ts";
import type { Cloud, Context, Match, Place } from "../cloud.ts";
import { ackRoutes } from "./ack/routes.ts";
import { failure, forbidden, serviceError, throttled, unknownCall } from "./errors.ts";
import { createGate } from "./gate.ts";
import { credentialsUriRoutes } from "./metadata/credentials-uri.ts";
import { metadataRoutes } from "./metadata/routes.ts";
import { stsRoutes } from "./sts/routes.ts";

/** Alibaba Cloud: the gateway and the services behind it. */
export const alibaba: Cloud = {
  name: "alibaba",
  routes: [...stsRoutes, ...metadataRoutes, ...ackRoutes],
  speaks: ({ headers, query }) =>
    headers["x-acs-action"] !== undefined ||
    headers.authorization?.startsWith("ACS3-HMAC-SHA256") === true ||
    query.some(([name]) => name === "Action"),
  routesOf: credentialsUriRoutes,
  createGate,
  locate,
  unknownCall,
  closed: forbidden,
  throttled: (context, _, nth) => {
    const reply = throttled(context);
    return nth % 4 === 3 ? { ...reply, headers: { "x-acs-retry-after": "250" } } : reply;
  },
  failure,
  requestIdHeaders: (requestId) => ({
    "x-acs-request-id": requestId,
    "x-acs-trace-id": requestId.toLowerCase(),
  }),
  newRequestId: () => randomUUID().toUpperCase(),
};

/** A cluster is found through any region's endpoint; a task by its id alone. */
function locate(call: Context & { readonly accounts: readonly Account[] }, { params }: Match): Place {
  const regional =
    call.accounts.find((candidate) => candidate.region === params.region_id) ?? call.accounts[0];
  if (regional === undefined) throw new Error("signed in without an account");
  const { ClusterId: id, task_id: task } = params;
  if (id === undefined && task === undefined) return { account: regional, cluster: null };
  for (const account of call.accounts) {
    const cluster = id === undefined ? ownerOf(account, task ?? "", call.now) : account.clusters.get(id);
    if (cluster !== undefined) return { account, cluster };
  }
  const missing =
    id === undefined
      ? serviceError(call, 404, "ErrorTaskNotFound", `task ${task} not found`)
      : serviceError(call, 404, "ErrorClusterNotFound", `cluster ${id} not found`);
  return { account: regional, missing };
}

function ownerOf(account: Account, task: string, now: number): Cluster | undefined {
  return [...account.clusters.values()].find(({ operations }) =>
    operations.some(({ id, plan }) => id === task && plan.startsAt <= now),
  );
}
