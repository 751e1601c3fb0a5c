import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startSimulator } from "@upgradectl/simulator";
import { beforeAll, describe, expect, it } from "vitest";
import { alibaba, huawei, manifest } from "./clouds.ts";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

let fleet: ReturnType<typeof manifest>;
let cwd: string;

/** Six CCE clusters, of which `pay-2` is behind, and three ACK clusters; `turned.yaml` has them the other way round. */
beforeAll(async () => {
  const names = [1, 2, 3, 4, 5, 6].map((number) => `pay-${number}`);
  const orders = [1, 2, 3].map((number) => `orders-${number}`);
  const versionOf = (name: string) => (name === "pay-2" ? "v1.28.15-r2" : "v1.29.8-r4");
  const accounts = [
    huawei(names.map((name) => ({ name, id: name, version: versionOf(name) }))),
    alibaba(orders.map((name) => ({ name, id: name, version: "1.32.1-aliyun.1" }))),
  ];
  const simulator = await startSimulator({ scenario: { accounts } });
  const ends = [() => simulator.close()];
  fleet = manifest(simulator.url, [
    ...names.map((name) => ({ name, id: name, provider: "hw", targetVersion: "v1.29.8-r4" })),
    ...orders.map((name) => ({ name, id: name, provider: "ali", targetVersion: "1.32" })),
  ]);
  const turned = { ...fleet, clusters: fleet.clusters.toReversed() };
  cwd = await folderWith({ "upgradectl.yaml": fleet, "turned.yaml": turned }, (end) => ends.push(end));
  return async () => {
    for (const end of ends) await end();
  };
});

describe.concurrent("--cluster", { timeout: 60_000 }, () => {
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
    const { plan } = JSON.parse((await select(...patterns)).stdout);
    expect(namesOf(plan)).toEqual(expected);
  });

  it.each([
    [["pay-2", "pay-22"], 'no cluster of the manifest is called "pay-22"', "Did you mean pay-2?"],
    [["x*"], 'no cluster of the manifest is called "x*"', "pay-1, pay-2, pay-3, pay-4, pay-5 and 4 more"],
    [[""], "--cluster names no cluster", "unset variable"],
  ])("%j is a mistake", async (patterns, summary, hint) => {
    const { code, stderr } = await select(...patterns);
    expect(code).toBe(5);
    expect(stderr).toContain(summary);
    expect(stderr).toContain(hint);
  });

  it("and a selector both have to hold", async () => {
    const flags = ["--cluster", "pay-1", "-l", "env=prod,!old", "-l", "\u001b[1m"];
    const { code, stderr } = await runCli(["check", ...flags], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain(
      'no cluster is selected by -l "env=prod,!old" -l "\\u{1b}[1m" --cluster "pay-1"',
    );
  });
});

describe.concurrent("--shard", { timeout: 60_000 }, () => {
  const run = async (...args: readonly string[]) =>
    reportOf(await runCli(["check", "-o", "json", ...args], { cwd }));

  it("deals every provider's clusters out evenly, each to one shard, in whatever order they stand", async () => {
    const shards = await Promise.all([1, 2, 3].map((index) => run("--shard", `${index}/3`)));
    const providers = shards.map(({ clusters }) => clusters.map(({ provider }) => provider).sort());
    expect(providers).toEqual(Array(3).fill(["ali", "hw", "hw"]));
    expect(shards.flatMap(namesOf).sort()).toEqual(namesOf(fleet).toSorted());
    expect(shards[1]?.shard).toMatchObject({ index: 2, of: 3, clusters: 9 });
    const turned = await run("turned.yaml", "--shard", "2/3");
    expect(namesOf(turned).toSorted()).toEqual(shards[1] && namesOf(shards[1]).toSorted());
    expect(turned.shard?.manifest).not.toBe(shards[1]?.shard?.manifest);
  });

  it.each(["0/3", "4/3", "1/0", "1", "a/b", "1/3/4", "-1/3", "1.5/2", ""])(
    "%j is a mistake",
    async (text) => {
      const { code, stderr } = await runCli(["gate", `--shard=${text}`], { cwd });
      expect(code).toBe(5);
      expect(stderr).toContain("--shard");
    },
  );

  it("of several manifests, merged in any order, are in the order of one run over them", async ({
    onTestFinished,
  }) => {
    const parts = {
      "c.yaml": ["orders-1", "pay-1", "pay-2"],
      "b.yaml": ["pay-3", "pay-4"],
      "a.yaml": ["pay-5"],
    };
    const files = Object.entries(parts).map(([file, names]) => [
      file,
      { ...fleet, clusters: fleet.clusters.filter(({ name }) => names.includes(String(name))) },
    ]);
    const folder = await folderWith(Object.fromEntries(files), onTestFinished);
    const check = (...args: readonly string[]) =>
      runCli(["check", ...Object.keys(parts), "-o", "json", ...args], { cwd: folder });
    const shards = await Promise.all([1, 2, 3].map((index) => check("--shard", `${index}/3`)));
    for (const [index, { stdout }] of shards.entries())
      await writeFile(join(folder, `${index + 1}.json`), stdout);
    const whole = reportOf(await check());
    expect(namesOf(whole)).toEqual(["pay-1", "pay-2", "orders-1", "pay-3", "pay-4", "pay-5"]);
    for (const order of ["1 2 3", "3 2 1", "2 3 1"]) {
      const names = order.split(" ").map((name) => `${name}.json`);
      const merged = reportOf(await runCli(["merge", ...names, "-o", "json"], { cwd: folder }));
      expect(namesOf(merged), order).toEqual(namesOf(whole));
    }
  });

  it("that is empty is an empty selection", async () => {
    const { code, stderr } = await runCli(["check", "--cluster", "pay-1", "--shard", "2/2"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("Use at most 1 shard");
  });
});
