// Whether a large account that answers 429 above its limit is read whole, at that limit and politely, while another account
// of the same run is read as fast as ever. The real program against servers on loopback, in real time: 10,000 clusters at
// 50 requests a second take three and a half minutes.
//
//   node bench/throttle.ts                        # a token bucket and a sliding window, with and without Retry-After
//   node bench/throttle.ts --clusters 2000 --only window
//
// Exits with 1 where a figure is beyond its limit.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { program, runNode } from "./run-program.ts";
import { idOf, regionOf, versions } from "./server/answers.ts";
import { type LimitedAccount, serveAccount, slidingWindow, tokenBucket } from "./server/limited.ts";

const { values } = parseArgs({
  options: {
    clusters: { type: "string", default: "10000" },
    rate: { type: "string", default: "50" },
    only: { type: "string", multiple: true },
  },
});
const [clusters, rate] = [Number(values.clusters), Number(values.rate)];
const latencyMs = 20;
const free = 2000;
const learningMs = 10_000;

const cases = [
  { name: "bucket", service: "token bucket, no advice", limit: tokenBucket, advice: null },
  { name: "bucket-advice", service: "token bucket, Retry-After: 1", limit: tokenBucket, advice: "1" },
  { name: "window", service: "sliding window, no advice", limit: slidingWindow, advice: null },
  { name: "window-advice", service: "sliding window, Retry-After: 1", limit: slidingWindow, advice: "1" },
].filter(({ name }) => values.only?.includes(name) ?? true);

const folder = await mkdtemp(join(tmpdir(), "upgradectl-bench-"));
let isGood = true;
try {
  const alone = await measureAlone();
  const rows = await Promise.all(cases.map((each) => measure(each, alone)));
  console.table(Object.fromEntries(rows));
  console.log(
    `${clusters} clusters, ${rate} requests a second, ${latencyMs} ms latency; the other account has ${free} clusters and alone took ${alone.toFixed(1)} s. ${isGood ? "good" : "too much"}`,
  );
} finally {
  await rm(folder, { recursive: true });
}
if (!isGood) process.exitCode = 1;

async function measureAlone(): Promise<number> {
  const other = await serveAccount(() => true, latencyMs, null);
  try {
    await check("alone", { other: [other, free] });
    return secondsOf(other);
  } finally {
    other.close();
  }
}

async function measure({ name, service, limit, advice }: (typeof cases)[number], alone: number) {
  const limited = await serveAccount(limit(rate), latencyMs, advice);
  const other = await serveAccount(() => true, latencyMs, null);
  try {
    await check(name, { limited: [limited, clusters], other: [other, free] });
    const seconds = secondsOf(limited);
    const passed = limited.requests.filter((request) => request.passed).length;
    const start = limited.requests[0]?.at ?? 0;
    const later = limited.requests.filter(({ at }) => at - start > learningMs);
    const refusedLater = later.filter((request) => !request.passed).length;
    const figures = {
      "first 10 s, refused": limited.requests.length - passed - refusedLater,
      "later, refused": refusedLater,
      "later, refused %": (100 * refusedLater) / Math.max(1, later.length),
      "a second": passed / seconds,
      seconds,
      "the other account, s": secondsOf(other),
    };
    isGood &&= figures["later, refused %"] <= 2;
    isGood &&= Math.abs(figures["a second"] / rate - 1) <= 0.1;
    isGood &&= figures["the other account, s"] <= 1.25 * alone + 1;
    return [
      service,
      Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Math.round(value * 100) / 100])),
    ] as const;
  } finally {
    limited.close();
    other.close();
  }
}

/** Fails where a cluster was not read. */
async function check(
  name: string,
  accounts: Readonly<Record<string, readonly [LimitedAccount, number]>>,
): Promise<void> {
  const manifest = join(folder, `${name}.json`);
  await writeFile(manifest, JSON.stringify(manifestFor(accounts)));
  const { exitCode, stdout, stderr } = await runNode([program, "check", "-q", "-o", "ndjson", manifest], {
    cwd: folder,
  });
  const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "null");
  const count = Object.values(accounts).reduce((sum, [, clusters]) => sum + clusters, 0);
  if (exitCode !== 0 || last?.summary?.verdicts?.converged !== count)
    throw new Error(`${name} ended with ${exitCode}: ${JSON.stringify(last?.summary)}\n${stderr}`);
}

function manifestFor(accounts: Readonly<Record<string, readonly [LimitedAccount, number]>>) {
  const entries = Object.entries(accounts);
  const credentials = { accessKeyId: "BENCHMARKKEY", accessKeySecret: "benchmark-secret" };
  return {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: Object.fromEntries(
      entries.map(([name, [{ url }, count]]) => [
        name,
        { source: "alibaba-ack", config: { endpoint: url, region: regionOf(count), credentials } },
      ]),
    ),
    clusters: entries.flatMap(([provider, [, count]]) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ name: `${provider}-${index}`, id: idOf(index), provider, targetVersion: versions.ack },
      })),
    ),
  };
}

function secondsOf({ requests }: LimitedAccount): number {
  const [first, last] = [requests[0], requests.at(-1)];
  return first === undefined || last === undefined ? 0 : (last.at - first.at) / 1000;
}
