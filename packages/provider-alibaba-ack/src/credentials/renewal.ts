import type { ApiOptions, ErrorFacts, Fresh } from "@upgradectl/provider-sdk";
import { identityOf, type SourcedKey } from "../sign.ts";

type Renewal = NonNullable<ApiOptions["renew"]>;

/**
 * Answers whether there is another key now than the refused one: a temporary key may have been withdrawn early, and files and
 * programs may have a new one. The chain is gone through once for all requests that ask.
 */
export function createRenewal(credentials: Pick<Fresh<SourcedKey>, "renew">): Renewal {
  return ({ identity, error }, signal) =>
    identity !== undefined &&
    isAboutKey(error) &&
    credentials.renew(({ key }) => identityOf(key) === identity, signal);
}

/** Not where the signature, the clock or the request is at fault: a new key would be refused alike. */
function isAboutKey({ code, httpStatus }: ErrorFacts): boolean {
  return code === undefined ? httpStatus === 401 : /AccessKeyId|SecurityToken/i.test(code);
}
