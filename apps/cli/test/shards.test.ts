import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { alibaba, huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

/** Six CCE clusters, of which `pay-2` is behind, and three ACK clusters. */
async function fleetOfNine() {
  const names = [1, 2, 3, 4, 5, 6].map((number) => `pay-${number}`);
  const orders = [1, 2, 3].map((number) => `orders-${number}`);
  const simulator = await simulate(
    huawei(
      names.map((name) => ({ name, id: name, version: name === "pay-2" ? "v1.28.15-r2" : "v1.29.8-r4" })),
    ),
    alibaba(orders.map((name) => ({ name, id: name, version: "1.32.1-aliyun.1" }))),
  );
  return manifest(simulator.url, [
    ...names.map((name) => ({ name, id: name, provider: "hw", targetVersion: "v1.29.8-r4" })),
    ...orders.map((name) => ({ name, id: name, provider: "ali", targetVersion: "1.32" })),
  ]);
}

const run = async (cwd: string, ...args: readonly string[]) =>
  reportOf(await runCli([...args, "-o", "json"], { cwd }));

describe("--cluster", () => {
  let cwd: string;
  const select = (...names: readonly string[]) =>
    runCli(["check", "--dry-run", "-o", "json", ...names.flatMap((name) => ["--cluster", name])], { cwd });

  it.each<[readonly string[], readonly string[]]>([
    [["pay-2"], ["pay-2"]],
    [
      ["orders-3", "pay-1"],
      ["pay-1", "orders-3"],
    ],
    [["pay-?"], ["pay-1", "pay-2", "pay-3", "pay-4", "pay-5", "pay-6"]],
    [["*-3"], ["pay-3", "orders-3"]],
    [["*r*s*1"], ["orders-1"]],
  ])("%j selects %j", async (patterns, expected) => {
    cwd = await folderWith({ "upgradectl.yaml": await fleetOfNine() });
    const { plan } = JSON.parse((await select(...patterns)).stdout);
    expect(namesOf(plan)).toEqual(expected);
  });

  it.each([
    [["pay-2", "pay-22"], 'no cluster of the manifest is called "pay-22"', "Did you mean pay-2?"],
    [["x*"], 'no cluster of the manifest is called "x*"', "pay-1, pay-2, pay-3, pay-4, pay-5 and 4 more"],
    [[""], "--cluster names no cluster", "unset variable"],
  ])("%j is a mistake", async (patterns, summary, hint) => {
    cwd = await folderWith({ "upgradectl.yaml": await fleetOfNine() });
    const { code, stderr } = await select(...patterns);
    expect(code).toBe(5);
    expect(stderr).toContain(summary);
    expect(stderr).toContain(hint);
  });

  it("and a selector both have to hold", async () => {
    cwd = await folderWith({ "upgradectl.yaml": await fleetOfNine() });
    const { code, stderr } = await runCli(["check", "--cluster", "pay-1", "-l", "env=prod"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("no cluster is selected");
  });
});

describe("--shard", () => {
  it("deals every provider's clusters out evenly, each to one shard, in whatever order they stand", async () => {
    const fleet = await fleetOfNine();
    const cwd = await folderWith({
      "a.yaml": fleet,
      "b.yaml": { ...fleet, clusters: fleet.clusters.toReversed() },
    });
    const shards = await Promise.all(
      [1, 2, 3].map((index) => run(cwd, "check", "a.yaml", "--shard", `${index}/3`)),
    );
    const providers = shards.map(({ clusters }) => clusters.map(({ provider }) => provider).sort());
    expect(providers).toEqual(Array(3).fill(["ali", "hw", "hw"]));
    expect(shards.flatMap(namesOf).sort()).toEqual(namesOf(fleet).toSorted());
    expect(shards[1]?.shard).toMatchObject({ index: 2, of: 3, clusters: 9 });
    const turned = await run(cwd, "check", "b.yaml", "--shard", "2/3");
    expect(namesOf(turned).toSorted()).toEqual(shards[1] && namesOf(shards[1]).toSorted());
    expect(turned.shard?.manifest).not.toBe(shards[1]?.shard?.manifest);
  });

  it.each(["0/3", "4/3", "1/0", "1", "a/b", "1/3/4", "-1/3", "1.5/2", ""])(
    "%j is a mistake",
    async (text) => {
      const cwd = await folderWith({ "upgradectl.yaml": await fleetOfNine() });
      const { code, stderr } = await runCli(["gate", `--shard=${text}`], { cwd });
      expect(code).toBe(5);
      expect(stderr).toContain("--shard");
    },
  );

  it("that is empty is an empty selection", async () => {
    const cwd = await folderWith({ "upgradectl.yaml": await fleetOfNine() });
    const { code, stderr } = await runCli(["check", "--cluster", "pay-1", "--shard", "2/2"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("Use at most 1 shard");
  });
});

describe("merge", () => {
  /** A folder with the manifest, `whole.json`, and `1.json` to `3.json` of three shards. */
  async function shardedRun(): Promise<string> {
    const cwd = await folderWith({ "upgradectl.yaml": await fleetOfNine() });
    await runCli(["check", "-o", "json=whole.json"], { cwd });
    for (const index of [1, 2, 3])
      await runCli(["check", "--shard", `${index}/3`, "-o", `json=${index}.json`], { cwd });
    return cwd;
  }
  const load = async (cwd: string, name: string) => JSON.parse(await readFile(join(cwd, name), "utf8"));
  const change = async (cwd: string, name: string, changes: object) =>
    writeFile(join(cwd, name), JSON.stringify({ ...(await load(cwd, name)), ...changes }));

  it("of all shards is the report of one run over all", async () => {
    const cwd = await shardedRun();
    const merged = await run(cwd, "merge", "3.json", "1.json", "2.json");
    const whole = await load(cwd, "whole.json");
    expect(namesOf(merged)).toEqual(namesOf(whole));
    for (const key of [
      "command",
      "complete",
      "outcome",
      "exitCode",
      "gate",
      "summary",
      "diagnostics",
    ] as const)
      expect({ [key]: merged[key] }).toEqual({ [key]: whole[key] });
    expect(merged).not.toHaveProperty("shard");
    const shards = await Promise.all(["1.json", "2.json", "3.json"].map((name) => load(cwd, name)));
    expect(merged.startedAt).toBe(shards.map(({ startedAt }) => startedAt).sort()[0]);
    expect(merged.finishedAt).toBe(shards.map(({ finishedAt }) => finishedAt).sort()[2]);
    const text = await runCli(["merge", "1.json", "2.json", "3.json", "-o", "text", "-o", "json=all.json"], {
      cwd,
    });
    expect(text.code).toBe(2);
    expect(text.stdout).toContain("9 clusters: 8 converged, 1 behind");
    expect(namesOf(await load(cwd, "all.json"))).toEqual(namesOf(whole));
  });

  it.each<[readonly number[], number]>([
    [[0, 3, 4], 4],
    [[3, 0, 0], 3],
    [[2, 4, 0], 2],
    [[0, 0, 0], 0],
    [[143, 2, 4], 143],
    [[2, 130, 0], 130],
  ])("of runs that ended with %j ends with %i", async (codes, expected) => {
    const cwd = await shardedRun();
    for (const [index, exitCode] of codes.entries()) await change(cwd, `${index + 1}.json`, { exitCode });
    expect((await runCli(["merge", "1.json", "2.json", "3.json"], { cwd })).code).toBe(expected);
  });

  it("keeps the order in which reports of no shards are given", async () => {
    const fleet = await fleetOfNine();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    await runCli(["check", "--cluster", "pay-*", "-o", "json=pay.json"], { cwd });
    await runCli(["check", "--cluster", "orders-*", "-o", "json=orders.json"], { cwd });
    const merged = await run(cwd, "merge", "orders.json", "pay.json");
    expect(namesOf(merged)).toEqual([...namesOf(fleet).slice(6), ...namesOf(fleet).slice(0, 6)]);
  });

  it.each<[string, readonly string[], object, string]>([
    ["a shard is missing", ["1.json", "3.json"], {}, "shard 2/3 is missing"],
    ["a shard is given twice", ["1.json", "1.json", "2.json", "3.json"], {}, "is also in `1.json`"],
    ["a shard and the whole are given", ["whole.json", "1.json"], {}, "this report is of shard 1/3"],
    ["commands differ", ["1.json", "2.json", "3.json"], { command: "gate" }, "this is a report of `gate`"],
    ["versions differ", ["1.json", "2.json", "3.json"], { formatVersion: "2.0" }, "format version `2.0`"],
    ["one is cut short", ["1.json", "2.json", "3.json"], { clusters: [] }, "it counts 3 clusters and has 0"],
    [
      "one is damaged",
      ["1.json", "2.json", "3.json"],
      { outcome: "fine" },
      "this report is damaged: /outcome",
    ],
    ["one is of another tool", ["1.json", "2.json", "3.json"], { tool: null }, "no report of upgradectl"],
    ["a file is missing", ["1.json", "nowhere.json"], {}, "there is no such file"],
    ["a file is the manifest", ["1.json", "upgradectl.yaml"], {}, "no report of upgradectl"],
  ])("refuses where %s", async (_what, files, changes, message) => {
    const cwd = await shardedRun();
    await change(cwd, "3.json", changes);
    const result = await runCli(["merge", ...files, "-o", "json"], { cwd });
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout)).toMatchObject({ command: "merge", exitCode: 5 });
    expect(result.stderr).toContain(message);
  });

  it.each(["manifest", "clusters"])("refuses shards with another %s", async (key) => {
    const cwd = await shardedRun();
    const { shard } = await load(cwd, "2.json");
    await change(cwd, "2.json", { shard: { ...shard, [key]: key === "manifest" ? "0".repeat(64) : 8 } });
    const { code, stderr } = await runCli(["merge", "1.json", "2.json", "3.json"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain(
      key === "manifest" ? "made with other manifests" : "made with another selection",
    );
  });

  it("says why a run that read nothing has no report to merge", async () => {
    const cwd = await shardedRun();
    await runCli(["check", "nowhere.yaml", "-o", "json=1.json"], { cwd });
    await runCli(["validate", "-o", "json=2.json"], { cwd });
    const { code, stderr } = await runCli(["merge", "2.json", "3.json"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("its run ended with exit code 0");
  });

  it("does not write over a report that it reads", async () => {
    const cwd = await shardedRun();
    const { code, stderr } = await runCli(["merge", "1.json", "2.json", "3.json", "-o", "json=1.json"], {
      cwd,
    });
    expect(code).toBe(5);
    expect(stderr).toContain('would write over the report "1.json"');
  });
});
