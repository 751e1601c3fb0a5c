import { huaweiCluster } from "./huawei-cluster-schema.ts";
import {
  accountProperties,
  closed,
  clusterProperties,
  duration,
  id,
  list,
  operationProperties,
  preCheck,
  type Schema,
  text,
  upgradableTo,
} from "./shared-schema.ts";
import { alibabaSignInProperties, huaweiSignInProperties } from "./sign-in-schema.ts";

const alibabaOperation = closed(["to"], {
  kind: { enum: ["version", "node-pool"], description: "Default `version`." },
  id: id("Id of the task."),
  nodePool: text("Name of the pool that a `node-pool` operation upgrades."),
  nodes: { type: "integer", minimum: 0, maximum: 5000, description: "How many nodes it works on." },
  settle: duration("How long the cluster stays `upgrading` after the task's success. Default 60s."),
  preCheck,
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
  cloud: { const: "huawei", description: "Huawei Cloud: CCE, CCE Autopilot, CSS and IAM." },
  ...accountProperties,
  projectId: id("The project's id."),
  secretAccessKey: text("The secret of `accessKeyId`."),
  token: text("An IAM token that is accepted as X-Auth-Token."),
  ...huaweiSignInProperties,
  cssPaging: {
    enum: ["both", "offset", "start", "ignored"],
    description:
      "Which name CSS knows for the row that a page begins with; `ignored`: every page is the first one. Default `both`.",
  },
  cssLargestPage: {
    type: "integer",
    minimum: 1,
    maximum: 1000,
    description: "CSS gives no more rows at once, whatever `limit` asks for. Default 1000.",
  },
  clusters: list("Clusters of CCE, CCE Autopilot and CSS.", huaweiCluster),
});

export const alibabaAccountSchema: Schema = closed(
  ["cloud", "name", "region", "accessKeyId", "accessKeySecret", "clusters"],
  {
    cloud: { const: "alibaba", description: "Alibaba Cloud: ACK." },
    ...accountProperties,
    accessKeySecret: text("The secret of `accessKeyId`."),
    ...alibabaSignInProperties,
    clusters: list(
      "ACK clusters.",
      closed(["name", "version"], {
        ...clusterProperties,
        upgradableTo,
        operations: list("Upgrade tasks, past, present and future.", alibabaOperation),
        nodePools: list("Node pools with their kubelet versions.", nodePool),
      }),
    ),
  },
);
