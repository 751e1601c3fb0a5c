import { createHmac } from "node:crypto";
import { percentEncode } from "../../../server/percent-encode.ts";
import type { RawRequest } from "../../../server/raw-request.ts";
import { rpcParameters } from "./parameters.ts";

/**
 * The HMAC-SHA1 signature (V1) that an RPC call should carry: over all parameters but itself, sorted by name, whether
 * they stand in the query or in the form (vendor's signature V1 guide; @alicloud/credentials 2.4.7, which still uses it).
 */
export function signRpc(
  request: RawRequest,
  secret: string,
): { readonly stringToSign: string; readonly signature: string } {
  const canonical = [...rpcParameters(request)]
    .filter(([name]) => name !== "Signature")
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  const stringToSign = `${request.method}&${percentEncode("/")}&${percentEncode(canonical)}`;
  return { stringToSign, signature: createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64") };
}
