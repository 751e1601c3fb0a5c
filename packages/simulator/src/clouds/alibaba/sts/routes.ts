import type { Call, Context, Reply, Route } from "../../cloud.ts";
import { assumeRole, assumeRoleWithOidc } from "./assume-role.ts";
import { rpcAction } from "./parameters.ts";

const common = ["Action", "Version", "Format", "Timestamp"];
const signed = [
  ...["AccessKeyId", "SecurityToken", "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce"],
];
const session = ["RoleArn", "RoleSessionName", "DurationSeconds", "Policy"];

/** STS 2015-04-01: RPC calls, all of them at `/`, told apart by their action. */
export const stsRoutes: readonly Route[] = [
  ...bothMethods(
    "AssumeRole",
    [...common, ...signed, ...session, "ExternalId", "SourceIdentity"],
    assumeRole,
  ),
  ...bothMethods(
    "AssumeRoleWithOIDC",
    [...common, ...session, "OIDCProviderArn", "OIDCToken"],
    assumeRoleWithOidc,
    ({ desk }) => desk.accounts.filter((account) => account.signIn.oidc !== null),
  ),
];

function bothMethods(
  action: string,
  query: readonly string[],
  reply: (call: Call) => Reply,
  owners?: (context: Context) => Call["accounts"],
): readonly Route[] {
  return (["POST", "GET"] as const).map((method) => ({
    action,
    method,
    path: "/",
    query,
    accepts: (request) => rpcAction(request) === action,
    ...(owners !== undefined && { owners }),
    reply,
  }));
}
