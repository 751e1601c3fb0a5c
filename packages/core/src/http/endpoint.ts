import { type ApiOptions, ConfigurationError } from "@upgradectl/provider-sdk";
import { checkBaseUrl } from "../base-url.ts";
import { cut, printable } from "../quote-text.ts";

/** Where one service of a provider lives. */
export interface Endpoint {
  /** `https://cce.example.com` or with a port. */
  readonly origin: string;
  /** As in the `Host` header. */
  readonly host: string;
  /** Path in front of every request's, without a slash at its end; mostly empty. */
  readonly prefix: string;
}

/**
 * Reads a base URL, or throws a `ConfigurationError` that says what is wrong with it. `isForSignIn`: it may be a cloud's
 * metadata service, which plain http alone reaches.
 */
export function parseEndpoint(
  { baseUrl, pointer = "/endpoint" }: Pick<ApiOptions, "baseUrl" | "pointer">,
  isForSignIn: boolean,
): Endpoint {
  const found = checkBaseUrl(String(baseUrl), isForSignIn);
  if (found !== undefined)
    throw new ConfigurationError(`the endpoint ${quote(baseUrl)}${found.fault}`, {
      pointer,
      hint: found.hint,
    });
  const url = new URL(baseUrl);
  return { origin: url.origin, host: url.host, prefix: url.pathname.replace(/(?<!\/)\/+$/, "") };
}

/** Not where it could be carrying a password or a token. */
function quote(baseUrl: unknown): string {
  return typeof baseUrl !== "string" || /[@?#]/.test(baseUrl) ? "" : `"${printable(cut(baseUrl, 200))}" `;
}
