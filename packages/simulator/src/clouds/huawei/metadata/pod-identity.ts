import type { Account, World } from "../../../scenario/world.ts";
import type { Call, Reply, Route } from "../../cloud.ts";
import { parseJson } from "../../json-body.ts";
import { iamTime } from "../iam/names.ts";
import { keyForms } from "../key-forms.ts";

/** It has no API reference: the name is ours. */
export const podIdentityAction = "GetPodIdentityCredentials";

const keyLifetimeMs = 6 * 3_600_000;

/** What a pod asks for keys, at the path that its environment names (vendor's Go, Java and Python SDKs, 2026). */
export function podIdentityRoutes(world: World): readonly Route[] {
  return world.accounts.flatMap((account) => {
    const { podIdentity } = account.signIn;
    if (podIdentity === null) return [];
    return [
      {
        action: podIdentityAction,
        method: "POST" as const,
        path: podIdentity.path,
        query: [],
        owners: () => [account],
        reply: (call: Call) => giveKey(call, account, podIdentity.token),
      },
    ];
  });
}

function giveKey(call: Call, account: Account, token: string): Reply {
  if (call.request.headers.authorization !== token)
    return refuse(401, "the authorization token is not valid");
  if (JSON.stringify(parseJson(call.request)) !== "{}")
    return refuse(400, "the body must be an empty object");
  const lifetimeMs = account.signIn.keyLifetimeMs ?? keyLifetimeMs;
  const key = call.desk.issueKey(keyForms, [account], call.now + lifetimeMs);
  const credentials = {
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secret,
    securityToken: key.securityToken,
    expiration: iamTime(key.expiresAt),
  };
  const body = {
    assumedAgency: { urn: "iam::agency:pod", id: "pod" },
    audience: "pods",
    credentials,
    podIdentityAssociationId: "a-0123456789",
    subject: { namespace: "default", serviceAccount: "default" },
  };
  return { status: 200, body };
}

function refuse(status: 400 | 401, message: string): Reply {
  return { status, body: { error_code: `PodIdentity.${status}`, error_msg: message }, mistake: message };
}
