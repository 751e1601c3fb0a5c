import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listClusters, startSimulator } from "@upgradectl/simulator";
import { expect, it, onTestFinished } from "vitest";
import { alibaba, huawei, manifest } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";
import { settled } from "./settled-report.ts";

const target = "v1.29.8-r4";

/** Four hundred clusters of two clouds, of which some are as declared and the others are in trouble of several kinds. */
async function fleetFolder(): Promise<string> {
  const upgrade = { to: target, startedAgo: "10m" } as const;
  const scenario = {
    accounts: [
      huawei([
        { name: "ready", version: target, count: 150 },
        { name: "old", version: "v1.28.15-r2", count: 40 },
        {
          name: "busy",
          version: "v1.28.15-r2",
          count: 40,
          operations: [{ ...upgrade, duration: "2h", outcome: "running" }],
        },
        {
          name: "broken",
          version: "v1.28.15-r2",
          count: 10,
          operations: [{ to: target, startedAgo: "3h", outcome: "failed" }],
        },
        { name: "closed", version: target, count: 10, faults: [{ kind: 403 }] },
      ]),
      alibaba([
        { name: "orders", version: "1.32.1-aliyun.1", count: 100 },
        { name: "late", version: "1.31.9-aliyun.1", count: 50 },
      ]),
    ],
  } as const;
  const start = Date.now();
  const simulator = await startSimulator({ scenario, now: () => start });
  onTestFinished(() => simulator.close());
  const clusters = listClusters(scenario).map(({ account, name, id }) => ({
    ...{ name, id, provider: account },
    targetVersion: account === "hw" ? target : "1.32",
  }));
  return folderWith({ "upgradectl.yaml": manifest(simulator.url, clusters) });
}

it("four shards in four processes, merged, say what one run says", { timeout: 120_000 }, async () => {
  const cwd = await fleetFolder();
  const files = [1, 2, 3, 4].map((shard) => `${shard}.json`);
  const shards = files.map((file, at) =>
    runCli(["check", "--shard", `${at + 1}/4`, "-o", `json=${file}`, "-q"], { cwd }),
  );
  const codes = (await Promise.all(shards)).map(({ code }) => code);
  const one = await runCli(["check", "-o", "json"], { cwd });
  const merged = await runCli(["merge", ...files, "-o", "json"], { cwd });
  expect(reportOf(one).summary).toMatchObject({ clusters: 400, verdicts: { failed: 10, unknown: 10 } });
  const [whole, parts] = [one, merged].map(({ stdout }) => settled(stdout, "with requests").split("\n"));
  expect(parts).toEqual(whole);
  expect(merged.code).toBe(one.code);
  expect(codes).toContain(one.code);
  const sizes = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(cwd, file), "utf8")).clusters.length),
  );
  expect(sizes).toEqual([100, 100, 100, 100]);
});
