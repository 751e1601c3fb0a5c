import {
  accountProperties,
  clusterProperties,
  duration,
  id,
  list,
  operationProperties,
  text,
} from "./shared-schema.ts";

type Schema = Readonly<Record<string, unknown>>;

function closed(required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema {
  return { type: "object", additionalProperties: false, required, properties };
}

const huaweiOperation = closed(["to"], {
  kind: { enum: ["version", "rollback"], description: "Default `version`." },
  id: id("Id of the upgrade workflow."),
  taskId: id("Id of the upgrade task, which does the workflow's `Cluster` (or `Rollback`) step."),
  workflow: { type: "boolean", description: "false: a bare upgrade task without a workflow. Default true." },
  ...operationProperties,
});

const alibabaOperation = closed(["to"], {
  kind: { enum: ["version", "node-pool"], description: "Default `version`." },
  id: id("Id of the task."),
  nodePool: text("Name of the pool that a `node-pool` operation upgrades."),
  nodes: { type: "integer", minimum: 0, maximum: 5000, description: "How many nodes it works on." },
  settle: duration("How long the cluster stays `upgrading` after the task's success. Default 60s."),
  ...operationProperties,
});

const nodePool = closed(["name"], {
  name: text("The pool's name."),
  id: id("Default: made from the names, the same in every run."),
  version: text("The kubelet's version before `operations`. Absent: the API does not show it for this pool."),
  state: text("The cloud's own word for the pool's state. Default: follows the operations."),
  nodes: { type: "integer", minimum: 0, maximum: 5000, description: "Default 3." },
});

export const huaweiAccountSchema: Schema = closed(["cloud", "name", "region", "projectId", "clusters"], {
  cloud: { const: "huawei", description: "Huawei Cloud: CCE and IAM." },
  ...accountProperties,
  projectId: id("The project's id."),
  secretAccessKey: text("The secret of `accessKeyId`."),
  token: text("An IAM token that is accepted as X-Auth-Token."),
  clusters: list(
    "CCE clusters.",
    closed(["name", "version"], {
      ...clusterProperties,
      operations: list("Upgrades and rollbacks, past, present and future.", huaweiOperation),
    }),
  ),
});

export const alibabaAccountSchema: Schema = closed(
  ["cloud", "name", "region", "accessKeyId", "accessKeySecret", "clusters"],
  {
    cloud: { const: "alibaba", description: "Alibaba Cloud: ACK." },
    ...accountProperties,
    accessKeySecret: text("The secret of `accessKeyId`."),
    clusters: list(
      "ACK clusters.",
      closed(["name", "version"], {
        ...clusterProperties,
        operations: list("Upgrade tasks, past, present and future.", alibabaOperation),
        nodePools: list("Node pools with their kubelet versions.", nodePool),
      }),
    ),
  },
);
