import { closed, duration, list, type Schema, text } from "./shared-schema.ts";

function block(
  description: string,
  required: readonly string[],
  properties: Readonly<Record<string, Schema>>,
): Schema {
  return { ...closed(required, properties), description };
}

function path(description: string): Schema {
  return {
    type: "string",
    pattern: "^/[A-Za-z0-9._/-]*$",
    maxLength: 256,
    description,
    examples: ["/v1/credentials"],
  };
}

const keyLifetime = duration(
  "How long temporary keys last, whatever a request asks for. Default: that, or the cloud's usual time.",
);

/** Members of a Huawei account that let people and programs in. */
export const huaweiSignInProperties: Readonly<Record<string, Schema>> = {
  domainName: text("The account's name as its users write it when they sign in. Default: `name`."),
  users: list(
    "IAM users that a password lets in.",
    block("One user.", ["name", "password"], {
      name: text("The user's name."),
      password: text("The user's password."),
    }),
  ),
  agencies: list(
    "Agencies that let whoever is signed in anywhere in the scenario into this account.",
    block("One agency.", ["name"], {
      name: text("The agency's name."),
      domainName: text("The account that owns the agency. Default: this account's `domainName`."),
    }),
  ),
  identityProvider: block("An OpenID Connect provider whose id token lets in.", ["id", "token"], {
    id: text("As in `X-Idp-Id`."),
    token: text("The id token that is accepted."),
  }),
  metadata: {
    enum: ["v1", "v2", "both", "no-agency"],
    description:
      "Metadata service of a server of this account. v1 knows no session tokens, v2 wants one, both takes requests " +
      "with and without; no-agency: the server has no agency and so no keys. One account of the cloud may have it.",
  },
  podIdentity: block(
    "Temporary keys for a pod that shows the content of its token file.",
    ["path", "token"],
    {
      path: path("Path that answers."),
      token: text("Content of the token file."),
    },
  ),
  tokenLifetime: duration("How long IAM tokens last. Default 24h."),
  keyLifetime,
};

/** Members of an Alibaba account that let people and programs in. */
export const alibabaSignInProperties: Readonly<Record<string, Schema>> = {
  roles: list(
    "Roles that let whoever is signed in anywhere in the scenario into this account.",
    block("One role.", ["arn"], {
      arn: text("The role's name in full.", "acs:ram::123456789012:role/reader"),
      externalId: text("Requests must carry it."),
    }),
  ),
  oidc: block("A role that an OpenID Connect token lets into.", ["providerArn", "roleArn", "token"], {
    providerArn: text("The provider's name in full.", "acs:ram::123456789012:oidc-provider/ack"),
    roleArn: text("The role's name in full.", "acs:ram::123456789012:role/reader"),
    token: text("The token that is accepted."),
  }),
  metadata: block("Metadata service of a server of this account. One account may have it.", ["role"], {
    role: text("Name of the server's role."),
    version: {
      enum: ["v1", "v2", "both"],
      description:
        "v1 knows no session tokens, v2 wants one, both takes requests with and without. Default `both`.",
    },
  }),
  credentialsUri: path("Path that answers with temporary keys to anyone."),
  keyLifetime,
};

/** Keys whose values are durations. */
export const signInDurations: readonly string[] = ["tokenLifetime", "keyLifetime"];

/** Keys whose values are text even where they are all digits. */
export const signInTexts: readonly string[] = ["password", "domainName", "role", "token", "externalId"];
