import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@upgradectl/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alibaba, huawei, manifest } from "./clouds.ts";
import { folderWith, namesOf, type OnEnd, reportOf, runCli } from "./run-cli.ts";
import { settled } from "./settled-report.ts";

const target = "v1.29.8-r4";
const before = "v1.28.15-r2";
const names = {
  hw: ["pay-1", "pay-2", "pay-3", "pay-4", "pay-5", "pay-6", "pay-7"],
  ali: ["orders-1", "orders-2", "orders-3"],
};

const ends: (() => Promise<void>)[] = [];
const atTheEnd: OnEnd = (end) => ends.push(end);
let simulator: Simulator;
/** The reports of one run over all clusters and of four shards, as texts, by their files' names. */
let reports: Readonly<Record<"check" | "gate", Readonly<Record<string, string>>>>;
const shards = ["1.json", "2.json", "3.json", "4.json"];
const formats = ["json", "ndjson", "text", "junit", "sarif", "markdown", "github", "html"];

/** Of each provider some clusters that the policy of the check, of the gate, of both or of neither lets pass. */
function fleet() {
  const policies: Readonly<Record<string, object>> = {
    "pay-2": { check: { failOn: ["failed"] } },
    "pay-3": { gate: { closeOn: ["behind"] } },
    "pay-4": { check: { failOn: ["action"] }, gate: { closeOn: ["failed"] } },
    "pay-6": { gate: { closeOn: ["pending"] } },
    "pay-7": { check: { failOn: ["action"] }, gate: { closeOn: ["action"] } },
    "orders-2": { check: { failOn: ["ok"] }, gate: { closeOn: ["ok"] } },
  };
  const entry = (name: string, provider: string, targetVersion: string) => ({
    ...{ name, id: name, provider, targetVersion },
    ...policies[name],
  });
  return manifest(simulator.url, [
    ...names.hw.map((name) => entry(name, "hw", target)),
    ...names.ali.map((name) => entry(name, "ali", "1.32")),
  ]);
}

beforeAll(async () => {
  const running = [{ to: target, startedAgo: "10m", outcome: "running" }] as const;
  const failed = [{ to: target, startedAgo: "3h", outcome: "failed" }] as const;
  const accounts = [
    huawei([
      { name: "pay-1", id: "pay-1", version: target },
      { name: "pay-2", id: "pay-2", version: before },
      { name: "pay-3", id: "pay-3", version: before },
      { name: "pay-4", id: "pay-4", version: before, operations: running },
      { name: "pay-5", id: "pay-5", version: before, operations: running },
      { name: "pay-6", id: "pay-6", version: before, operations: failed },
      // pay-7 is not there.
    ]),
    alibaba(names.ali.map((name) => ({ name, id: name, version: "1.32.1-aliyun.1" }))),
  ];
  const start = Date.now();
  simulator = await startSimulator({ scenario: { accounts }, now: () => start });
  atTheEnd(() => simulator.close());
  const cwd = await folderWith({ "upgradectl.yaml": fleet() }, atTheEnd);
  reports = { check: await runAll("check", cwd), gate: await runAll("gate", cwd) };
}, 60_000);
afterAll(async () => {
  for (const end of ends) await end();
});

async function runAll(command: string, cwd: string): Promise<Readonly<Record<string, string>>> {
  const runs = [["whole.json"], ...shards.map((file, index) => [file, "--shard", `${index + 1}/4`])];
  const read = async ([file = "", ...args]: readonly string[]) => {
    await runCli([command, ...args, "-o", `json=${command}-${file}`], { cwd });
    return [file, await readFile(join(cwd, `${command}-${file}`), "utf8")] as const;
  };
  return Object.fromEntries(await Promise.all(runs.map(read)));
}

const copy = (onEnd: OnEnd, command: "check" | "gate" = "check") => folderWith(reports[command], onEnd);
const load = async (cwd: string, name: string) => JSON.parse(await readFile(join(cwd, name), "utf8"));
const change = async (cwd: string, name: string, changes: object) =>
  writeFile(join(cwd, name), JSON.stringify({ ...(await load(cwd, name)), ...changes }));

