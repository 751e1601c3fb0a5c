import type { Call, Reply, Route } from "../../cloud.ts";
import {
  checkSession,
  openSession,
  ownersOfMetadata,
  plain,
  type SessionForms,
} from "../../metadata-session.ts";
import { keyForms } from "../key-forms.ts";
import { serverKeyLifetimeMs, showKey } from "./server-key.ts";

const forms: SessionForms = {
  ttlHeader: "x-aliyun-ecs-metadata-token-ttl-seconds",
  tokenHeader: "x-aliyun-ecs-metadata-token",
  unknownStatus: 404,
};

/** The metadata service of a server (@alicloud/credentials 2.4.7). It has no API reference: the names are ours. */
export const metadataRoutes: readonly Route[] = [
  {
    action: "GetMetadataToken",
    method: "PUT",
    path: "/latest/api/token",
    query: [],
    owners: ownersOfMetadata,
    reply: (call) => openSession(call, forms),
  },
  ...["/latest/meta-data/ram/security-credentials", "/latest/meta-data/ram/security-credentials/"].map(
    (path): Route => ({
      action: "GetInstanceRoleName",
      method: "GET",
      path,
      query: [],
      owners: ownersOfMetadata,
      reply: (call) => checkSession(call, forms) ?? plain(200, call.account.signIn.metadata?.role ?? ""),
    }),
  ),
  {
    action: "GetInstanceRoleCredentials",
    method: "GET",
    path: "/latest/meta-data/ram/security-credentials/{role}",
    query: [],
    owners: ownersOfMetadata,
    reply: getCredentials,
  },
];

function getCredentials(call: Call): Reply {
  const refusal = checkSession(call, forms);
  if (refusal !== null) return refusal;
  const { metadata, keyLifetimeMs } = call.account.signIn;
  if (metadata?.role !== call.params.role)
    return { ...plain(404, "Not Found"), mistake: `the server's role is not ${call.params.role}` };
  const lifetimeMs = keyLifetimeMs ?? serverKeyLifetimeMs;
  return showKey(call.desk.metadataKey(keyForms, call.account, call.now, lifetimeMs), call.now);
}
