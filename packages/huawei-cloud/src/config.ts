import type { FromSchema } from "@upgradectl/provider-sdk";
import { regionPattern } from "./endpoints.ts";
import { idPattern } from "./ids.ts";

/** `config` of every Huawei Cloud provider, as the `properties` of its JSON Schema. */
export const huaweiConfigProperties = {
  region: {
    type: "string",
    pattern: regionPattern,
    maxLength: 50,
    description:
      "Region id, such as cn-north-4. Default: $HW_REGION_NAME. Needed unless `endpoint` and `projectId` are given.",
    examples: ["cn-north-4", "ap-southeast-3", "eu-west-101"],
  },
  projectId: {
    type: "string",
    pattern: idPattern,
    maxLength: 128,
    description:
      "Project id. Default: $HUAWEICLOUD_SDK_PROJECT_ID or $HW_PROJECT_ID; else it is looked up in IAM by the region's name.",
  },
  iamEndpoint: {
    type: "string",
    format: "upgradectl-base-url",
    description:
      "Base URL of IAM, where projects are looked up. Default: https://iam.{region}.myhuaweicloud.com.",
  },
  credentials: {
    type: "object",
    description:
      "An access key (`accessKeyId`, `secretAccessKey`, for temporary keys `securityToken`) or an IAM `token`. Default: the environment, under the names of the official SDK (HUAWEICLOUD_SDK_AK ...) or of Terraform (HW_ACCESS_KEY ...).",
    properties: {
      accessKeyId: { type: "string", minLength: 1, secret: "prefix", description: "Access key id (AK)." },
      secretAccessKey: { type: "string", minLength: 1, secret: true, description: "Secret access key (SK)." },
      securityToken: {
        type: "string",
        minLength: 1,
        secret: true,
        description: "Security token of a temporary access key.",
      },
      token: { type: "string", minLength: 1, secret: true, description: "IAM token, sent as X-Auth-Token." },
    },
    additionalProperties: false,
    minProperties: 1,
    dependentRequired: {
      accessKeyId: ["secretAccessKey"],
      secretAccessKey: ["accessKeyId"],
      securityToken: ["accessKeyId", "secretAccessKey"],
    },
  },
} as const;

/** What that accepts, with the `endpoint` that every provider takes. */
export type HuaweiConfig = FromSchema<{
  readonly type: "object";
  readonly properties: typeof huaweiConfigProperties;
}> & { readonly endpoint?: string };
