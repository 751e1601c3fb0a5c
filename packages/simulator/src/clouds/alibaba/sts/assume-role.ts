import type { Account } from "../../../scenario/world.ts";
import type { Call, Reply } from "../../cloud.ts";
import { gatewayError } from "../errors.ts";
import { keyForms } from "../key-forms.ts";
import { utcTime } from "../times.ts";
import { rpcParameters, rpcVersion } from "./parameters.ts";

type Parameters = ReadonlyMap<string, string>;

export function assumeRole(call: Call): Reply {
  const given = rpcParameters(call.request);
  const fault = findFault(call, given, ["RoleArn", "RoleSessionName"]);
  if (fault !== null) return fault;
  const arn = given.get("RoleArn");
  const accounts = call.desk.accounts.filter(({ signIn }) => signIn.roles.some((role) => role.arn === arn));
  if (accounts.length === 0)
    return refuse(call, 404, "EntityNotExist.Role", `The specified Role not exists: ${arn}.`);
  const open = accounts.filter(({ signIn }) =>
    signIn.roles.some(
      (role) => role.arn === arn && (role.externalId ?? "") === (given.get("ExternalId") ?? ""),
    ),
  );
  if (open.length > 0) return grant(call, given, open);
  const message = "You are not authorized to do this action. You should be authorized by RAM.";
  return refuse(call, 403, "NoPermission", message);
}

export function assumeRoleWithOidc(call: Call): Reply {
  const given = rpcParameters(call.request);
  if (rpcVersion(call.request) !== "2015-04-01")
    return refuse(call, 404, "InvalidVersion", "Specified parameter Version is not valid.");
  const fault = findFault(call, given, ["RoleArn", "OIDCProviderArn", "OIDCToken", "RoleSessionName"]);
  if (fault !== null) return fault;
  const named = call.desk.accounts.filter(({ signIn: { oidc } }) => {
    return oidc?.providerArn === given.get("OIDCProviderArn") && oidc?.roleArn === given.get("RoleArn");
  });
  if (named.length === 0) {
    const message = "This operation is forbidden by permission system.";
    return refuse(call, 403, "AuthenticationFail.NoPermission", message);
  }
  const open = named.filter(({ signIn: { oidc } }) => oidc?.token === given.get("OIDCToken"));
  if (open.length > 0)
    return grant(call, given, open, {
      OIDCTokenInfo: { Subject: "pod", Issuer: "https://oidc.example.com" },
    });
  return refuse(call, 400, "AuthenticationFail.OIDCToken.Invalid", "This JsonWebToken is invalid.");
}

function findFault(call: Call, given: Parameters, required: readonly string[]): Reply | null {
  const absent = required.find((name) => !given.get(name));
  if (absent !== undefined)
    return refuse(call, 400, `Missing${absent}`, `${absent} is mandatory for this action.`);
  if (!/^[A-Za-z0-9.@_-]{2,64}$/.test(given.get("RoleSessionName") ?? ""))
    return refuse(
      call,
      400,
      "InvalidParameter.RoleSessionName",
      "The parameter RoleSessionName is wrongly formed.",
    );
  const seconds = secondsOf(given);
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200) return null;
  const message = "The Min/Max value of DurationSeconds is 15min/12hr.";
  return refuse(call, 400, "InvalidParameter.DurationSeconds", message);
}

/** An hour where the request leaves it out. */
function secondsOf(given: Parameters): number {
  const text = given.get("DurationSeconds") ?? "3600";
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

function grant(call: Call, given: Parameters, accounts: readonly Account[], more: object = {}): Reply {
  const lifetimeMs = accounts[0]?.signIn.keyLifetimeMs ?? secondsOf(given) * 1000;
  const key = call.desk.issueKey(keyForms, accounts, call.now + lifetimeMs);
  const role = given.get("RoleArn") ?? "";
  const session = given.get("RoleSessionName") ?? "";
  const body = {
    RequestId: call.requestId,
    AssumedRoleUser: { Arn: `${role}/${session}`, AssumedRoleId: `33157794895460****:${session}` },
    Credentials: {
      AccessKeyId: key.accessKeyId,
      AccessKeySecret: key.secret,
      SecurityToken: key.securityToken,
      Expiration: utcTime(key.expiresAt),
    },
    ...more,
  };
  return { status: 200, body };
}

function refuse(call: Call, status: number, code: string, message: string): Reply {
  return { ...gatewayError(call, status, code, message), mistake: `${code}: ${message}` };
}
