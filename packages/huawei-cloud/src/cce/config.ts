import type { FromSchema, JsonSchema } from "@upgradectl/provider-sdk";
import { idPattern } from "../ids.ts";

/** `id` of a cluster. */
export const cceIdSchema = {
  type: "string",
  pattern: idPattern,
  maxLength: 128,
  description: "The cluster's id, as the CCE console shows it.",
  examples: ["b4b9e60f-8aa2-11ee-af09-0255ac10004f"],
} as const satisfies JsonSchema;

/** `with` of a cluster. */
export const cceWithSchema = {
  type: "object",
  properties: {
    taskId: {
      type: "string",
      pattern: idPattern,
      maxLength: 128,
      description:
        "Id of the upgrade task to judge. Default: the one under way, else the newest operation of the cluster.",
      examples: ["c271e39e-1a6e-4d3d-8fa8-2a36329c68d1"],
    },
    workflowId: {
      type: "string",
      pattern: idPattern,
      maxLength: 128,
      description:
        "Id of the upgrade workflow to judge. Default: the one under way, else the newest operation of the cluster.",
      examples: ["0d4f2f3e-95a5-4b8e-9d0c-2f6b8d1f7a55"],
    },
  },
  additionalProperties: false,
} as const satisfies JsonSchema;

export type CceWith = FromSchema<typeof cceWithSchema>;
