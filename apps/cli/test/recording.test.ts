import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CceClusterScenario,
  type FaultScenario,
  parseScenario,
  startSimulator,
} from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { alibaba, huawei, manifest, secrets, simulate, twoClouds } from "./clouds.ts";
import { entry, target, upgraded } from "./post-check-runs.ts";
import { elsewhere, expectClean, expectSame, readRecording, record, replay } from "./recording-runs.ts";
import { type CliOptions, folderWith, reportOf, runCli } from "./run-cli.ts";

const formats = ["text", "json", "ndjson", "junit", "sarif", "markdown", "html", "github"] as const;
const json = ["-o", "json"];

function behind(name: string, changes: Partial<CceClusterScenario> = {}): CceClusterScenario {
  return { name, id: name, version: "v1.28.15-r2", ...changes };
}

/** An account on a clock that each request moves by ten seconds. */
async function fleetOf(
  clusters: readonly CceClusterScenario[],
  faults: readonly FaultScenario[] = [],
  more: object = {},
) {
  let requests = () => 0;
  const simulator = await startSimulator({
    scenario: { accounts: [huawei(clusters, { faults })] },
    now: () => Date.now() + requests() * 10_000,
  });
  requests = () => simulator.stats.total;
  onTestFinished(() => simulator.close());
  const entries = clusters.map(({ name }) => entry(name));
  const cwd = await folderWith({ "upgradectl.yaml": manifest(simulator.url, entries, more) });
  return { simulator, cwd };
}

/** Records, replays twice without the clouds, and compares. */
async function recordAndReplay(
  args: readonly string[],
  { simulator, cwd }: Awaited<ReturnType<typeof fleetOf>>,
  options: CliOptions = {},
) {
  const live = await record([...args, ...json], { ...options, cwd });
  await simulator.close();
  const replayed = await replay([...args, ...json], cwd);
  expectSame(live, replayed);
  expect((await replay([...args, ...json], cwd)).stdout).toBe(replayed.stdout);
  expectClean(await readRecording(cwd), Object.values(secrets));
  return { live, report: reportOf(replayed) };
}

it("a replay gives the recorded report, without the clouds and on another machine", async () => {
  const { simulator, fleet } = await twoClouds();
  const cwd = await folderWith({ "upgradectl.yaml": fleet });
  const { report } = await recordAndReplay(["check"], { simulator, cwd });
  expect(report).toMatchObject({ exitCode: 2, complete: true });
});

it("two replays are the same in every format, byte for byte", async () => {
  const demo = (name: string) => fileURLToPath(new URL(`../demo/${name}`, import.meta.url));
  const parsed = parseScenario(await readFile(demo("scenario.yaml"), "utf8"), "scenario.yaml");
  if ("problems" in parsed) throw new Error("the demo's scenario is broken");
  const simulator = await startSimulator({ scenario: parsed.scenario });
  onTestFinished(() => simulator.close());
  const cwd = await folderWith({});
  await copyFile(demo("fleet.yaml"), join(cwd, "upgradectl.yaml"));
  const env = { UPGRADECTL_SIMULATOR: simulator.url };
  const live = await record(["check", ...json], { cwd, env });
  await simulator.close();
  expectSame(live, await replay(["check", ...json], cwd));
  const runs = ["1", "2"].map(async (run) => {
    const files = formats.map((format) => `${run}.${format}`);
    const outputs = formats.slice(0, -1).flatMap((format) => ["-o", `${format}=${run}.${format}`]);
    // A slow reader of one of two runs: what it takes is no time of the run.
    const node = run === "2" ? ["--import", slowDisk] : [];
    const { code, stdout } = await replay(["check", ...outputs, "-o", "github"], cwd, { node });
    expect(code).toBe(2);
    const texts = files.slice(0, -1).map((file) => readFile(join(cwd, file), "utf8"));
    return [...(await Promise.all(texts)), stdout];
  });
  const [first, second] = await Promise.all(runs);
  expect(second).toEqual(first);
  expectClean(await readRecording(cwd), ["demo-only-secret-of-beijing", "demo-only-password"]);
});

/** Each write to a file takes ten milliseconds longer. */
const slowDisk = `data:text/javascript,${encodeURIComponent(`
  import { WriteStream } from "node:fs";
  const write = WriteStream.prototype._write;
  WriteStream.prototype._write = function (...all) { setTimeout(() => write.apply(this, all), 10); };
`)}`;

