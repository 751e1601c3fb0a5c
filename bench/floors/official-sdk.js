// The vendor's own client making the reads that the provider `alibaba-ack` makes: the pages of the region's list, and
// the tasks of each cluster.
//   node official-sdk.js URL CLUSTERS CONCURRENCY VERSION
import cs from "@alicloud/cs20151215";
import openApi from "@alicloud/openapi-core";
import { runLanes } from "./lanes.js";

const [url, clusters, concurrency, version] = process.argv.slice(2);
const region = `bench-${clusters}`;
const client = new cs.default(
  new openApi.$OpenApiUtil.Config({
    accessKeyId: "BENCHMARKKEY",
    accessKeySecret: "benchmark-secret",
    endpoint: new URL(url).host,
    protocol: "http",
    regionId: region,
    maxIdleConns: Number(concurrency),
  }),
);

const pageSize = 50;
const rows = [];
await runLanes(Math.ceil(Number(clusters) / pageSize), Number(concurrency), async (index) => {
  const request = new cs.DescribeClustersForRegionRequest({ pageNumber: index + 1, pageSize });
  const { body } = await client.describeClustersForRegion(region, request);
  rows.push(...body.clusters);
});
let drifted = 0;
await runLanes(rows.length, Number(concurrency), async (index) => {
  const { clusterId, currentVersion, state } = rows[index];
  const request = new cs.DescribeClusterTasksRequest({ pageNumber: 1, pageSize });
  const { body } = await client.describeClusterTasks(clusterId, request);
  const isDone = body.tasks.every((task) => task.state === "success");
  if (currentVersion !== version || state !== "running" || !isDone) drifted += 1;
});
console.log(`${drifted} of ${rows.length} clusters drifted`);
if (drifted > 0 || rows.length !== Number(clusters)) process.exitCode = 1;
