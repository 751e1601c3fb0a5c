import { idPattern } from "@upgradectl/huawei-cloud";
import type { ExpectProperty, FromSchema, JsonSchema } from "@upgradectl/provider-sdk";

export const idSchema = {
  type: "string",
  pattern: idPattern,
  description: "The cluster's id, as the CSS console shows it.",
  examples: ["ea244205-d641-45d9-9dcb-ab2236bcd07e"],
} as const satisfies JsonSchema;

/** What UpgradeDetail calls the two kinds of operations (its `action_mode`). */
const modes = ["UPGRADING", "AZ_MIGRATION"] as const;
export type Mode = (typeof modes)[number];

export const withSchema = {
  type: "object",
  properties: {
    operations: {
      type: "array",
      items: { enum: modes },
      minItems: 1,
      uniqueItems: true,
      default: modes,
      description:
        "Which operations are read and judged: upgrades of version and image (UPGRADING), zone switchovers (AZ_MIGRATION).",
      examples: [["UPGRADING"]],
    },
  },
  additionalProperties: false,
} as const satisfies JsonSchema;

export type With = FromSchema<typeof withSchema>;

const zone = { type: "string", minLength: 1 } as const satisfies JsonSchema;

export const expectProperties: { readonly [name: string]: ExpectProperty } = {
  image: {
    order: "version",
    schema: {
      type: "string",
      minLength: 1,
      description: "The cluster's image, whole, its leading components, or a range.",
      examples: ["7.10.2_24.3.0_0827", ">=7.10.2_24.3"],
    },
  },
  availabilityZones: {
    schema: {
      description: "The zones that the cluster's nodes are in, all of them, in any order; or the only one.",
      anyOf: [zone, { type: "array", items: zone, minItems: 1 }],
      examples: [["cn-north-4a", "cn-north-4c"], "cn-north-4c"],
    },
  },
};
