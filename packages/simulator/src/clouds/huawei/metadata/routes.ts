import type { Call, Reply, Route } from "../../cloud.ts";
import {
  checkSession,
  openSession,
  ownersOfMetadata,
  plain,
  type SessionForms,
} from "../../metadata-session.ts";
import { iamTime } from "../iam/names.ts";
import { keyForms } from "../key-forms.ts";

const forms: SessionForms = {
  ttlHeader: "x-metadata-token-ttl-seconds",
  tokenHeader: "x-metadata-token",
  unknownStatus: 405,
};

/** Long enough for any run; nobody wrote how long the real ones last. */
const keyLifetimeMs = 24 * 3_600_000;

/** The metadata service of a cloud server (vendor's Go and Python SDKs, 2026). It has no API reference: the names are ours. */
export const metadataRoutes: readonly Route[] = [
  {
    action: "CreateMetadataToken",
    method: "PUT",
    path: "/meta-data/latest/api/token",
    query: [],
    owners: ownersOfMetadata,
    reply: (call) => openSession(call, forms),
  },
  {
    action: "ShowMetadataSecurityKey",
    method: "GET",
    path: "/openstack/latest/securitykey",
    query: [],
    owners: ownersOfMetadata,
    reply: showSecurityKey,
  },
];

function showSecurityKey(call: Call): Reply {
  const refusal = checkSession(call, forms);
  if (refusal !== null) return refusal;
  const { metadata, keyLifetimeMs: given } = call.account.signIn;
  if (metadata?.role == null) return plain(401, "Please configure Cloud Service Agency first");
  const key = call.desk.metadataKey(keyForms, call.account, call.now, given ?? keyLifetimeMs);
  const credential = {
    access: key.accessKeyId,
    secret: key.secret,
    securitytoken: key.securityToken,
    expires_at: iamTime(key.expiresAt),
  };
  return { status: 200, body: { credential } };
}