describe.concurrent("merge", { timeout: 60_000 }, () => {
  it.for(["check", "gate"] as const)(
    "of four shards of a %s is the report of one run",
    async (command, { onTestFinished }) => {
      const cwd = await copy(onTestFinished, command);
      const merged = await runCli(["merge", ...shards.toReversed(), "-o", "json"], { cwd });
      const { shard: _none, ...report } = reportOf(merged);
      const whole = await readFile(join(cwd, "whole.json"), "utf8");
      expect(settled(merged.stdout).split("\n")).toEqual(settled(whole).split("\n"));
      const denied = report.clusters.filter(({ allowed }) => allowed === false).map(({ name }) => name);
      expect(denied).toEqual(
        command === "check" ? ["pay-3", "pay-5", "pay-6", "orders-2"] : ["pay-3", "pay-5", "orders-2"],
      );
      const read = await Promise.all(shards.map((name) => load(cwd, name)));
      expect(report.startedAt).toBe(read.map(({ startedAt }) => startedAt).sort()[0]);
      expect(report.finishedAt).toBe(
        read
          .map(({ finishedAt }) => finishedAt)
          .sort()
          .at(-1),
      );
    },
  );

  it.for(["check", "gate"] as const)(
    "of four shards of a %s is it in every format",
    async (command, { onTestFinished }) => {
      const files = Object.entries(reports[command]).map(([name, text]) => [name, settled(text)]);
      const cwd = await folderWith(Object.fromEntries(files), onTestFinished);
      const render = (name: string, given: readonly string[]) => {
        const outputs = formats.flatMap((format) => ["-o", `${format}=${name}.${format}`]);
        return runCli(["merge", ...given, ...outputs], { cwd });
      };
      await Promise.all([render("merged", shards), render("one", ["whole.json"])]);
      for (const format of formats) {
        const read = (name: string) => readFile(join(cwd, `${name}.${format}`), "utf8");
        expect((await read("merged")).split("\n"), format).toEqual((await read("one")).split("\n"));
      }
      expect(await readFile(join(cwd, "merged.junit"), "utf8")).toContain("<skipped");
      expect(await readFile(join(cwd, "merged.github"), "utf8")).toContain("::notice");
    },
  );

  it("takes reports that do not say what was allowed as all that they were", async ({ onTestFinished }) => {
    const cwd = await copy(onTestFinished);
    for (const name of shards) {
      const { clusters } = await load(cwd, name);
      const older = clusters.map(({ allowed: _unsaid, ...cluster }: { allowed: boolean }) => cluster);
      await change(cwd, name, { clusters: older });
    }
    const { code, stdout } = await runCli(["merge", ...shards, "-o", "junit"], { cwd });
    expect(code).toBe(2);
    expect(stdout).not.toContain("<skipped");
  });

  it("tells people the same, into a file beside it too", async ({ onTestFinished }) => {
    const cwd = await copy(onTestFinished);
    const text = await runCli(["merge", ...shards, "-o", "text", "-o", "json=all.json"], { cwd });
    expect(text.code).toBe(2);
    expect(text.stdout).toContain("10 clusters: 4 converged, 2 behind, 2 upgrading, 1 failed, 1 unknown");
    expect(namesOf(await load(cwd, "all.json"))).toEqual([...names.hw, ...names.ali]);
  });

  it("keeps the order in which reports of no shards are given", async ({ onTestFinished }) => {
    const cwd = await folderWith({ "upgradectl.yaml": fleet() }, onTestFinished);
    const write = (pattern: string, file: string) =>
      runCli(["check", "--cluster", pattern, "-o", `json=${file}`], { cwd });
    await Promise.all([write("pay-*", "pay.json"), write("orders-*", "orders.json")]);
    const merged = reportOf(await runCli(["merge", "orders.json", "pay.json", "-o", "json"], { cwd }));
    expect(namesOf(merged)).toEqual([...names.ali, ...names.hw]);
  });
});

describe.concurrent("merge refuses", { timeout: 60_000 }, () => {
  it.for<[string, readonly string[], string]>([
    ["a shard is missing", ["1.json", "3.json", "4.json"], "shard 2/4 is missing"],
    ["a file is missing", ["1.json", "nowhere.json"], "there is no such file"],
    ["a file is the manifest", ["1.json", "upgradectl.yaml"], "this is not JSON"],
  ])("where %s", async ([_what, files, message], { onTestFinished }) => {
    const cwd = await copy(onTestFinished);
    await writeFile(join(cwd, "upgradectl.yaml"), "kind: Fleet\n");
    const result = await runCli(["merge", ...files, "-o", "json"], { cwd });
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout)).toMatchObject({ command: "merge", exitCode: 5 });
    expect(result.stderr).toContain(message);
  });

  it("a run that read nothing, and says why it has no report", async ({ onTestFinished }) => {
    const cwd = await copy(onTestFinished);
    await writeFile(join(cwd, "upgradectl.yaml"), JSON.stringify(fleet()));
    await runCli(["validate", "-o", "json=2.json"], { cwd });
    const { code, stderr } = await runCli(["merge", "2.json", "3.json"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("its run ended with exit code 0");
  });

  it("shards of different policies, naming the file and the difference", async ({ onTestFinished }) => {
    const cwd = await copy(onTestFinished);
    await change(cwd, "3.json", { policy: { failOn: ["failed"], exitZero: false, postCheck: false } });
    const result = await runCli(["merge", ...shards, "-o", "json"], { cwd });
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout).diagnostics).toMatchObject([
      {
        code: "mixed-reports",
        file: "3.json",
        summary: "this report was made with `--fail-on failed`, unlike `1.json`",
        hint: "Merge reports of one command over the same manifests, with the same flags but --shard.",
      },
    ]);
  });

  it("to write over a report that it reads", async ({ onTestFinished }) => {
    const cwd = await copy(onTestFinished);
    const { code, stderr } = await runCli(["merge", ...shards, "-o", "json=1.json"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain('would write over the report "1.json"');
  });
});
