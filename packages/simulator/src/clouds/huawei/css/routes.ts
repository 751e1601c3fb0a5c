import type { SearchCluster } from "../../../scenario/world.ts";
import { queryValue } from "../../../server/raw-request.ts";
import { type SearchClusterAt, searchClusterAt } from "../../../timeline/search-cluster-at.ts";
import type { Call, ClusterCall, Reply, Route } from "../../cloud.ts";
import { cssError } from "../errors.ts";
import { clusterBody } from "./cluster-body.ts";
import { imageBody, upgradeRow } from "./operation-body.ts";
import { pageOf } from "./page.ts";

type SearchCall = ClusterCall<SearchCluster>;

const clusters = "/v1.0/{project_id}/clusters";
const cluster = `${clusters}/{cluster_id}`;

/** The reads of CSS that tell about versions, upgrades and zones (Huawei API reference, 2025-01; vendor SDK 3.1.211). */
export const cssRoutes: readonly Route[] = [
  {
    action: "ListClustersDetails",
    method: "GET",
    path: clusters,
    query: ["offset", "start", "limit", "datastoreType"],
    reply: listClusters,
  },
  {
    action: "ShowClusterDetail",
    method: "GET",
    path: cluster,
    query: [],
    reply: { service: "css", cluster: (call) => ok(clusterBody(stateOf(call))) },
  },
  {
    action: "UpgradeDetail",
    method: "GET",
    path: `${cluster}/upgrade/detail`,
    query: ["offset", "start", "limit", "action_mode"],
    upgradeApi: true,
    reply: { service: "css", cluster: listOperations },
  },
  {
    action: "ListImages",
    method: "GET",
    path: `${cluster}/target/{upgrade_type}/images`,
    query: ["offset", "limit"],
    upgradeApi: true,
    reply: { service: "css", cluster: listImages },
  },
];

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function stateOf(call: SearchCall): SearchClusterAt {
  return searchClusterAt(call.cluster, call.now);
}

/** Newest first. `totalSize` counts what `datastoreType` leaves. */
function listClusters(call: Call): Reply {
  const type = queryValue(call.request, "datastoreType");
  const found = [...call.account.clusters.values()]
    .filter((each) => each.service === "css")
    .filter((each) => type === undefined || type === searchClusterAt(each, call.now).engine)
    .toSorted((a, b) => b.createdAt - a.createdAt);
  const page = pageOf(call, found, 1);
  if (typeof page === "string") return cssError("CSS.0001", page);
  const clusters = page.map((each) => clusterBody(searchClusterAt(each, call.now)));
  return ok({ totalSize: found.length, clusters });
}

/** The order is not documented, so readers must not rely on one; by id it is as good as shuffled. */
function listOperations(call: SearchCall): Reply {
  const mode = queryValue(call.request, "action_mode") ?? "UPGRADING";
  if (mode !== "UPGRADING" && mode !== "AZ_MIGRATION")
    return cssError("CSS.0001", `action_mode is ${JSON.stringify(mode)}`);
  const rows = stateOf(call)
    .operations.filter(({ operation }) => (operation.kind === "zone-switch") === (mode === "AZ_MIGRATION"))
    .toSorted((a, b) => (a.operation.id < b.operation.id ? -1 : 1));
  const page = pageOf(call, rows, 1);
  if (typeof page === "string") return cssError("CSS.0001", page);
  return ok({ totalSize: rows.length, detailList: page.map(upgradeRow) });
}

/** Two documents of 2026 spell the third type differently; it is not known which one the service takes. */
function listImages(call: SearchCall): Reply {
  const { version, engine } = stateOf(call);
  const fits = {
    same: (image: Offered) => image.engine === engine && image.version === version,
    cross: (image: Offered) => image.engine === engine && image.version !== version,
    "cross-engine": (image: Offered) => image.engine !== engine,
    crossEngine: (image: Offered) => image.engine !== engine,
  };
  const fitting = Object.entries(fits).find(([type]) => type === call.params.upgrade_type)?.[1];
  if (fitting === undefined)
    return cssError("CSS.0001", `upgrade_type is ${JSON.stringify(call.params.upgrade_type)}`);
  const images = call.cluster.images.filter(fitting);
  const page = pageOf(call, images, 0);
  if (typeof page === "string") return cssError("CSS.0001", page);
  return ok({
    needUploadUpgradePlugin: false,
    imageInfoList: page.map(imageBody),
    totalSize: images.length,
  });
}

type Offered = Pick<SearchCluster["images"][number], "engine" | "version">;
