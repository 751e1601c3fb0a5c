import { ConfigurationError } from "@upgradectl/provider-sdk";
import type { HuaweiConfig } from "../config.ts";
import { type Clean, cleanName, cleanPassword, cleanSecret, describeDirt } from "./clean-text.ts";
import type { Found, Grant } from "./source.ts";

type Written = NonNullable<HuaweiConfig["credentials"]>;
type Key = keyof Written;

export const configPlace = "`credentials` of the provider's config";

/** The manifest's `credentials`; throws a `ConfigurationError` at once where they cannot work. */
export function findInConfig({ credentials }: HuaweiConfig): Found | undefined {
  if (credentials === undefined) return undefined;
  refuseMixture(credentials);
  return { grant: parseGrant(credentials), source: "config `credentials`" };
}

const forms: readonly { readonly name: string; readonly keys: readonly Key[] }[] = [
  { name: "an access key", keys: ["accessKeyId", "secretAccessKey", "securityToken"] },
  { name: "a token", keys: ["token"] },
  { name: "a password", keys: ["username", "password", "domainName", "domainId"] },
];

function refuseMixture(written: Written): void {
  const [first, second] = forms.filter(({ keys }) => keys.some((key) => written[key] !== undefined));
  if (first === undefined || second === undefined) return;
  const surplus = second.keys.find((key) => written[key] !== undefined);
  throw new ConfigurationError(`\`credentials\` has both ${first.name} and ${second.name}`, {
    hint: "Keep `accessKeyId` and `secretAccessKey`, or `token`, or `username`, `password` and `domainName`.",
    pointer: `/credentials/${surplus}`,
  });
}

function parseGrant(written: Written): Grant {
  const token = parse(written, "token", cleanSecret);
  if (token !== undefined) return { kind: "credentials", credentials: { token } };
  const username = parse(written, "username", cleanName);
  const password = parse(written, "password", cleanPassword);
  const domain = parseDomain(written);
  if (username !== undefined && password !== undefined && domain !== undefined)
    return { kind: "password", password: { username, password, domain } };
  if (username !== undefined || password !== undefined || domain !== undefined)
    throw incomplete(
      "has only a part of a user's sign-in",
      "Give `username`, `password` and `domainName`, the account's name (console: My Credentials > Account name).",
    );
  const accessKeyId = parse(written, "accessKeyId", cleanSecret);
  const secretAccessKey = parse(written, "secretAccessKey", cleanSecret);
  const securityToken = parse(written, "securityToken", cleanSecret);
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw incomplete("has only a part of an access key", "Give both `accessKeyId` and `secretAccessKey`.");
  const temporary = securityToken === undefined ? {} : { securityToken };
  return { kind: "credentials", credentials: { accessKeyId, secretAccessKey, ...temporary } };
}

function parseDomain(written: Written): { name: string } | { id: string } | undefined {
  const name = parse(written, "domainName", cleanName);
  const id = parse(written, "domainId", cleanName);
  return name !== undefined ? { name } : id !== undefined ? { id } : undefined;
}

function incomplete(fault: string, hint: string): ConfigurationError {
  return new ConfigurationError(`\`credentials\` ${fault}`, { hint, pointer: "/credentials" });
}

function parse(written: Written, key: Key, clean: Clean): string | undefined {
  const value = clean(written[key]);
  if (value !== null && (value !== undefined || written[key] === undefined)) return value;
  const fault = value === null ? describeDirt(clean) : "is blank";
  throw new ConfigurationError(`\`credentials.${key}\` ${fault}`, {
    hint: "Write the bare value, or the variable that holds it.",
    pointer: `/credentials/${key}`,
  });
}
