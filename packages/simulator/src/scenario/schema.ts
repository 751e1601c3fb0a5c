import { alibabaAccountSchema, huaweiAccountSchema } from "./account-schema.ts";
import { huaweiClusterDefinitions } from "./huawei-cluster-schema.ts";
import { sharedDefinitions } from "./shared-schema.ts";

/** JSON Schema (draft 2020-12) of a scenario file, documented for editors. */
export const scenarioSchema: Readonly<Record<string, unknown>> = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "upgradectl scenario",
  description: "Cloud accounts and clusters for the upgradectl simulator to play.",
  type: "object",
  additionalProperties: false,
  required: ["accounts"],
  properties: {
    apiVersion: { const: "upgradectl.dev/v1", description: "Version of this format." },
    kind: { const: "Scenario", description: "Always `Scenario`." },
    accounts: {
      description: "The accounts; each one is one region (Alibaba) or one project of a region (Huawei).",
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["cloud"],
        properties: {
          cloud: { enum: ["huawei", "alibaba"], description: "Whose API the account is played by." },
        },
        allOf: [
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, nothing awaits it
          { if: isCloud("huawei"), then: { $ref: "#/$defs/huaweiAccount" } },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, nothing awaits it
          { if: isCloud("alibaba"), then: { $ref: "#/$defs/alibabaAccount" } },
        ],
      },
    },
  },
  $defs: {
    ...sharedDefinitions,
    ...huaweiClusterDefinitions,
    huaweiAccount: huaweiAccountSchema,
    alibabaAccount: alibabaAccountSchema,
  },
};

function isCloud(name: string): object {
  return { type: "object", required: ["cloud"], properties: { cloud: { const: name } } };
}
