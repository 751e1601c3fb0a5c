// Whether a large fleet in several processes, merged, has the report of one process; and what each of them takes.
//
//   node bench/shards.ts --clusters 10000 --shards 4
//
// The simulated cloud runs in a process of its own and answers after a latency. The shards run at the same time and share
// the concurrency of one account, so they end no earlier than one run does where the account is what limits it. Exits with 1 where the
// reports differ in more than moments and ids of requests.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { listClusters, type Scenario } from "@upgradectl/simulator";
import { settled } from "../apps/cli/test/settled-report.ts";
import { program, type Run, runProgram } from "./run-program.ts";

const { values } = parseArgs({
  options: {
    clusters: { type: "string", default: "10000" },
    shards: { type: "string", default: "4" },
    latency: { type: "string", default: "20" },
    concurrency: { type: "string", default: "48" },
  },
});
const [clusters, shards, latency] = [values.clusters, values.shards, values.latency].map(Number) as [
  number,
  number,
  number,
];

const version = "1.32.1-aliyun.1";
const account = { region: "cn-hangzhou", accessKeyId: "BENCHMARKKEY", accessKeySecret: "benchmark-secret" };
const scenario: Scenario = {
  accounts: [
    {
      ...account,
      ...{ cloud: "alibaba", name: "bench", latency: `${latency}ms` },
      clusters: [
        { name: "ready", version, count: Math.ceil(clusters * 0.9) },
        { name: "old", version: "1.31.9-aliyun.1", count: Math.floor(clusters * 0.1) },
      ],
    },
  ],
};

const folder = await mkdtemp(join(tmpdir(), "upgradectl-bench-"));
await writeFile(join(folder, "scenario.json"), JSON.stringify(scenario));
const cloud = spawn(process.execPath, [program, "simulate", "scenario.json"], {
  cwd: folder,
  stdio: ["ignore", "pipe", "ignore"],
});
try {
  const url = await firstLineOf(cloud);
  await writeFile(join(folder, "upgradectl.json"), JSON.stringify(manifestFor(url)));
  await compare();
} finally {
  cloud.kill();
  await rm(folder, { recursive: true });
}

async function compare(): Promise<void> {
  const check = (...args: readonly string[]) =>
    run("check", "-q", "--concurrency", values.concurrency, ...args);
  const one = await check("-o", "json=one.json");
  const files = Array.from({ length: shards }, (_, at) => `${at + 1}.json`);
  const startedAt = performance.now();
  const parts = await Promise.all(
    files.map((file, at) => check("--shard", `${at + 1}/${shards}`, "-o", `json=${file}`)),
  );
  const together = performance.now() - startedAt;
  const merged = await run("merge", ...files, "-o", "json=merged.json");
  const worst = parts.reduce((a, b) => (a.peakMemoryMb > b.peakMemoryMb ? a : b));
  const cpuMs = parts.reduce((sum, part) => sum + part.cpuMs, 0);
  console.table({
    "one run": rowOf(one),
    [`${shards} shards`]: rowOf({ ...worst, wallMs: together, cpuMs }),
    merge: rowOf(merged),
  });
  const [whole, joined] = await Promise.all(["one.json", "merged.json"].map((name) => read(name)));
  const { size } = await stat(join(folder, "one.json"));
  const isSame = whole === joined && merged.exitCode === one.exitCode;
  console.log(
    `${clusters} clusters, ${latency} ms latency, concurrency ${values.concurrency}: a report of ${Math.round(size / 2 ** 20)} MB, ${Math.round(size / clusters)} bytes a cluster; the merged one ${isSame ? "is the same" : "differs"}`,
  );
  if (!isSame) process.exitCode = 1;
}

async function run(...args: readonly string[]): Promise<Run> {
  const result = await runProgram(args, folder);
  if (result.exitCode !== 2) throw new Error(`${args[0]} ended with ${result.exitCode}\n${result.stderr}`);
  return result;
}

function rowOf({ wallMs, cpuMs, peakMemoryMb }: Run) {
  return {
    "wall, s": Math.round(wallMs / 10) / 100,
    "CPU, s": Math.round(cpuMs / 10) / 100,
    "most memory of a process, MB": Math.round(peakMemoryMb),
  };
}

async function read(name: string): Promise<string> {
  return settled(await readFile(join(folder, name), "utf8"), "with requests");
}

function manifestFor(endpoint: string) {
  const { region, accessKeyId, accessKeySecret } = account;
  const config = { endpoint, region, credentials: { accessKeyId, accessKeySecret } };
  return {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: { bench: { source: "alibaba-ack", config } },
    defaults: { provider: "bench", targetVersion: version },
    clusters: listClusters(scenario).map(({ name, id }) => ({ name, id })),
  };
}

async function firstLineOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new TypeError("the simulator was started without this pipe");
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return line;
}
