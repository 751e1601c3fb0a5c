import type { SignableRequest, SignedHeaders } from "@upgradectl/provider-sdk";
import { signRequest } from "../sign.ts";
import type { Signer } from "./credential.ts";

/** The headers that make a request the signer's. */
export function authenticate(request: SignableRequest, signer: Signer): SignedHeaders {
  const { credentials, identity, principal } = signer;
  const headers =
    "token" in credentials ? { "x-auth-token": credentials.token } : signRequest(request, credentials);
  return { headers, identity, principal };
}
