import { type Environment, findVariable } from "../environment.ts";
import { type Clean, cleanName, cleanPassword, cleanSecret, describeDirt } from "./clean-text.ts";
import { type Found, type Grant, type Password, unusable } from "./source.ts";

type Names = readonly string[];

interface Group {
  readonly idpId?: Names;
  readonly idTokenFile?: Names;
  readonly token?: Names;
  readonly accessKeyId: Names;
  readonly secretAccessKey: Names;
  readonly securityToken: Names;
  readonly user?: {
    readonly username: Names;
    readonly password: Names;
    readonly domainName: Names;
    readonly domainId: Names;
  };
}

/** The official SDKs' names, then Terraform's (each falls back to OpenStack's), then those of the vendor's samples. */
const groups: readonly Group[] = [
  {
    idpId: ["HUAWEICLOUD_SDK_IDP_ID"],
    idTokenFile: ["HUAWEICLOUD_SDK_ID_TOKEN_FILE"],
    accessKeyId: ["HUAWEICLOUD_SDK_AK"],
    secretAccessKey: ["HUAWEICLOUD_SDK_SK"],
    securityToken: ["HUAWEICLOUD_SDK_SECURITY_TOKEN"],
  },
  {
    token: ["HW_AUTH_TOKEN", "OS_AUTH_TOKEN"],
    accessKeyId: ["HW_ACCESS_KEY", "OS_ACCESS_KEY"],
    secretAccessKey: ["HW_SECRET_KEY", "OS_SECRET_KEY"],
    securityToken: ["HW_SECURITY_TOKEN", "OS_SECURITY_TOKEN"],
    user: {
      username: ["HW_USER_NAME", "OS_USERNAME"],
      password: ["HW_USER_PASSWORD", "OS_PASSWORD"],
      domainName: ["HW_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME"],
      domainId: ["HW_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_DOMAIN_ID"],
    },
  },
  { accessKeyId: ["CLOUD_SDK_AK"], secretAccessKey: ["CLOUD_SDK_SK"], securityToken: [] },
];

export const environmentPlace: string = `the environment (${groups
  .flatMap(({ idpId, idTokenFile, accessKeyId, secretAccessKey, token, user }) => [
    `${accessKeyId[0]}/${secretAccessKey[0]}`,
    ...(token?.slice(0, 1) ?? []),
    ...(user === undefined ? [] : [`${user.username[0]}/${user.password[0]}/${user.domainName[0]}`]),
    ...(idpId === undefined ? [] : [`${idpId[0]}/${idTokenFile?.[0]}`]),
  ])
  .join(", ")})`;

/** The first group of names that has something; throws a `ProviderError` where that cannot be used. */
export function findInEnvironment(env: Environment): Found | undefined {
  for (const group of groups) {
    const found =
      readIdToken(env, group) ?? readToken(env, group) ?? readKey(env, group) ?? readPassword(env, group);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The SDKs take it before the key, but only where both parts are there. */
function readIdToken(env: Environment, { idpId = [], idTokenFile = [], ...key }: Group): Found | undefined {
  const id = findVariable(env, idpId);
  const file = findVariable(env, idTokenFile);
  if (id === undefined && file === undefined) return undefined;
  if (id !== undefined && file !== undefined) {
    const idToken = { idpId: clean(id, cleanSecret), idTokenFile: file[1] };
    return found({ kind: "id-token", idToken }, id[0]);
  }
  if (findVariable(env, [...key.accessKeyId, ...key.secretAccessKey]) !== undefined) return undefined;
  throw half(id ?? file, id === undefined ? idpId : idTokenFile, "an id token needs both");
}

/** As in Terraform, a token wins over a key of the same group. */
function readToken(env: Environment, { token = [] }: Group): Found | undefined {
  const variable = findVariable(env, token);
  if (variable === undefined) return undefined;
  const credentials = { token: clean(variable, cleanSecret) };
  return found({ kind: "credentials", credentials }, variable[0]);
}

function readKey(env: Environment, names: Group): Found | undefined {
  const id = findVariable(env, names.accessKeyId);
  const secret = findVariable(env, names.secretAccessKey);
  if (id === undefined && secret === undefined) return undefined;
  if (id === undefined) throw half(secret, names.accessKeyId, "a key needs both");
  if (secret === undefined) throw half(id, names.secretAccessKey, "a key needs both");
  const token = findVariable(env, names.securityToken);
  const credentials = {
    accessKeyId: clean(id, cleanSecret),
    secretAccessKey: clean(secret, cleanSecret),
    ...(token === undefined ? {} : { securityToken: clean(token, cleanSecret) }),
  };
  return found({ kind: "credentials", credentials }, id[0]);
}

function readPassword(env: Environment, { user }: Group): Found | undefined {
  if (user === undefined) return undefined;
  const username = findVariable(env, user.username);
  const password = findVariable(env, user.password);
  if (username === undefined && password === undefined) return undefined;
  const needs = "a sign-in needs the user, the password and the account";
  if (username === undefined) throw half(password, user.username, needs);
  if (password === undefined) throw half(username, user.password, needs);
  const name = findVariable(env, user.domainName);
  const id = findVariable(env, user.domainId);
  const domain: Password["domain"] | undefined =
    name !== undefined
      ? { name: clean(name, cleanName) }
      : id !== undefined
        ? { id: clean(id, cleanName) }
        : undefined;
  if (domain === undefined) throw half(username, user.domainName, needs);
  // A password may begin or end with spaces, which finding the variable has cut.
  const whole: [string, string] = [password[0], env[password[0]] ?? ""];
  const signIn = { username: clean(username, cleanName), password: clean(whole, cleanPassword), domain };
  return found({ kind: "password", password: signIn }, username[0]);
}

function found(grant: Grant, variable: string): Found {
  return { grant, source: `environment ${variable}` };
}

function clean([name, text]: readonly [string, string], rule: Clean): string {
  const value = rule(text);
  if (typeof value === "string") return value;
  throw unusable({
    message: `${name} ${describeDirt(rule)}`,
    hint: `Set ${name} again, to the bare value.`,
  });
}

function half(present: readonly [string, string] | undefined, missing: Names, needs: string): Error {
  const name = present?.[0];
  return unusable({
    message: `${name} is set, but ${missing[0]} is not; ${needs}`,
    hint: `Set ${missing[0]} too, or unset ${name}.`,
  });
}
