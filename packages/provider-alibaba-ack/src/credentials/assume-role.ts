import { hash } from "node:crypto";
import type { Perishable } from "@upgradectl/provider-sdk";
import { signedBy, stsVersion } from "../sign.ts";
import type { AccessKey } from "./access-key.ts";
import type { SignInContext } from "./settings.ts";
import { openApi, type SignInApis } from "./sign-in-apis.ts";
import { cannotSignIn, signInFailure } from "./sign-in-error.ts";
import { isRecord, readTemporaryKey } from "./temporary-key.ts";
import type { Role } from "./way.ts";

/** What every way of assuming a role needs. `source` is who wants it, for messages. */
export interface StsRequest {
  readonly role: Role;
  readonly source: string;
  readonly apis: SignInApis;
  readonly context: Pick<SignInContext, "now" | "readFile" | "secret">;
  readonly signal: AbortSignal;
}

/** AssumeRole (STS 2015-04-01), signed with `key`. */
export async function assumeRole(key: AccessKey, request: StsRequest): Promise<Perishable<AccessKey>> {
  const { role, source, apis, context, signal } = request;
  const sign = signedBy({ key, source }, stsVersion);
  const api = openApi(() => apis.sts(role.stsUrl, sign), `the STS endpoint of ${source}`);
  const form = {
    ...formOf(role),
    ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
  };
  try {
    const { body } = await api.read("AssumeRole", { form, signal });
    return readTemporaryKey("AssumeRole", credentialsOf(body), context.secret);
  } catch (error) {
    throw signInFailure(
      error,
      `${source} could not assume ${role.roleArn}`,
      "Allow the RAM action sts:AssumeRole for its access key, and name the identity in the role's trust policy.",
    );
  }
}

/**
 * AssumeRoleWithOIDC (STS 2015-04-01), which is not signed: the token speaks for itself. It is read anew each time, because
 * it is rotated in its file; with an identity of its own, a refused one does not keep the next from being sent.
 */
export async function assumeRoleWithOidc(
  providerArn: string,
  tokenFile: string,
  request: StsRequest,
): Promise<Perishable<AccessKey>> {
  const { role, source, apis, context, signal } = request;
  const token = await readToken(tokenFile, source, context);
  context.secret(token);
  const signed = { headers: {}, identity: `oidc ${hash("sha256", token)}` };
  const api = openApi(() => apis.sts(role.stsUrl, () => signed), `the STS endpoint of ${source}`);
  const query = {
    Action: "AssumeRoleWithOIDC",
    Version: stsVersion,
    Format: "JSON",
    Timestamp: new Date(context.now()).toISOString().replace(/\.\d+Z$/, "Z"),
  };
  const form = { ...formOf(role), OIDCProviderArn: providerArn, OIDCToken: token };
  try {
    const { body } = await api.read("AssumeRoleWithOIDC", { query, form, signal });
    return readTemporaryKey("AssumeRoleWithOIDC", credentialsOf(body), context.secret);
  } catch (error) {
    throw signInFailure(
      error,
      `${source} could not assume ${role.roleArn}`,
      "Check the OIDC provider, and that the role's trust policy names it with this service account.",
    );
  }
}

function formOf({ roleArn, sessionName, durationSeconds, policy }: Role): Readonly<Record<string, string>> {
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: String(durationSeconds),
    ...(policy === undefined ? {} : { Policy: policy }),
  };
}

async function readToken(file: string, source: string, { readFile }: StsRequest["context"]): Promise<string> {
  const text = await readFile(file).catch(() => {
    throw cannotSignIn(
      `the OIDC token file of ${source} could not be read: ${file}`,
      "Check its permissions.",
    );
  });
  const token = text?.trim();
  if (token) return token;
  throw cannotSignIn(
    `the OIDC token file of ${source} ${text === undefined ? "does not exist" : "is empty"}: ${file}`,
    "Check the path, and that the pod has a service account with RRSA.",
  );
}

function credentialsOf(body: unknown): unknown {
  return isRecord(body) ? body.Credentials : undefined;
}