describe("a replay follows the recorded run through", () => {
  const soon = { to: target, startedAgo: "5m", duration: "7m" } as const;
  const never = { to: target, startedAgo: "10m", outcome: "running" } as const;
  const failing = { ...soon, startedAgo: "2m", outcome: "failed" } as const;

  it.each<[string, readonly string[], readonly CceClusterScenario[], readonly FaultScenario[]]>([
    ["a wait to its end", ["check", "--wait", "60s"], [behind("a", { operations: [soon] })], []],
    ["a wait to its deadline", ["check", "--wait", "3s"], [behind("a", { operations: [never] })], []],
    [
      "a wait that a failed upgrade ends",
      ["check", "--wait", "60s"],
      [behind("a", { operations: [never] }), behind("b", { operations: [failing] })],
      [],
    ],
    [
      "a wait for three good readings",
      ["check", "--wait", "60s", "--stable", "3"],
      [behind("a", { version: target })],
      [],
    ],
    ["a gate's wait", ["gate", "--wait", "60s"], [behind("a", { operations: [soon] })], []],
    ["a gate", ["gate", "--close-on", "behind"], [behind("a")], []],
    ["a shard", ["check", "--shard", "1/2"], [behind("a"), behind("b"), behind("c")], []],
    ["post-upgrade checks", ["check", "--post-check"], [upgraded("a"), upgraded("b")], []],
    ["retries", ["check"], [behind("a")], [{ kind: 503, times: 2, retryAfter: 0.01 }]],
    ["a throttled while", ["check"], [behind("a")], [{ kind: 429, times: 2, retryAfter: 0.2 }]],
    ["an outage", ["check", "--retries", "1"], [behind("a"), behind("b")], [{ kind: 500 }]],
    [
      "slow answers that --request-timeout does not wait for",
      ["check", "--request-timeout", "1s", "--retries", "1"],
      [behind("a")],
      [{ kind: "slow", delay: "3s" }],
    ],
    [
      "a run that --timeout cuts off",
      ["check", "--timeout", "2s", "--concurrency", "1"],
      [behind("a"), behind("b"), behind("c"), behind("d")],
      [{ kind: "slow", delay: "1s" }],
    ],
  ])("%s", async (_what, args, clusters, faults) => {
    const interval = args.includes("--wait") ? ["--interval", "1s"] : [];
    await recordAndReplay([...args, ...interval], await fleetOf(clusters, faults));
  });

  it("a signal", async () => {
    const fleet = await fleetOf([behind("a"), behind("b")], [{ kind: "slow", delay: "5s" }]);
    const { live, report } = await recordAndReplay(["check"], fleet, {
      during: (child) => {
        const poll = setInterval(() => {
          if (fleet.simulator.stats.total === 0 && fleet.simulator.stats.maxInFlight === 0) return;
          clearInterval(poll);
          child.kill("SIGINT");
        }, 10);
      },
    });
    expect(live.code).toBe(130);
    expect(report.clusters).toMatchObject([
      { error: { kind: "cancelled" } },
      { error: { kind: "cancelled" } },
    ]);
  });

  it("a refused connection", async () => {
    const fleet = await fleetOf([behind("a")]);
    await fleet.simulator.close();
    const { report } = await recordAndReplay(["check", "--retries", "1"], fleet);
    expect(report.clusters[0]?.error).toMatchObject({ kind: "network" });
  });

  it("show", async () => {
    const { cwd, simulator } = await fleetOf([upgraded("a")]);
    const args = ["show", "a", ...json];
    const live = await record(args, { cwd });
    await simulator.close();
    const replayed = await replay(args, cwd);
    const blank = (text: string) => text.replace(/"(at|observedAt)": "[^"]*"|"durationMs": \d+/g, "");
    expect(blank(replayed.stdout)).toBe(blank(live.stdout));
    expect((await replay(args, cwd)).stdout).toBe(replayed.stdout);
  });

  it("two manifests whose accounts have the same name, address and requests", async () => {
    const accounts = ["one", "two"].map((name, index) =>
      alibaba([{ name, id: name, version: index === 0 ? "1.32.1-aliyun.1" : "1.31.9-aliyun.1" }], {
        name,
        accessKeyId: `LTAI5tTestKey00000000${index}`,
      }),
    );
    const simulator = await simulate(...accounts);
    const files = accounts.map(({ name, accessKeyId }) => {
      const credentials = { accessKeyId, accessKeySecret: secrets.alibaba };
      const config = { region: "cn-hangzhou", endpoint: simulator.url, credentials };
      const fleet = manifest(simulator.url, [{ name, id: name, provider: "ali", targetVersion: "1.32" }]);
      return [`${name}.yaml`, { ...fleet, providers: { ali: { source: "alibaba-ack", config } } }];
    });
    const cwd = await folderWith(Object.fromEntries(files));
    const { report } = await recordAndReplay(["check", "one.yaml", "two.yaml"], { simulator, cwd });
    expect(report.clusters.map(({ verdict }) => verdict)).toEqual(["converged", "behind"]);
  });
});

it("a question that was not recorded is that cluster's error", async () => {
  const { cwd, simulator } = await fleetOf([behind("a"), behind("b")]);
  await record(["check", "--cluster", "a", ...json], { cwd });
  await simulator.close();
  const report = reportOf(await replay(["check", ...json], cwd));
  expect(report.clusters[0]).toMatchObject({ verdict: "behind", error: null });
  expect(report.clusters[1]?.error).toMatchObject({
    kind: "network",
    retryable: false,
    message: expect.stringContaining("the recording has no answer to GET"),
    hint: expect.stringContaining("record again"),
  });
});

it("variables of the recorded run serve the replay, and no others", async () => {
  const { simulator } = await fleetOf([behind("a")]);
  const fleet = manifest(simulator.url, [{ ...entry("a"), targetVersion: "${TARGET:-v1.0}" }]);
  const cwd = await folderWith({ "upgradectl.yaml": fleet });
  const live = await record(["check", ...json], { cwd, env: { TARGET: target } });
  await simulator.close();
  const replayed = await runCli(["check", ...json, "--replay", "rec"], {
    cwd,
    env: { ...elsewhere, TARGET: "9" },
  });
  expectSame(live, replayed);
});
