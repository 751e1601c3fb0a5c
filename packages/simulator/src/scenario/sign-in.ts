import type { DurationText } from "./base-scenario.ts";

interface SignInBase {
  /** How long temporary keys last, whatever a request asks for. Default: that, or the cloud's usual time. */
  readonly keyLifetime?: DurationText;
}

/** The ways into a Huawei account beside its access key and its `token`. */
export interface HuaweiSignIn extends SignInBase {
  /** Name of the account as its users write it when they sign in. Default: the scenario's name of it. */
  readonly domainName?: string;
  /** IAM users that a password lets in. */
  readonly users?: readonly UserScenario[];
  /** Agencies that let whoever is signed in anywhere in the scenario into this account. */
  readonly agencies?: readonly AgencyScenario[];
  /** An OpenID Connect provider whose id token lets in. */
  readonly identityProvider?: IdentityProviderScenario;
  /** Metadata service of a cloud server of this account. One account of the cloud may have it, as its requests name none. */
  readonly metadata?: HuaweiMetadataScenario;
  /** Temporary keys for a pod that shows the content of its token file. */
  readonly podIdentity?: PodIdentityScenario;
  /** How long IAM tokens last. Default 24h. */
  readonly tokenLifetime?: DurationText;
}

export interface UserScenario {
  readonly name: string;
  readonly password: string;
}

export interface AgencyScenario {
  readonly name: string;
  /** The account that owns the agency. Default: this account's `domainName`. */
  readonly domainName?: string;
}

export interface IdentityProviderScenario {
  /** As in `X-Idp-Id`. */
  readonly id: string;
  /** The id token that is accepted. */
  readonly token: string;
}

/**
 * `v1` knows no session tokens, `v2` wants one, `both` takes requests with and without; `no-agency` is `both` on a server
 * without an agency: there are no keys.
 */
export type HuaweiMetadataScenario = "v1" | "v2" | "both" | "no-agency";

export interface PodIdentityScenario {
  /** Path that answers, such as `/v1/credentials`. */
  readonly path: string;
  /** Content of the token file. */
  readonly token: string;
}

/** The ways into an Alibaba account beside its access key. */
export interface AlibabaSignIn extends SignInBase {
  /** Roles that let whoever is signed in anywhere in the scenario into this account. */
  readonly roles?: readonly RoleScenario[];
  /** A role that an OpenID Connect token lets into, as pods have one. */
  readonly oidc?: OidcScenario;
  /** Metadata service of a server of this account. One account of the cloud may have it, as its requests name none. */
  readonly metadata?: AlibabaMetadataScenario;
  /** Path that answers with temporary keys to anyone, such as `/credentials`. */
  readonly credentialsUri?: string;
}

export interface RoleScenario {
  /** Such as `acs:ram::123456789012:role/reader`. */
  readonly arn: string;
  /** Requests must carry it. */
  readonly externalId?: string;
}

export interface OidcScenario {
  readonly providerArn: string;
  readonly roleArn: string;
  /** The token that is accepted. */
  readonly token: string;
}

export interface AlibabaMetadataScenario {
  /** Name of the server's role. */
  readonly role: string;
  /** `v1` knows no session tokens, `v2` wants one, `both` (default) takes requests with and without. */
  readonly version?: "v1" | "v2" | "both";
}

/** An account's ways in with every default filled in; of the other cloud's ways it has none. */
export interface SignIn {
  readonly domainName: string;
  readonly users: readonly UserScenario[];
  readonly agencies: readonly Required<AgencyScenario>[];
  readonly identityProvider: IdentityProviderScenario | null;
  readonly metadata: MetadataService | null;
  readonly podIdentity: PodIdentityScenario | null;
  readonly roles: readonly RoleScenario[];
  readonly oidc: OidcScenario | null;
  readonly credentialsUri: string | null;
  readonly tokenLifetimeMs: number;
  /** Null where requests decide. */
  readonly keyLifetimeMs: number | null;
}

export interface MetadataService {
  readonly version: "v1" | "v2" | "both";
  /** Null where the server has no role or agency, and so no keys. Empty where the cloud does not name it. */
  readonly role: string | null;
}
