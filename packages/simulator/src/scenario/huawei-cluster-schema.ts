import {
  closed,
  clusterProperties,
  id,
  list,
  operationProperties,
  preCheck,
  type Schema,
  text,
  upgradableTo,
} from "./shared-schema.ts";

const cceOperation = closed(["to"], {
  kind: { enum: ["version", "rollback"], description: "Default `version`." },
  id: id("Id of the upgrade workflow."),
  taskId: id("Id of the upgrade task, which does the workflow's `Cluster` (or `Rollback`) step."),
  workflow: { type: "boolean", description: "false: a bare upgrade task without a workflow. Default true." },
  preCheck,
  ...operationProperties,
});

const cceProperties: Readonly<Record<string, Schema>> = {
  ...clusterProperties,
  upgradableTo,
  operations: list("Upgrades and rollbacks, past, present and future.", cceOperation),
  postCheck: text("What a post-upgrade check answers. Default `Success`.", "Success", "Failed", "Error"),
};

const engine: Schema = { enum: ["elasticsearch", "opensearch", "logstash"] };

const cssImage = closed(["name"], {
  name: text("The build.", "7.10.2_24.3.0_0827"),
  version: text("The engine's version in it. Default: the cluster's."),
  engine: { ...engine, description: "Default: the cluster's." },
  priority: { type: "integer", description: "The larger, the better. Default: the earlier, the larger." },
  description: text("What the cloud says of it."),
});

const cssOperation = closed(["to"], {
  ...operationProperties,
  kind: {
    enum: ["image", "version", "zone-switch"],
    description: "What `to` is: a build (the default), a version of the engine, or an availability zone.",
  },
  to: text("What it leads to: a build, a version, or a zone.", "7.10.2_24.3.0_0827", "7.10.2", "cn-north-4c"),
  from: text("The zone whose nodes move. Default: every zone but `to`. Of no use to the other kinds."),
  id: id("Id of the task."),
  steps: list("The steps of each batch of nodes, in order. Default: the cloud's own.", {
    $ref: "#/$defs/step",
    description: "One step.",
  }),
  outcome: {
    enum: ["succeeded", "failed", "partially-failed", "running"],
    description: "How it goes on once its time has come; `running` never ends. Default `succeeded`.",
  },
  image: text("The build that a `version` operation installs. Default: made from the version."),
  engine: {
    ...engine,
    description: "The engine that a `version` operation installs. Default: the cluster's.",
  },
  batchSize: { type: "integer", minimum: 1, maximum: 1000, description: "Nodes at once. Default 1." },
  stopsAfterNodes: {
    type: "integer",
    minimum: 0,
    maximum: 1000,
    description: "How many nodes are done when it fails or hangs. Default: half of them.",
  },
  retries: { type: "integer", minimum: 0, description: "What the API calls the retry times. Default 1." },
  agency: text("Name of the agency. Default `css_upgrade_agency`."),
});

const nodeName = { type: "string", pattern: "^[A-Za-z0-9._-]+$", maxLength: 128, examples: ["css-esn-1-1"] };

const cssProperties: Readonly<Record<string, Schema>> = {
  ...clusterProperties,
  image: text("The image's build before `operations`. Default: made from the version.", "7.10.2_24.3.0_0827"),
  engine: { ...engine, description: "Default `elasticsearch`." },
  nodes: {
    type: ["integer", "array"],
    minimum: 1,
    maximum: 1000,
    minItems: 1,
    items: nodeName,
    description: "How many nodes, or their names. Default 3.",
  },
  zones: {
    type: "array",
    minItems: 1,
    items: id("An availability zone."),
    description: "The availability zones that the nodes stand in, taken in turn. Default: the region's `a`.",
  },
  actions: list("Further words in `actions`.", text("A word.", "REBOOTING")),
  isEos: { type: "boolean", description: "true: the image is out of support. Default false." },
  images: list("The images that ListImages offers. Default: none.", cssImage),
  operations: list("Image upgrades, engine upgrades and zone switches.", cssOperation),
};

const upgradePlan = {
  ...closed(["to"], {
    to: text("Version that it leads to."),
    notBefore: text("Earliest time, served as written.", "2026-12-01T02:00:00Z"),
    notAfter: text("Latest time, served as written.", "2026-12-08T02:00:00Z"),
    notBeforeDeadline: text("How far the earliest time may be put off, served as written."),
    phase: text("The cloud's own word. Default `Scheduled`."),
  }),
  description: "An automatic upgrade that is planned; it never begins by itself.",
};

export const huaweiClusterDefinitions: Readonly<Record<string, Schema>> = {
  cceCluster: closed(["name", "version"], {
    service: { const: "cce", description: "CCE Standard and Turbo (the default)." },
    ...cceProperties,
  }),
  cceAutopilotCluster: closed(["name", "version", "service"], {
    service: { const: "cce-autopilot", description: "CCE Autopilot." },
    ...cceProperties,
    upgradePlan,
  }),
  cssCluster: closed(["name", "version", "service"], {
    service: { const: "css", description: "Cloud Search Service." },
    ...cssProperties,
  }),
};

export const huaweiCluster: Schema = {
  type: "object",
  properties: {
    service: {
      enum: ["cce", "cce-autopilot", "css"],
      description: "Whose API the cluster is played by. Default `cce`.",
    },
  },
  allOf: [
    isService("cce", [], "cceCluster"),
    isService("cce-autopilot", ["service"], "cceAutopilotCluster"),
    isService("css", ["service"], "cssCluster"),
  ],
};

/** A cluster without `service` is one of CCE, as nothing is required of it. */
function isService(name: string, required: readonly string[], definition: string): Schema {
  return {
    if: { type: "object", required, properties: { service: { const: name } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, nothing awaits it
    then: { $ref: `#/$defs/${definition}` },
  };
}
