import { ConfigurationError } from "@upgradectl/provider-sdk";
import type { HuaweiConfig } from "./config.ts";
import { type CredentialSource, type Credentials, cleanSecret } from "./credentials.ts";

/** The manifest's `credentials`; throws a `ConfigurationError` at once where they cannot work. */
export function configSource(config: HuaweiConfig): CredentialSource {
  const credentials = config.credentials === undefined ? undefined : parseCredentials(config.credentials);
  return { place: "`credentials` of the provider's config", read: async () => credentials };
}

function parseCredentials(written: NonNullable<HuaweiConfig["credentials"]>): Credentials {
  const token = parseSecret(written, "token");
  const accessKeyId = parseSecret(written, "accessKeyId");
  const secretAccessKey = parseSecret(written, "secretAccessKey");
  const securityToken = parseSecret(written, "securityToken");
  if (token !== undefined && (accessKeyId ?? secretAccessKey ?? securityToken) !== undefined) {
    throw new ConfigurationError("`credentials` has both an access key and a token", {
      hint: "Keep `accessKeyId` and `secretAccessKey`, or `token`.",
      pointer: "/credentials/token",
    });
  }
  if (token !== undefined) return { token };
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { accessKeyId, secretAccessKey, ...(securityToken === undefined ? {} : { securityToken }) };
  throw new ConfigurationError("`credentials` has only a part of an access key", {
    hint: "Give both `accessKeyId` and `secretAccessKey`.",
    pointer: "/credentials",
  });
}

function parseSecret(
  written: NonNullable<HuaweiConfig["credentials"]>,
  key: keyof NonNullable<HuaweiConfig["credentials"]>,
): string | undefined {
  const value = cleanSecret(written[key]);
  if (value !== null && (value !== undefined || written[key] === undefined)) return value;
  const found =
    value === null ? "holds a space, a line break or another character that none has" : "is blank";
  throw new ConfigurationError(`\`credentials.${key}\` ${found}`, {
    hint: "Write the bare value, or the variable that holds it.",
    pointer: `/credentials/${key}`,
  });
}
