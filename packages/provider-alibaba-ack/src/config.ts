import type { ExpectProperty, FromSchema, JsonSchema } from "@upgradectl/provider-sdk";

/** Ids go into paths: one plain segment, and not one that a URL parser resolves. */
const idPattern = "^(?!\\.{1,2}$)[A-Za-z0-9._-]+$";
const regionPattern = "^[a-z0-9][a-z0-9-]*$";

export function isId(text: string): boolean {
  return new RegExp(idPattern).test(text);
}

export function isRegion(text: string): boolean {
  return new RegExp(regionPattern).test(text);
}

export const configSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    region: {
      type: "string",
      pattern: regionPattern,
      description:
        "Region id. Default: ALIBABA_CLOUD_REGION_ID, ALIBABACLOUD_REGION_ID, ALICLOUD_REGION or ALICLOUD_REGION_ID.",
      examples: ["cn-hangzhou"],
    },
    credentials: {
      type: "object",
      additionalProperties: false,
      required: ["accessKeyId", "accessKeySecret"],
      description:
        "An access key. Default: the official default chain (environment, RRSA, profile, credentials file, ECS metadata, credentials URI).",
      examples: [{ accessKeyId: "${HANGZHOU_AK_ID}", accessKeySecret: "${HANGZHOU_AK_SECRET}" }],
      properties: {
        accessKeyId: {
          type: "string",
          minLength: 1,
          secret: "prefix",
          description: "AccessKey ID.",
          examples: ["${HANGZHOU_AK_ID}"],
        },
        accessKeySecret: {
          type: "string",
          minLength: 1,
          secret: true,
          description: "AccessKey secret.",
          examples: ["${HANGZHOU_AK_SECRET}"],
        },
        securityToken: {
          type: "string",
          secret: true,
          description: "STS token of a temporary key.",
          examples: ["${HANGZHOU_STS_TOKEN}"],
        },
      },
    },
    stsEndpoint: {
      type: "string",
      format: "upgradectl-base-url",
      description:
        "Base URL of STS, which gives temporary keys for roles. Default: what the profile or ALIBABA_CLOUD_STS_REGION says, else https://sts.aliyuncs.com.",
      examples: ["https://sts-vpc.cn-hangzhou.aliyuncs.com"],
    },
    metadataEndpoint: {
      type: "string",
      format: "upgradectl-sign-in-url",
      description: "Base URL of the ECS metadata service. Default: http://100.100.100.200.",
      examples: ["http://100.100.100.200"],
    },
  },
} as const satisfies JsonSchema;

export const idSchema = {
  type: "string",
  pattern: idPattern,
  description: "The cluster's id, as the ACK console shows it.",
  examples: ["c106f377e16f34eb1808d6b9362c9abcd"],
} as const satisfies JsonSchema;

export const withSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    taskId: {
      type: "string",
      pattern: idPattern,
      description: "The task that is the upgrade, instead of the one under way or the newest.",
      examples: ["T-5faa48fb31b6b8078d000006"],
    },
    source: {
      enum: ["auto", "tasks", "upgrade-status"],
      default: "auto",
      description:
        "Where upgrades are read: the cluster's tasks, GetUpgradeStatus (being switched off by the vendor), or what answers.",
    },
  },
} as const satisfies JsonSchema;

const version = { type: "string", minLength: 1 } as const satisfies JsonSchema;

export const expectProperties: { readonly [name: string]: ExpectProperty } = {
  nodePools: {
    order: "version",
    schema: {
      description:
        "Kubelet version of the node pools: one version or range for all pools, or one for each pool by its name " +
        "(`name (id)` where two pools share a name).",
      anyOf: [version, { type: "object", minProperties: 1, additionalProperties: version }],
      examples: ["1.32", { "pool-a": "1.32.1-aliyun.1" }],
    },
  },
};

export type Config = FromSchema<typeof configSchema>;
export type With = FromSchema<typeof withSchema>;
