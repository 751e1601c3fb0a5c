import type { Perishable } from "@upgradectl/provider-sdk";
import type { Iam } from "../iam.ts";
import type { Agency } from "./agency.ts";
import { authenticate } from "./authenticate.ts";
import type { Mask, Signer } from "./credential.ts";
import type { Keyring } from "./keyring.ts";
import { parseTemporaryKey } from "./temporary-key.ts";

const action = "CreateTemporaryAccessKeyByAgency";

export interface AgencySignIn {
  readonly agency: Agency;
  /** The identity that the agency is entrusted to. */
  readonly base: Keyring;
  readonly source: string;
  readonly iam: Iam;
  readonly mask: Mask;
  readonly now: () => number;
}

/** Gets a temporary key of an agency (IAM API reference, "Obtaining a Temporary Access Key and Security Token Through an Agency"). */
export function createAgencyKeys(signIn: AgencySignIn): (signal: AbortSignal) => Promise<Perishable<Signer>> {
  const { agency, base, iam } = signIn;
  let signedBy: string | undefined;
  iam.signInWith(action, async (request, signal) => {
    const signer = await base.current(signal);
    signedBy = signer.identity;
    return authenticate(request, signer);
  });
  const domain =
    "name" in agency.domain ? { domain_name: agency.domain.name } : { domain_id: agency.domain.id };
  const duration = agency.durationSeconds === undefined ? {} : { duration_seconds: agency.durationSeconds };
  const identity = {
    methods: ["assume_role"],
    assume_role: { agency_name: agency.name, ...domain, ...duration },
  };
  const source = `agency ${agency.name}, assumed with ${signIn.source}`;
  return async (signal) => {
    const answer = await iam.read(action, { json: { auth: { identity } }, signal });
    if (signedBy !== undefined) base.accepted(signedBy);
    return parseTemporaryKey(answer, source, signIn);
  };
}
