import { pluginError } from "./build-request.ts";

export type RequestHeaders = Readonly<Record<string, string>>;

/** Set by the transport or by HTTP itself: with another value the request would not be the one that was signed. */
const reserved: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // A GET that a gateway takes for another method is not the read that was declared.
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
]);

/** Compressed answers are decoded where a server insists, but at a few kilobytes each they cost more than they save. */
const defaults: RequestHeaders = {
  accept: "application/json",
  "accept-encoding": "identity",
  "user-agent": "upgradectl",
};

/** What every request carries, overlaid with the plugin's own; lower-case names. */
export function baseHeaders(action: string, host: string, own: RequestHeaders | undefined): RequestHeaders {
  return own === undefined ? defaults : overlay(defaults, own, action, host);
}

/** `over` wins. Refuses what could not go over the wire as it stands. */
export function overlay(
  base: RequestHeaders,
  over: RequestHeaders,
  action: string,
  host: string,
): RequestHeaders {
  const merged: Record<string, string> = { ...base };
  for (const key of Object.keys(over)) {
    const name = key.toLowerCase();
    const value: unknown = over[key];
    // A signer may name the host that it signed.
    if (name === "host" && value === host) continue;
    if (reserved.has(name))
      throw pluginError(`sets the header "${name}" of ${action}, which belongs to the transport`);
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
      throw pluginError(`gave ${action} a header whose name is not one: ${JSON.stringify(key)}`);
    if (typeof value !== "string" || !isHeaderValue(value))
      throw pluginError(
        `gave the header "${name}" of ${action} a value with a line break or another character that no header may have`,
      );
    merged[name] = value;
  }
  return merged;
}

function isHeaderValue(value: string): boolean {
  return /^[\t -~\u0080-\u00ff]*$/.test(value);
}
