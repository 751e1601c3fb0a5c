import { type ConnectContext, ProviderError } from "@upgradectl/provider-sdk";
import type { Config } from "./config.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of a temporary key. */
  readonly securityToken?: string;
}

/** Where a key may come from. Answers undefined where it has none, throws where it has half of one. */
interface CredentialSource {
  /** For people, when no source has a key. */
  readonly place: string;
  find(): Credentials | undefined;
}

/** The parts of a key under the names that a person used. */
interface Parts {
  readonly id: readonly [name: string, value: string | undefined];
  readonly secret: readonly [name: string, value: string | undefined];
  readonly token: readonly [name: string, value: string | undefined];
}

/** Names of the official SDK, of Terraform and of aliyun-cli, in this order. */
const variables = [
  ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"],
  ["ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN"],
  ["ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_SECURITY_TOKEN"],
  ["ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECURITY_TOKEN"],
] as const;

type Context = Pick<ConnectContext<Config>, "config" | "env" | "instance" | "secret">;

/** Returns a function that looks for the key when it is first needed, so that connecting works without one. */
export function createCredentials(context: Context): () => Promise<Credentials> {
  const sources = [manifest(context), ...variables.map((names) => environment(context.env, names))];
  let found: Credentials | undefined;
  return async () => {
    found ??= findIn(sources, context);
    return found;
  };
}

function findIn(sources: readonly CredentialSource[], context: Context): Credentials {
  for (const source of sources) {
    const credentials = source.find();
    if (credentials === undefined) continue;
    context.secret(credentials.accessKeyId, "prefix");
    context.secret(credentials.accessKeySecret);
    if (credentials.securityToken !== undefined) context.secret(credentials.securityToken);
    return credentials;
  }
  throw new ProviderError({
    kind: "unauthenticated",
    message: `provider "${context.instance}" found no Alibaba Cloud access key`,
    hint: `Set ${variables[0][0]} and ${variables[0][1]}. Looked in: ${sources.map(({ place }) => place).join("; ")}.`,
  });
}

function manifest({ config, instance }: Context): CredentialSource {
  const path = `providers.${instance}.config.credentials`;
  return {
    place: path,
    find: () =>
      config.credentials === undefined
        ? undefined
        : assemble({
            id: [`${path}.accessKeyId`, config.credentials.accessKeyId],
            secret: [`${path}.accessKeySecret`, config.credentials.accessKeySecret],
            token: [`${path}.securityToken`, config.credentials.securityToken],
          }),
  };
}

function environment(
  env: Readonly<Record<string, string | undefined>>,
  [id, secret, token]: (typeof variables)[number],
): CredentialSource {
  return {
    place: `${id}, ${secret}`,
    find: () => assemble({ id: [id, env[id]], secret: [secret, env[secret]], token: [token, env[token]] }),
  };
}

function assemble(parts: Parts): Credentials | undefined {
  const accessKeyId = read(parts.id);
  const accessKeySecret = read(parts.secret);
  if (accessKeyId === undefined && accessKeySecret === undefined) return undefined;
  if (accessKeyId === undefined) throw half(parts.secret[0], parts.id[0]);
  if (accessKeySecret === undefined) throw half(parts.id[0], parts.secret[0]);
  const securityToken = read(parts.token);
  return { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) };
}

/** A line break at the end comes from `$(cat file)` and from CI variables; inside a header it would be an injection. */
function read([name, value]: readonly [string, string | undefined]): string | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new ProviderError({
    kind: "unauthenticated",
    message: `${name} holds a character that no access key has (a space, a line break or a non-ASCII letter)`,
    hint: "Copy the value again from the RAM console.",
  });
}

function half(present: string, missing: string): ProviderError {
  return new ProviderError({
    kind: "unauthenticated",
    message: `${present} is set, but ${missing} is not`,
    hint: `Set ${missing} too, or unset ${present} to use another source.`,
  });
}
