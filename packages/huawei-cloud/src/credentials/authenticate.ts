import type { SignableRequest, SignedHeaders } from "@upgradectl/provider-sdk";
import { signRequest, timeToleranceMs } from "../sign.ts";
import type { Signer } from "./credential.ts";

/** The headers that make a request the signer's. */
export function authenticate(request: SignableRequest, signer: Signer): SignedHeaders {
  const { credentials, identity, principal } = signer;
  if ("token" in credentials) return { headers: { "x-auth-token": credentials.token }, identity, principal };
  return { headers: signRequest(request, credentials), identity, principal, timeToleranceMs };
}
