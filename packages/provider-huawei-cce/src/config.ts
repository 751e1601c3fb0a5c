import { huaweiConfigProperties, idPattern } from "@upgradectl/huawei-cloud";
import type { FromSchema } from "@upgradectl/provider-sdk";

/** `config` of an instance. */
export const config = {
  type: "object",
  properties: huaweiConfigProperties,
  additionalProperties: false,
} as const;

/** `with` of a cluster. */
export const clusterWith = {
  type: "object",
  properties: {
    taskId: {
      type: "string",
      pattern: idPattern,
      maxLength: 128,
      description:
        "Id of the upgrade task to judge. Default: the one under way, else the newest operation of the cluster.",
    },
    workflowId: {
      type: "string",
      pattern: idPattern,
      maxLength: 128,
      description:
        "Id of the upgrade workflow to judge. Default: the one under way, else the newest operation of the cluster.",
    },
  },
  additionalProperties: false,
} as const;

export type With = FromSchema<typeof clusterWith>;
