// The floor below all HTTP clients in JavaScript: gets the same URLs as the program does, and only reads their text.
//   node bare-loop.js URL CLUSTERS CONCURRENCY
import { Agent, request } from "undici";
import { runLanes } from "./lanes.js";

const [url, clusters, concurrency] = process.argv.slice(2);
const dispatcher = new Agent({ connections: Number(concurrency), pipelining: 1 });
let bytes = 0;
await runLanes(Number(clusters), Number(concurrency), async (index) => {
  const { body } = await request(`${url}/v1/clusters/c${`${index}`.padStart(32, "0")}`, { dispatcher });
  bytes += (await body.text()).length;
});
await dispatcher.close();
if (bytes < 500 * Number(clusters)) process.exitCode = 1;
