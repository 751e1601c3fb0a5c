import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HuaweiClusterScenario } from "@upgradectl/simulator";
import { startSimulator } from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { huawei, manifest, secrets, twoClouds } from "./clouds.ts";
import { type CliResult, folderWith, reportOf, runCli } from "./run-cli.ts";

const target = "v1.29.8-r4";

interface Event {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Fails where a line is no JSON. */
function eventsIn(text: string): readonly Event[] {
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line): Event => JSON.parse(line));
}

function typesIn(text: string): readonly string[] {
  return eventsIn(text).map(({ type }) => type);
}

/** The report that the events make together: the last state of each cluster, under the summary. */
function reportIn(result: CliResult) {
  const events = eventsIn(result.stdout);
  const last = new Map(events.filter(({ type }) => type === "cluster").map((event) => [event.name, event]));
  const { type: _summary, ...summary } = events.at(-1) ?? { type: "none" };
  const clusters = [...last.values()].map(({ type: _cluster, ...cluster }) => cluster);
  return reportOf({ ...result, stdout: JSON.stringify({ ...summary, clusters }) });
}

async function fleetOf(clusters: readonly HuaweiClusterScenario[], latency?: string) {
  const scenario = { accounts: [huawei(clusters, latency === undefined ? {} : { latency })] };
  let requests = () => 0;
  const simulator = await startSimulator({ scenario, now: () => Date.now() + requests() * 10_000 });
  requests = () => simulator.stats.total;
  onTestFinished(() => simulator.close());
  const entries = clusters.map(({ name }) => ({ name, id: name, provider: "hw", targetVersion: target }));
  return { simulator, cwd: await folderWith({ "upgradectl.json": manifest(simulator.url, entries) }) };
}

const cluster = (name: string, changes: object = {}) =>
  ({ name, id: name, version: target, ...changes }) as HuaweiClusterScenario;

describe("-o ndjson", () => {
  it("tells the start, each cluster and the summary, which make the report", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.json": fleet });
    const result = await runCli(["check", "-o", "ndjson"], { cwd });
    expect(result).toMatchObject({ code: 2, stderr: "" });
    expect(typesIn(result.stdout)).toEqual(["start", "cluster", "cluster", "summary"]);
    const [start] = eventsIn(result.stdout);
    expect(start).toEqual({
      type: "start",
      formatVersion: "1.0",
      tool: { name: "upgradectl", version: expect.any(String) },
      command: "check",
      startedAt: expect.any(String),
    });
    const report = reportIn(result);
    expect(report).toMatchObject({
      complete: true,
      outcome: "action",
      summary: { clusters: 2, ok: 1, action: 1 },
    });
    expect(report.clusters.map(({ verdict }) => verdict).toSorted()).toEqual(["behind", "converged"]);
    expect(result.stdout).not.toContain(secrets.huawei);
    expect(result.stdout).not.toContain(secrets.alibaba);
  });

  it("names what closes a gate in the manifest's order, whichever was read first", async () => {
    const names = ["z", "a", "m", "b"];
    const operations = [{ to: target, startedAgo: "10m", outcome: "running" }];
    const { cwd } = await fleetOf(names.map((name) => cluster(name, { version: "v1.28.15-r2", operations })));
    const report = reportIn(await runCli(["gate", "-o", "ndjson"], { cwd }));
    expect(report).toMatchObject({ exitCode: 3, gate: { open: false, closedBy: names } });
  });

  it("says the same as -o json beside it, also into a file that was longer before", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.json": fleet, "events.ndjson": "x".repeat(100_000) });
    const result = await runCli(["check", "-o", "json", "-o", "ndjson=events.ndjson"], { cwd });
    const { clusters, ...summary } = JSON.parse(result.stdout);
    const events = eventsIn(await readFile(join(cwd, "events.ndjson"), "utf8"));
    expect(events.at(-1)).toEqual({ type: "summary", ...summary });
    const told = events.filter(({ type }) => type === "cluster");
    const byName = (a: Event, b: Event) => String(a.name).localeCompare(String(b.name));
    const wanted: Event[] = clusters.map((each: object) => ({ type: "cluster", ...each }));
    expect(told.toSorted(byName)).toEqual(wanted.toSorted(byName));
  });

  it("has a summary alone where no cloud was asked", async () => {
    const cwd = await folderWith({ "upgradectl.yaml": "kind: Nothing\n" });
    for (const args of [["check"], ["check", "--no-such-flag"], ["validate"]]) {
      const { code, stdout } = await runCli([...args, "-o", "ndjson"], { cwd });
      expect(code).toBe(5);
      expect(eventsIn(stdout)).toMatchObject([{ type: "summary", exitCode: 5, complete: false }]);
    }
  });

  it("tells what changes during a wait, and as the last of each cluster its final state", async () => {
    const operations = [{ to: target, startedAgo: "5m", duration: "7m" }];
    const { cwd } = await fleetOf([cluster("a", { version: "v1.28.15-r2", operations }), cluster("b")]);
    const result = await runCli(["check", "-o", "ndjson", "--wait", "60s", "--interval", "1s"], { cwd });
    const verdicts = (name: string) =>
      eventsIn(result.stdout)
        .filter((event) => event.name === name)
        .map(({ verdict }) => verdict);
    expect(verdicts("a")[0]).toBe("upgrading");
    expect(verdicts("a").at(-1)).toBe("converged");
    expect(verdicts("b")).toEqual(["converged"]);
    expect(reportIn(result)).toMatchObject({ exitCode: 0, summary: { clusters: 2, ok: 2 } });
  });

  it("ends with what is known and 130 where it is interrupted", async () => {
    const { cwd } = await fleetOf([cluster("a"), cluster("b"), cluster("c")], "20s");
    const result = await runCli(["check", "-o", "ndjson"], {
      cwd,
      during: (child) => {
        child.stdout?.once("data", () => child.kill("SIGINT"));
      },
    });
    expect(result.code).toBe(130);
    expect(typesIn(result.stdout)).toEqual(["start", "cluster", "cluster", "cluster", "summary"]);
    expect(reportIn(result)).toMatchObject({ complete: false, summary: { incomplete: 3 } });
  });

  it("is refused where it could not be written, and for a plan", async () => {
    const cwd = await folderWith({ "upgradectl.json": {} });
    expect((await runCli(["check", "-o", "ndjson=no/where"], { cwd })).stderr).toContain("cannot be written");
    expect((await runCli(["check", "-o", "ndjson", "--dry-run"], { cwd })).stderr).toContain(
      "written as ndjson",
    );
  });
});
