import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import { type CredentialSource, type Credentials, cleanSecret } from "./credentials.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

interface Names {
  readonly accessKeyId: readonly string[];
  readonly secretAccessKey: readonly string[];
  readonly securityToken: readonly string[];
  readonly token: readonly string[];
}

/** The official SDKs' names, then Terraform's (each falls back to OpenStack's), then those of the vendor's samples. */
const groups: readonly Names[] = [
  {
    accessKeyId: ["HUAWEICLOUD_SDK_AK"],
    secretAccessKey: ["HUAWEICLOUD_SDK_SK"],
    securityToken: ["HUAWEICLOUD_SDK_SECURITY_TOKEN"],
    token: [],
  },
  {
    accessKeyId: ["HW_ACCESS_KEY", "OS_ACCESS_KEY"],
    secretAccessKey: ["HW_SECRET_KEY", "OS_SECRET_KEY"],
    securityToken: ["HW_SECURITY_TOKEN", "OS_SECURITY_TOKEN"],
    token: ["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"],
  },
  {
    accessKeyId: ["CLOUD_SDK_AK"],
    secretAccessKey: ["CLOUD_SDK_SK"],
    securityToken: [],
    token: [],
  },
];

export const projectIdNames = ["HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID", "OS_PROJECT_ID"];
export const regionNames = ["HW_REGION_NAME", "OS_REGION_NAME"];

export function environmentSource(env: Environment): CredentialSource {
  const places = groups.flatMap((group) => [
    `${group.accessKeyId[0]}/${group.secretAccessKey[0]}`,
    ...group.token.slice(0, 1),
  ]);
  return {
    place: `the environment (${places.join(", ")})`,
    read: async () => {
      for (const group of groups) {
        const credentials = readGroup(env, group);
        if (credentials !== undefined) return credentials;
      }
      return undefined;
    },
  };
}

/** The first of the variables that is set and not blank, with its name. */
export function findVariable(env: Environment, names: readonly string[]): [string, string] | undefined {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== "") return [name, value];
  }
  return undefined;
}

/** As in Terraform, a token wins over a key of the same group. */
function readGroup(env: Environment, names: Names): Credentials | undefined {
  const token = readSecret(env, names.token);
  if (token !== undefined) return { token };
  const accessKeyId = readSecret(env, names.accessKeyId);
  const secretAccessKey = readSecret(env, names.secretAccessKey);
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined) throw half(names.secretAccessKey, names.accessKeyId, env);
  if (secretAccessKey === undefined) throw half(names.accessKeyId, names.secretAccessKey, env);
  const securityToken = readSecret(env, names.securityToken);
  return { accessKeyId, secretAccessKey, ...(securityToken === undefined ? {} : { securityToken }) };
}

function readSecret(env: Environment, names: readonly string[]): string | undefined {
  const found = findVariable(env, names);
  if (found === undefined) return undefined;
  const value = cleanSecret(found[1]);
  if (typeof value === "string") return value;
  throw unusable({
    message: `${found[0]} holds a space, a line break or another character that no key or token has`,
    hint: `Set ${found[0]} again, to the bare value.`,
  });
}

/** Half a pair is a mistake to mend: another identity further down the list could be the wrong one. */
function half(present: readonly string[], missing: readonly string[], env: Environment): ProviderError {
  const name = findVariable(env, present)?.[0] ?? present[0];
  return unusable({
    message: `${name} is set, but ${missing[0]} is not; a key needs both`,
    hint: `Set ${missing[0]} too, or unset ${name}.`,
  });
}

function unusable(facts: Pick<ErrorFacts, "message" | "hint">): ProviderError {
  return new ProviderError({ kind: "unauthenticated", ...facts });
}
