import { durationPattern } from "./duration.ts";

export type Schema = Readonly<Record<string, unknown>>;

export const faultKinds: readonly (string | number)[] = [
  ...[400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504],
  ...["reset", "truncate", "html", "empty", "hang", "slow", "malformed"],
];

/** A block of these keys and no others. */
export function closed(required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema {
  return { type: "object", additionalProperties: false, required, properties };
}

/** A text that says something. */
export function text(description: string, ...examples: readonly string[]): Schema {
  return {
    type: "string",
    minLength: 1,
    maxLength: 4096,
    description,
    ...(examples.length > 0 && { examples }),
  };
}

/** An id as it may stand in a path. */
export function id(description: string): Schema {
  return { type: "string", pattern: "^[A-Za-z0-9._-]+$", maxLength: 128, description, examples: ["abc-123"] };
}

export function duration(description: string): Schema {
  return { type: "string", pattern: durationPattern, description, examples: ["20ms", "90s", "1h30m"] };
}

export function list(description: string, items: Schema): Schema {
  return { type: "array", description, items };
}

/** `$ref` with its own description beside it, as draft 2020-12 allows. */
export function reference(name: string, description: string): Schema {
  return { $ref: `#/$defs/${name}`, description };
}

/** What an operation is made of, whatever the cloud. */
export const operationProperties: Readonly<Record<string, Schema>> = {
  from: text("Version before it. Default: the version that the cluster has when the operation starts."),
  to: text("Version that it leads to.", "v1.31.4-r2", "1.32.1-aliyun.1"),
  startedAgo: duration(
    "How long before the simulator's start it started. Default: at the simulator's start.",
  ),
  startsIn: duration("How long after the simulator's start it starts; the API does not know it before that."),
  queuedFor: duration("How long it waits before its first step. Default 0s."),
  duration: duration("How long all steps take together. Default 30m."),
  steps: list("The steps, in order. Default: the cloud's own.", reference("step", "One step.")),
  outcome: {
    enum: ["succeeded", "failed", "paused", "cancelled", "running"],
    description: "How it goes on once its time has come; `running` never ends. Default `succeeded`.",
  },
  stopsAt: text(
    "Name of the step in whose middle it fails, pauses, is cancelled or hangs. Default: the longest.",
  ),
  message: text("What the cloud says about the outcome."),
};

/** What a cluster is made of, whatever the cloud. */
export const clusterProperties: Readonly<Record<string, Schema>> = {
  name: text("The cluster's name."),
  id: id("Default: made from the names of account and cluster, the same in every run."),
  version: text("The version before `operations`. Each one that succeeds moves it to its `to`."),
  state: text("The cloud's own word for the state, whatever the operations say. Default: follows them."),
  message: text("What the cloud says about the state."),
  count: {
    type: "integer",
    minimum: 1,
    maximum: 100_000,
    description: "Makes that many clusters: `name-001`, `name-002` ..., and the same for `id` where given.",
  },
  faults: list("What goes wrong with requests for this cluster.", reference("fault", "One fault.")),
  responses: reference("responses", "Literal answers for this cluster, by call."),
};

export const upgradableTo: Schema = list("Versions that the cloud offers to upgrade to.", { type: "string" });

export const preCheck: Schema = {
  ...closed(["findings"], {
    findings: list(
      "What the step `PreCheck` found. Default: nothing, or one item where the operation fails at it.",
      closed(["item"], {
        item: text("Name of the check item.", "upgrade-limit-check"),
        level: text(
          "The cloud's own word. Default: the one that stops an upgrade.",
          "Fatal",
          "Warning",
          "Info",
        ),
        message: text("What the cloud says of it."),
        resource: text("What it is about: a node, an add-on, an API's path, a configuration field ..."),
        group: text("The cloud's own word for the group of checks.", "LimitCheck", "NodeCheck", "AddonCheck"),
      }),
    ),
  }),
  description: "The check before the upgrade.",
};

/** What an account is made of, whatever the cloud. */
export const accountProperties: Readonly<Record<string, Schema>> = {
  name: text("Unique name, for the statistics."),
  region: id("The cloud's id of the region."),
  accessKeyId: text("The access key that signs requests."),
  securityToken: text("Makes the key a temporary one: requests must carry this token."),
  latency: duration("Added to every answer, in real time. Default 0s."),
  requestsPerSecond: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 1_000_000,
    description: "More than this is answered with 429, now and then with the cloud's retry header.",
  },
  upgradeApi: {
    enum: ["open", "closed", "absent"],
    description:
      "The upgrade calls (Huawei; of CSS UpgradeDetail and ListImages) or the retired calls GetUpgradeStatus and DescribeClustersV1 (Alibaba): there, " +
      "refused with 403, or unknown to the gateway (404). Default `open`.",
  },
  faults: list("What goes wrong with any request of this account.", reference("fault", "One fault.")),
  responses: reference("responses", "Literal answers for this account, by call. A cluster's own come first."),
};

export const sharedDefinitions: Readonly<Record<string, Schema>> = {
  step: {
    type: "object",
    additionalProperties: false,
    required: ["name", "duration"],
    properties: { name: text("The step's name."), duration: duration("How long it takes.") },
  },
  fault: {
    type: "object",
    additionalProperties: false,
    required: ["kind"],
    properties: {
      kind: {
        enum: faultKinds,
        description:
          "An HTTP status with the cloud's body for it; reset: the connection; truncate: half a body, then a reset; " +
          "html: a proxy's page; empty: no body; malformed: half the JSON; slow: after `delay`; hang: never.",
      },
      action: text("Only for this call. Default: every one.", "ShowCluster", "DescribeClusterTasks"),
      after: {
        type: "integer",
        minimum: 0,
        description: "That many matching requests pass first. Default 0.",
      },
      times: { type: "integer", minimum: 1, description: "That many are hit then. Default: all." },
      delay: duration("How long `slow` waits."),
      status: {
        type: "integer",
        minimum: 200,
        maximum: 599,
        description: "Status of html, empty and malformed.",
      },
      retryAfter: {
        type: "number",
        minimum: 0,
        maximum: 3600,
        description: "Seconds a status asks to wait.",
      },
    },
  },
  responses: {
    type: "object",
    additionalProperties: {
      type: "object",
      additionalProperties: false,
      properties: {
        status: { type: "integer", minimum: 200, maximum: 599, description: "Default 200." },
        headers: {
          type: "object",
          additionalProperties: { type: "string" },
          description: "Further headers.",
        },
        body: { description: "Sent as JSON." },
        text: { type: "string", description: "Sent as it is, instead of `body`." },
      },
    },
  },
};
