import { readRole } from "./role.ts";
import { readVariable, type SignInSettings } from "./settings.ts";
import { cannotSignIn } from "./sign-in-error.ts";
import type { NamedWay } from "./way.ts";

const roleVariable = "ALIBABA_CLOUD_ROLE_ARN";
const providerVariable = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
const fileVariable = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";

export const oidcPlace: string = `${roleVariable}, ${providerVariable}, ${fileVariable} (RRSA)`;

/**
 * RRSA: what ACK's pod identity webhook puts into a pod. A role alone says nothing: it also stands beside a profile that
 * assumes it.
 */
export function findOidc(settings: SignInSettings): NamedWay | undefined {
  const { env } = settings;
  const roleArn = readVariable(env, roleVariable);
  const providerArn = readVariable(env, providerVariable);
  const tokenFile = readVariable(env, fileVariable);
  if (providerArn === undefined && tokenFile === undefined) return undefined;
  if (roleArn === undefined || providerArn === undefined || tokenFile === undefined)
    throw incomplete({ [roleVariable]: roleArn, [providerVariable]: providerArn, [fileVariable]: tokenFile });
  const role = readRole({ roleArn: [roleVariable, roleArn] }, settings);
  return {
    way: { kind: "assume-role-with-oidc", role, providerArn, tokenFile },
    source: `environment ${fileVariable}`,
  };
}

function incomplete(variables: Readonly<Record<string, string | undefined>>) {
  const names = (isSet: boolean) =>
    Object.keys(variables).filter((name) => (variables[name] !== undefined) === isSet);
  const missing = names(false).join(" and ");
  const present = names(true).join(" and ");
  return cannotSignIn(
    `${present} ${names(true).length > 1 ? "are" : "is"} set, but ${missing} ${names(false).length > 1 ? "are" : "is"} not`,
    `Set ${missing} too, or unset ${present} to use another source.`,
  );
}
