import type { ConnectContext } from "@upgradectl/provider-sdk";
import { cannotSignIn } from "./sign-in-error.ts";

/** Signs requests. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of a temporary key. */
  readonly securityToken?: string;
}

/** A value under the name that a person or a file gave it. */
export type Named = readonly [name: string, value: unknown];

export interface KeyParts {
  readonly id: Named;
  readonly secret: Named;
  readonly token: Named;
}

/** Undefined where there is neither id nor secret; throws where there is one of them, or a part is no part of a key. */
export function readKey(parts: KeyParts): AccessKey | undefined {
  const accessKeyId = readKeyText(parts.id);
  const accessKeySecret = readKeyText(parts.secret);
  if (accessKeyId === undefined && accessKeySecret === undefined) return undefined;
  if (accessKeyId === undefined) throw half(parts.secret[0], parts.id[0]);
  if (accessKeySecret === undefined) throw half(parts.id[0], parts.secret[0]);
  const securityToken = readKeyText(parts.token);
  return { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) };
}

/** A line break at the end comes from `$(cat file)` and from CI variables; inside a header it would be an injection. */
function readKeyText([name, value]: Named): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string")
    throw cannotSignIn(`${name} is not a text`, "Write it as a text, in quotes where the file is JSON.");
  const text = value.trim();
  if (text === "") return undefined;
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw cannotSignIn(
    `${name} holds a character that no access key has (a space, a line break or a non-ASCII letter)`,
    "Copy the value again from the RAM console.",
  );
}

/** Call before anything can print a part. */
export function maskKey(
  { accessKeyId, accessKeySecret, securityToken }: AccessKey,
  secret: ConnectContext<unknown>["secret"],
): void {
  secret(accessKeyId, "prefix");
  secret(accessKeySecret);
  if (securityToken !== undefined) secret(securityToken);
}

function half(present: string, missing: string) {
  return cannotSignIn(
    `${present} is set, but ${missing} is not`,
    `Set ${missing} too, or unset ${present} to use another source.`,
  );
}
