import { durationMs } from "./duration.ts";
import type { AlibabaSignIn, HuaweiSignIn, MetadataService, SignIn } from "./sign-in.ts";

type Way =
  | ({ readonly cloud: "huawei"; readonly name: string } & HuaweiSignIn)
  | ({ readonly cloud: "alibaba"; readonly name: string } & AlibabaSignIn);

/** IAM tokens last that long (Huawei IAM API reference, 2025-03). */
const tokenLifetimeMs = 24 * 3_600_000;

/** An account's ways in, with every default filled in. */
export function buildSignIn(account: Way): SignIn {
  const keyLifetimeMs = account.keyLifetime === undefined ? null : durationMs(account.keyLifetime, 0);
  const common = { ...none, domainName: account.name, keyLifetimeMs };
  if (account.cloud === "alibaba")
    return {
      ...common,
      roles: account.roles ?? [],
      oidc: account.oidc ?? null,
      metadata:
        account.metadata === undefined
          ? null
          : { version: account.metadata.version ?? "both", role: account.metadata.role },
      credentialsUri: account.credentialsUri ?? null,
    };
  const domainName = account.domainName ?? account.name;
  return {
    ...common,
    domainName,
    users: account.users ?? [],
    agencies: (account.agencies ?? []).map((agency) => ({ domainName, ...agency })),
    identityProvider: account.identityProvider ?? null,
    metadata: account.metadata === undefined ? null : huaweiMetadata(account.metadata),
    podIdentity: account.podIdentity ?? null,
    tokenLifetimeMs: durationMs(account.tokenLifetime, tokenLifetimeMs),
  };
}

function huaweiMetadata(metadata: NonNullable<HuaweiSignIn["metadata"]>): MetadataService {
  return metadata === "no-agency" ? { version: "both", role: null } : { version: metadata, role: "" };
}

const none: Omit<SignIn, "domainName" | "keyLifetimeMs"> = {
  users: [],
  agencies: [],
  identityProvider: null,
  metadata: null,
  podIdentity: null,
  roles: [],
  oidc: null,
  credentialsUri: null,
  tokenLifetimeMs,
};
