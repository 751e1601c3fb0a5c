import type { Account } from "../../../scenario/world.ts";
import type { Call, Reply } from "../../cloud.ts";
import { memberAt, parseJson, textAt } from "../../json-body.ts";
import { iamError, keystoneError } from "./errors.ts";
import { domainId } from "./names.ts";
import { grantKey } from "./temporary-key.ts";
import { replyToken } from "./token-reply.ts";

const assumed = ["auth", "identity", "assume_role"];

/** True for a request that asks for an agency's token or key. */
export function asksForAgency(body: unknown): boolean {
  const methods = memberAt(body, "auth", "identity", "methods");
  return Array.isArray(methods) && methods.includes("assume_role");
}

export function createTokenByAgency(call: Call): Reply {
  const body = parseJson(call.request);
  const found = findAgency(call, body);
  if ("fault" in found) return keystoneError(found.status, found.fault);
  return replyToken(call, {
    method: "assume_role",
    userName: `${found.domain}/${found.name}`,
    accounts: found.accounts,
    body,
  });
}

export function createKeyByAgency(call: Call): Reply {
  const body = parseJson(call.request);
  const found = findAgency(call, body);
  if ("fault" in found) return iamError(found.status, found.fault);
  return grantKey(call, found.accounts, memberAt(body, ...assumed, "duration_seconds"));
}

type Found =
  | { readonly accounts: readonly Account[]; readonly name: string; readonly domain: string }
  | { readonly fault: string; readonly status: 400 | 404 };

/** The name is `agency_name` here and `xrole_name` in documents of the same code's other brand (2026-01). */
function findAgency({ desk }: Call, body: unknown): Found {
  const name = textAt(body, ...assumed, "agency_name") ?? textAt(body, ...assumed, "xrole_name");
  const domain = textAt(body, ...assumed, "domain_name") ?? textAt(body, ...assumed, "domain_id");
  if (name === undefined || domain === undefined)
    return { fault: "assume_role needs an agency_name, and a domain_name or domain_id", status: 400 };
  const accounts = desk.accounts.filter(({ signIn }) =>
    signIn.agencies.some(
      (agency) => agency.name === name && [agency.domainName, domainId(agency.domainName)].includes(domain),
    ),
  );
  if (accounts.length > 0) return { accounts, name, domain };
  return { fault: `Could not find agency: ${name}.`, status: 404 };
}
