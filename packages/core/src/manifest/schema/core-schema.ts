import type { JsonSchema } from "@upgradectl/provider-sdk";
import { outcomeNames, verdictNames } from "../../fleet.ts";
import { defaultCloseOn, defaultFailOn } from "../../judge/policy.ts";

const policyTerms: JsonSchema = {
  type: "array",
  items: {
    type: "string",
    enum: [...outcomeNames, ...verdictNames],
    description: "An outcome (ok, action, pending, incomplete) or a verdict.",
  },
};

const provider: JsonSchema = {
  type: "string",
  minLength: 1,
  description:
    "A local name of `providers`, or directly a source that needs no configuration: an official provider's short name, an npm package, or a path that begins with ./ or ../",
  examples: ["huawei-cce", "huawei-cce-autopilot", "huawei-css", "alibaba-ack", "./providers/acme.mjs"],
};

const targetVersion: JsonSchema = {
  type: "string",
  description:
    "The version that the cluster should have: a version (v1.29.8-r4), its leading parts (1.29 or 1.29.x), or a range (>=1.28 <1.30, 1.28 || 1.30). Taken as written: an unquoted 1.30 is 1.30.",
  examples: ["v1.29.8-r4", "1.29", ">=1.28 <1.30"],
};

/** What `defaults` and a cluster have in common. */
const shared: Readonly<Record<string, JsonSchema>> = {
  provider,
  targetVersion,
  labels: {
    type: "object",
    additionalProperties: { type: "string" },
    description: "Free labels to select clusters by, such as env=prod.",
    examples: [{ env: "prod", region: "north" }],
  },
  with: {
    type: "object",
    additionalProperties: true,
    description: "Cluster parameters of the provider, such as the id of one upgrade to watch.",
    examples: [{ taskId: "c271e39e-1a6e-4d3d-8fa8-2a36329c68d1" }],
  },
  expect: {
    type: "object",
    additionalProperties: true,
    description: "Further properties that must hold, named by the provider.",
    examples: [{ availabilityZones: ["cn-north-4c"] }],
  },
  stalledAfter: {
    type: "string",
    format: "upgradectl-duration",
    description: "An upgrade that is under way for longer is stalled. Without it nothing is stalled.",
    examples: ["2h", "90m", "1h30m"],
  },
  check: {
    type: "object",
    additionalProperties: false,
    description: "What makes `upgradectl check` fail.",
    properties: {
      failOn: {
        ...policyTerms,
        description: "Outcomes and verdicts that fail the check.",
        default: defaultFailOn,
      },
    },
  },
  gate: {
    type: "object",
    additionalProperties: false,
    description: "What closes `upgradectl gate`.",
    properties: {
      closeOn: {
        ...policyTerms,
        description: "Outcomes and verdicts that close the gate to deployments.",
        default: defaultCloseOn,
      },
    },
  },
};

/** One entry of `providers`. */
export const providerSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  description: "A configured provider; its name here is what clusters call it.",
  properties: {
    source: {
      type: "string",
      minLength: 1,
      description:
        "An official provider's short name, an npm package, or a path that begins with ./ or ../ (from this file). Default: the local name.",
      examples: ["huawei-cce", "huawei-cce-autopilot", "huawei-css", "alibaba-ack", "./providers/acme.mjs"],
    },
    version: {
      type: "string",
      format: "upgradectl-version-range",
      description: "The range of versions that the plugin's package must satisfy.",
      examples: ["^1.0.0"],
    },
    config: {
      type: "object",
      additionalProperties: true,
      secret: true,
      description: "Configuration of the provider; the plugin says what it takes.",
      examples: [{ region: "cn-north-4" }],
    },
    limits: {
      type: "object",
      additionalProperties: false,
      description: "How hard this instance may ask its API.",
      properties: {
        concurrency: {
          type: "integer",
          minimum: 1,
          description: "Clusters that are read at the same time.",
          examples: [8],
        },
        requestsPerSecond: {
          type: "number",
          minimum: 0.001,
          description: "Requests sent in a second, at most.",
          examples: [20],
        },
      },
    },
  },
};

/** A cluster; `provider` and `targetVersion` may come from `defaults`, so they are asked for after merging. */
export const clusterSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  description: "One cluster and the version that it should have.",
  required: ["name", "id"],
  properties: {
    name: {
      type: "string",
      format: "upgradectl-name",
      description: "Your name of the cluster, unique over all manifests of a run.",
      examples: ["payments"],
    },
    id: {
      type: "string",
      minLength: 1,
      description: "The cloud's id of the cluster.",
      examples: ["b4b9e60f-8aa2-11ee-af09-0255ac10004f"],
    },
    ...shared,
  },
};

export const defaultsSchema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  description: "Merged under every cluster: mappings key by key, where the cluster wins; lists are replaced.",
  properties: shared,
};

/** What every manifest must satisfy, whatever its plugins are. */
export const coreSchema: JsonSchema = {
  title: "upgradectl manifest",
  description: "Clusters and the versions that they should have.",
  type: "object",
  additionalProperties: false,
  required: ["apiVersion", "kind", "clusters"],
  properties: {
    apiVersion: { const: "upgradectl.dev/v1", type: "string", description: "The format of this file." },
    kind: { const: "Fleet", type: "string", description: "What this file describes." },
    providers: {
      type: "object",
      propertyNames: { format: "upgradectl-name" },
      additionalProperties: providerSchema,
      description: "Configured providers, by the local name that clusters call them.",
      examples: [{ "cce-beijing": { source: "huawei-cce", config: { region: "cn-north-4" } } }],
    },
    defaults: defaultsSchema,
    clusters: {
      type: "array",
      minItems: 1,
      items: clusterSchema,
      description: "The clusters; unique names.",
    },
  },
};
