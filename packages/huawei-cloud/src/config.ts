import type { FromSchema, JsonSchema } from "@upgradectl/provider-sdk";
import { regionPattern } from "./endpoints.ts";
import { idPattern } from "./ids.ts";

const properties = {
  region: {
    type: "string",
    pattern: regionPattern,
    maxLength: 50,
    description:
      "Region id, such as cn-north-4. Default: $HW_REGION_NAME or $OS_REGION_NAME. Needed unless `endpoint` and `projectId` are given.",
    examples: ["cn-north-4", "ap-southeast-3", "eu-west-101"],
  },
  projectId: {
    type: "string",
    pattern: idPattern,
    maxLength: 128,
    description:
      "Project id. Default: $HUAWEICLOUD_SDK_PROJECT_ID, $HW_PROJECT_ID or $OS_PROJECT_ID; else it is looked up in IAM by the region's name.",
    examples: ["5f0d4cde2b1a4c7f9d3e8a6b7c1d2e3f", "${HW_PROJECT_ID}"],
  },
  iamEndpoint: {
    type: "string",
    format: "upgradectl-base-url",
    description:
      "Base URL of IAM, which gives out tokens and knows the projects. Default: $HUAWEICLOUD_SDK_IAM_ENDPOINT, $HW_AUTH_URL or $OS_AUTH_URL, else https://iam.{region}.myhuaweicloud.com.",
    examples: ["https://iam.cn-north-4.myhuaweicloud.com"],
  },
  metadataEndpoint: {
    type: "string",
    format: "upgradectl-sign-in-url",
    description:
      "Base URL of the server's metadata service, asked where no other place has credentials. Default: http://169.254.169.254. Not asked where $UPGRADECTL_METADATA_DISABLED is true.",
    examples: ["http://169.254.169.254"],
  },
  assumeAgency: {
    type: "object",
    description:
      "An agency to act as, assumed with the credentials. Default: $HW_ASSUME_ROLE_AGENCY_NAME with _DOMAIN_NAME or _DOMAIN_ID, and _DURATION.",
    examples: [{ agencyName: "upgrade-reader", domainName: "acme-production" }],
    properties: {
      agencyName: {
        type: "string",
        minLength: 1,
        description: "The agency's name.",
        examples: ["upgrade-reader"],
      },
      domainName: {
        type: "string",
        minLength: 1,
        description: "Name of the account that made the agency.",
        examples: ["acme-production"],
      },
      domainId: {
        type: "string",
        minLength: 1,
        description: "Id of that account, in place of its name.",
        examples: ["0b2f4a6c8e0d4f1a9c3b5d7e9f1a2b3c"],
      },
      durationSeconds: {
        type: "integer",
        minimum: 900,
        maximum: 86_400,
        description: "How long a key of the agency lives; it is renewed before. Default: IAM's, 900.",
        examples: [3600],
      },
    },
    required: ["agencyName"],
    additionalProperties: false,
  },
  credentials: {
    type: "object",
    description:
      "An access key (`accessKeyId`, `secretAccessKey`, for temporary keys `securityToken`), an IAM `token`, or a user (`username`, `password`, `domainName`). Default: the environment, under the names of the official SDK (HUAWEICLOUD_SDK_AK ...) or of Terraform (HW_ACCESS_KEY ...), then a pod's identity, the file ~/.huaweicloud/credentials, the server's metadata.",
    examples: [{ accessKeyId: "${BEIJING_AK}", secretAccessKey: "${BEIJING_SK}" }],
    properties: {
      accessKeyId: {
        type: "string",
        minLength: 1,
        secret: "prefix",
        description: "Access key id (AK).",
        examples: ["${BEIJING_AK}"],
      },
      secretAccessKey: {
        type: "string",
        minLength: 1,
        secret: true,
        description: "Secret access key (SK).",
        examples: ["${BEIJING_SK}"],
      },
      securityToken: {
        type: "string",
        minLength: 1,
        secret: true,
        description: "Security token of a temporary access key.",
        examples: ["${BEIJING_SECURITY_TOKEN}"],
      },
      token: {
        type: "string",
        minLength: 1,
        secret: true,
        description: "IAM token, sent as X-Auth-Token.",
        examples: ["${IAM_TOKEN}"],
      },
      username: {
        type: "string",
        minLength: 1,
        description: "Name of an IAM user.",
        examples: ["upgrade-reader"],
      },
      password: {
        type: "string",
        minLength: 1,
        secret: true,
        description: "That user's password.",
        examples: ["${IAM_PASSWORD}"],
      },
      domainName: {
        type: "string",
        minLength: 1,
        description: "Name of the account that the user belongs to.",
        examples: ["acme"],
      },
      domainId: {
        type: "string",
        minLength: 1,
        description: "Id of that account, in place of its name.",
        examples: ["0b2f4a6c8e0d4f1a9c3b5d7e9f1a2b3c"],
      },
    },
    additionalProperties: false,
    minProperties: 1,
    dependentRequired: {
      accessKeyId: ["secretAccessKey"],
      secretAccessKey: ["accessKeyId"],
      securityToken: ["accessKeyId", "secretAccessKey"],
      username: ["password"],
      password: ["username"],
      domainName: ["username", "password"],
      domainId: ["username", "password"],
    },
  },
} as const;

/** `config` of every Huawei Cloud provider. */
export const huaweiConfigSchema = {
  type: "object",
  properties,
  additionalProperties: false,
} as const satisfies JsonSchema;

/** What that accepts, with the `endpoint` that every provider takes. */
export type HuaweiConfig = FromSchema<typeof huaweiConfigSchema> & { readonly endpoint?: string };
