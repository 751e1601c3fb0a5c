// The shortest honest program for the job: signs, reads, checks the shape and compares the version of each cluster. No
// manifest, no retries, no limits, no report.
//   node hand-written.js URL CLUSTERS CONCURRENCY VERSION
import { Pool } from "undici";
import { clusterBody } from "../provider/cluster-body.js";
import { createSigner } from "../provider/sign.js";
import { runLanes } from "./lanes.js";

const [url, clusters, concurrency, version] = process.argv.slice(2);
const pool = new Pool(url, { connections: Number(concurrency), pipelining: 1 });
const { host } = new URL(url);
const sign = createSigner("BENCHMARKKEY", "benchmark-secret");
let drifted = 0;
await runLanes(Number(clusters), Number(concurrency), async (index) => {
  const path = `/v1/clusters/c${`${index}`.padStart(32, "0")}`;
  const headers = sign({ method: "GET", host, path, query: "", time: Date.now() });
  const { statusCode, body } = await pool.request({ path, method: "GET", headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${text}`);
  const cluster = clusterBody.parse(JSON.parse(text));
  if (cluster.version !== version || cluster.state !== "ready") drifted += 1;
});
await pool.close();
console.log(`${drifted} of ${clusters} clusters drifted`);
if (drifted > 0) process.exitCode = 1;
