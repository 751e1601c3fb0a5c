import type { RawRequest } from "../../../server/raw-request.ts";

/** What an RPC call is given: in its query and, for POST, in its form. Names are case-sensitive; the first one counts. */
export function rpcParameters(request: RawRequest): ReadonlyMap<string, string> {
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const form = isForm ? [...new URLSearchParams(request.body.toString())] : [];
  const parameters = new Map<string, string>();
  for (const [name, value] of [...request.query, ...form])
    if (!parameters.has(name)) parameters.set(name, value);
  return parameters;
}

/** The call's name, in a header (signature V3) or among the parameters (signature V1 and unsigned calls). */
export function rpcAction(request: RawRequest): string | undefined {
  return request.headers["x-acs-action"] ?? rpcParameters(request).get("Action");
}

export function rpcVersion(request: RawRequest): string | undefined {
  return request.headers["x-acs-version"] ?? rpcParameters(request).get("Version");
}
