import type { Perishable } from "@upgradectl/provider-sdk";
import { isId } from "../config.ts";
import { type AccessKey, maskKey } from "./access-key.ts";
import { assumeRole, assumeRoleWithOidc } from "./assume-role.ts";
import { readUriKey } from "./credentials-uri.ts";
import { readInstanceKey } from "./instance-role.ts";
import { runForKey } from "./program.ts";
import { isMetadataOff, isSwitchedOn, readVariable, type SignInContext } from "./settings.ts";
import type { SignInApis } from "./sign-in-apis.ts";
import { cannotSignIn, signInFailure } from "./sign-in-error.ts";
import type { NamedWay } from "./way.ts";

/** Gets the key that a way leads to. Keeps nothing: who calls does. */
export async function followWay(
  { way, source }: NamedWay,
  apis: SignInApis,
  context: SignInContext,
  signal: AbortSignal,
): Promise<Perishable<AccessKey>> {
  const { secret } = context;
  switch (way.kind) {
    case "key":
      maskKey(way.key, secret);
      return { value: way.key, expiresAt: null };
    case "assume-role": {
      const { value } = await followWay({ way: way.from, source }, apis, context, signal);
      return assumeRole(value, { role: way.role, source, apis, context, signal });
    }
    case "assume-role-with-oidc": {
      const { role, providerArn, tokenFile } = way;
      return assumeRoleWithOidc(providerArn, tokenFile, { role, source, apis, context, signal });
    }
    case "instance-role":
      return followInstanceRole(way.roleName, source, apis, context, signal);
    case "program":
      return runForKey(way.program, way.args, source, context, signal);
    case "uri":
      return readUriKey(way.uri, source, apis, secret, signal);
  }
}

async function followInstanceRole(
  wanted: string | undefined,
  source: string,
  apis: SignInApis,
  { env, secret }: SignInContext,
  signal: AbortSignal,
): Promise<Perishable<AccessKey>> {
  if (isMetadataOff(env))
    throw cannotSignIn(
      `${source} needs the ECS metadata service, which is switched off`,
      "Unset ALIBABA_CLOUD_ECS_METADATA_DISABLED and UPGRADECTL_METADATA_DISABLED.",
    );
  const roleName = wanted ?? readVariable(env, "ALIBABA_CLOUD_ECS_METADATA");
  if (roleName !== undefined && !isId(roleName))
    throw cannotSignIn(
      `${source} names ${JSON.stringify(roleName)}, which is no name of a RAM role`,
      "A role's name has letters, digits, and the signs . _ - only.",
    );
  const allowsV1 = !isSwitchedOn(env, "ALIBABA_CLOUD_IMDSV1_DISABLED");
  try {
    return await readInstanceKey({ api: apis.metadata(), roleName, allowsV1, secret, signal });
  } catch (error) {
    throw signInFailure(
      error,
      `${source}: the metadata service gave no key`,
      "Check that this is an ECS instance with that RAM role.",
    );
  }
}
