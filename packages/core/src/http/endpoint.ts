import { type ApiOptions, ConfigurationError } from "@upgradectl/provider-sdk";
import { isLoopback } from "../loopback.ts";

/** Where one service of a provider lives. */
export interface Endpoint {
  /** `https://cce.example.com` or with a port. */
  readonly origin: string;
  /** As in the `Host` header. */
  readonly host: string;
  /** Path in front of every request's, without a slash at its end; mostly empty. */
  readonly prefix: string;
}

/** Reads a base URL, or throws a `ConfigurationError` that says what is wrong with it. */
export function parseEndpoint(baseUrl: ApiOptions["baseUrl"]): Endpoint {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw fault(
      `${quote(baseUrl)}is not an http or https URL`,
      "Write it in full, such as https://cce.cn-north-4.example.com.",
    );
  if (url.username !== "" || url.password !== "")
    throw fault("carries a user name or password", "Take them out and configure credentials instead.");
  // `URL` reads a bare `?` or `#` as empty, but it is one: the path of a request would come after it.
  if (/[?#]/.test(baseUrl))
    throw fault(
      "has a query or a fragment",
      "End it with the host, or with a path that goes before every request's.",
    );
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw fault(
      `sends requests unencrypted to ${url.host}`,
      `Use https://${url.host}; http is for loopback only.`,
    );
  return { origin: url.origin, host: url.host, prefix: url.pathname.replace(/\/+$/, "") };
}

/** Not where it could be carrying a password. */
function quote(baseUrl: unknown): string {
  return typeof baseUrl !== "string" || baseUrl.includes("@") ? "" : `"${baseUrl.slice(0, 200)}" `;
}

function fault(problem: string, hint: string): ConfigurationError {
  return new ConfigurationError(`the endpoint ${problem}`, { pointer: "/endpoint", hint });
}
