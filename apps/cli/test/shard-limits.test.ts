import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

const plugin = `export default {
  contract: 1,
  name: "counting",
  config: { type: "object", properties: { endpoint: { type: "string" } } },
  cluster: {},
  reads: [{ action: "Get", path: "/clusters/{id}" }],
  connect({ config, http }) {
    const api = http.api({ baseUrl: config.endpoint });
    return {
      async observe({ id }, signal) {
        await api.read("Get", { path: { id }, signal });
        return { version: "1.0", state: { condition: "ready", raw: "ready" }, operations: [] };
      },
    };
  },
};`;

/** Counts requests; answers none before so many wait, so that as many processes as may ask one at a time ask side by side. */
async function countingServer(first: number) {
  const times: number[] = [];
  const held: ServerResponse[] = [];
  const seen = { times, inFlight: 0, mostInFlight: 0 };
  const server = createServer((_request, response) => {
    seen.inFlight += 1;
    seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight);
    response.on("close", () => {
      seen.inFlight -= 1;
    });
    times.push(performance.now());
    held.push(response);
    if (times.length < first) return;
    const answers = held.splice(0);
    setTimeout(() => {
      for (const answer of answers) answer.end("{}");
    }, 30);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen };
}

const shards = [1, 2, 3, 4];
const clusters = Array.from({ length: 40 }, (_, at) => ({
  name: `c-${at}`,
  id: `c-${at}`,
  provider: "counting",
  targetVersion: "1.0",
}));

function folderFor(url: string, limits: object): Promise<string> {
  const providers = { counting: { source: "./counting.mjs", config: { endpoint: url }, limits } };
  const manifest = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
  return folderWith({ "counting.mjs": plugin, "upgradectl.yaml": manifest });
}

it("four shards side by side keep the limits of their account together", { timeout: 60_000 }, async () => {
  const limits = { concurrency: 4, requestsPerSecond: 20 };
  const { url, seen } = await countingServer(limits.concurrency);
  const cwd = await folderFor(url, limits);
  const run = (shard: number) => runCli(["check", "--shard", `${shard}/4`, "-o", "json"], { cwd });
  const reports = (await Promise.all(shards.map(run))).map(reportOf);
  expect(reports.flatMap(namesOf)).toHaveLength(clusters.length);
  expect(reports.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  expect(seen.times).toHaveLength(clusters.length);
  expect(seen.mostInFlight).toBe(limits.concurrency);
  // Those that began together; each shard may have one that was due a little earlier.
  const begun = seen.times[limits.concurrency - 1] ?? 0;
  for (const start of seen.times.filter((time) => time >= begun)) {
    const second = seen.times.filter((time) => time >= start && time < start + 1000);
    expect(second.length).toBeLessThanOrEqual(limits.requestsPerSecond + shards.length);
  }
});

it("--concurrency is the account's too, and more shards than that are told", {
  timeout: 60_000,
}, async () => {
  const { url, seen } = await countingServer(1);
  const cwd = await folderFor(url, { concurrency: 50 });
  const one = await runCli(["check", "--shard", "1/4", "--concurrency", "6", "-o", "json"], { cwd });
  expect(reportOf(one).diagnostics).toEqual([]);
  expect(seen.mostInFlight).toBe(2);
  const two = await runCli(["check", "--shard", "1/4", "--concurrency", "3"], { cwd });
  expect(two.stderr).toContain('4 shards read the provider "counting"');
  expect(two.code).toBe(0);
});
