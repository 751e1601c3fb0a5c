import { describe, expect, it } from "vitest";
import type { VerdictName } from "./fleet.ts";
import type { JudgedCluster } from "./judge/judge-reading.ts";
import type { ExitCode } from "./judge/policy.ts";
import { mergeReports, type ReportFile } from "./merge-reports.ts";
import { parseReport } from "./parse-report.ts";
import { buildReport, type Report, type ReportPolicy } from "./report.ts";
import { healthyCluster, healthyReading, now } from "./testing/healthy.ts";

/** The report of one of three shards, with a cluster at the line that its name says. */
function shardOf(index: number, name: string, verdict: VerdictName = "converged"): Report {
  const location = { file: "fleet.yaml", line: Number(name.replace(/\D/g, "")), column: 5 };
  const reading = healthyReading({ cluster: healthyCluster({ name, location }) });
  const judged = { reading, judgement: { verdict, reason: "because", drift: [], operation: null } };
  const shard = { index, of: 3, manifest: "a".repeat(64), clusters: 3 };
  const times = { startedAt: now - index * 1000, finishedAt: now + index * 1000 };
  return buildReport([judged], {
    command: "check",
    toolVersion: "0.1.0",
    ...times,
    diagnostics: [{ severity: "warning", code: "old", summary: "the same of every shard" }],
    exitZero: false,
    shard,
  });
}

function placed(file: string, line: number): JudgedCluster {
  const cluster = healthyCluster({ name: `${file}:${line}`, location: { file, line, column: 5 } });
  const judgement = { verdict: "failed", reason: "because", drift: [], operation: null } as const;
  return { reading: healthyReading({ cluster }), judgement };
}

function shardWith(index: number, judged: readonly JudgedCluster[], files?: readonly string[]): Report {
  const shard = {
    index,
    of: 3,
    manifest: "a",
    clusters: files === undefined ? 3 : 6,
    ...(files && { files }),
  };
  const run = { command: "gate", toolVersion: "0.1.0", startedAt: now, finishedAt: now } as const;
  return buildReport(judged, { ...run, diagnostics: [], exitZero: false, shard });
}

function threeShards(): readonly [Report, Report, Report] {
  return [shardOf(1, "c3"), shardOf(2, "c1", "behind"), shardOf(3, "c2", "upgrading")];
}

function merge(reports: readonly Report[]) {
  const files = reports.map((report, index): ReportFile => ({ file: `${index + 1}.json`, report }));
  return mergeReports(files, "0.2.0");
}

function merged(reports: readonly Report[]): Report {
  const result = merge(reports);
  if ("diagnostics" in result) throw new Error(JSON.stringify(result.diagnostics));
  return result.report;
}

function refusal(reports: readonly Report[]): string {
  const result = merge(reports);
  if ("report" in result) throw new Error("it was merged");
  return result.diagnostics.map(({ file = "", summary }) => `${file}: ${summary}`).join("\n");
}

describe("shards merged", () => {
  it("are one report in the manifest's order, from the first start to the last end", () => {
    const report = merged(threeShards());
    expect(report.clusters.map(({ name }) => name)).toEqual(["c1", "c2", "c3"]);
    expect(report).toMatchObject({
      tool: { version: "0.2.0" },
      exitCode: 2,
      outcome: "action",
      complete: true,
      durationMs: 6000,
      gate: { open: false, closedBy: ["c2"] },
      summary: { clusters: 3, ok: 1, action: 1, pending: 1 },
      diagnostics: [{ code: "old" }],
    });
    expect(report).not.toHaveProperty("shard");
  });

  it("keep what each run's policy allowed, and that an older one did not say", () => {
    const [one, two, three] = threeShards();
    const older = three.clusters.map(({ allowed: _unsaid, ...cluster }) => cluster);
    const { clusters } = merged([one, two, { ...three, clusters: older }]);
    expect(clusters.map(({ name, allowed }) => [name, allowed])).toEqual([
      ["c1", false],
      ["c2", undefined],
      ["c3", true],
    ]);
  });

  it.each<[readonly [ExitCode, ExitCode, ExitCode], number]>([
    [[0, 3, 4], 4],
    [[3, 0, 0], 3],
    [[2, 4, 0], 2],
    [[0, 0, 0], 0],
    [[143, 2, 4], 143],
    [[2, 130, 0], 130],
  ])("of runs that ended with %j end with %i", (codes, expected) => {
    const reports = threeShards().map((report, index) => ({ ...report, exitCode: codes[index] ?? 0 }));
    expect(merged(reports).exitCode).toBe(expected);
  });

  it.each([
    ["as they are", [0, 1, 2]],
    ["the other way round", [2, 1, 0]],
    ["mixed", [1, 2, 0]],
  ])("are in the order of several manifests, which they name, given %s", (_, order) => {
    const files = ["z.yaml", "b.yaml", "a.yaml"];
    // The second was made in another folder.
    const folders = ["", "fleets/", ""];
    const shards = [
      [placed("a.yaml", 1), placed("b.yaml", 2)],
      [placed("fleets/a.yaml", 2), placed("fleets/z.yaml", 1)],
      [placed("b.yaml", 1), placed("z.yaml", 2)],
    ].map((clusters, at) =>
      shardWith(
        at + 1,
        clusters,
        files.map((file) => `${folders[at]}${file}`),
      ),
    );
    const report = merged(order.flatMap((at) => shards[at] ?? []));
    expect(report.clusters.map(({ location }) => `${location.file}:${location.line}`)).toEqual([
      ...["fleets/z.yaml:1", "z.yaml:2", "b.yaml:1", "b.yaml:2", "a.yaml:1", "fleets/a.yaml:2"],
    ]);
    expect(report.gate.closedBy).toEqual(report.clusters.map(({ name }) => name));
  });

  it("of a version that did not name the manifests are one for each order of arguments", () => {
    const shards = [[placed("b.yaml", 1)], [placed("a.yaml", 2), placed("b.yaml", 3)]].map((clusters, at) =>
      shardWith(at + 1, clusters),
    );
    const places = (reports: readonly Report[]) =>
      merged(reports).clusters.map(({ location }) => `${location.file}:${location.line}`);
    expect(places(shards)).toEqual(["b.yaml:1", "b.yaml:3", "a.yaml:2"]);
    expect(places(shards.toReversed())).toEqual(places(shards));
  });

  it("of no shards keep the order in which they are given", () => {
    const [one, two] = threeShards().map(({ shard: _none, ...report }) => report);
    if (one === undefined || two === undefined) throw new Error("there are three");
    expect(merged([one, two]).clusters.map(({ name }) => name)).toEqual(["c3", "c1"]);
  });
});

const plain: ReportPolicy = { exitZero: false, postCheck: false };

describe("a merge is refused", () => {
  const [one, two, three] = threeShards();
  const { shard, ...whole } = three;
  if (shard === undefined) throw new Error("it is of a shard");

  it.each<[string, readonly Report[], string]>([
    [
      "where a shard is missing",
      [one, three],
      ": 2 of 3 clusters are in these reports: shard 2/3 is missing",
    ],
    ["where a shard is given twice", [one, one, two, three], "2.json: the cluster `c3` is also in `1.json`"],
    ["of a shard and the whole", [whole, one], "2.json: this report is of shard 1/3, unlike `1.json`"],
    ["of the whole and a shard", [one, whole], "2.json: this report is of no shard, unlike `1.json`"],
    ["of two commands", [one, two, { ...three, command: "gate" }], "3.json: this is a report of `gate`"],
    [
      "of other manifests",
      [one, two, { ...three, shard: { ...shard, manifest: "b" } }],
      "3.json: this report was made with other manifests",
    ],
    [
      "of another selection",
      [one, two, { ...three, shard: { ...shard, clusters: 8 } }],
      "3.json: this report was made with another selection",
    ],
    [
      "of another number of shards",
      [one, two, { ...three, shard: { ...shard, of: 4 } }],
      "3.json: this report is of one of 4 shards",
    ],
    [
      "of as many other clusters",
      [
        { ...one, shard: { ...shard, index: 1, selection: "a" } },
        { ...two, shard: { ...shard, selection: "b" } },
      ],
      "2.json: this report was made with another selection",
    ],
    [
      "of several files, each told",
      [one, whole, { ...two, command: "gate" }],
      "3.json: this is a report of `gate`",
    ],
  ])("%s", (_what, reports, message) => {
    expect(refusal(reports)).toContain(message);
  });

  it.each<[ReportPolicy, ReportPolicy, string]>([
    [plain, { ...plain, exitZero: true }, "made with `--exit-zero`"],
    [{ ...plain, exitZero: true }, plain, "made without `--exit-zero`"],
    [plain, { ...plain, postCheck: true }, "made with `--post-check`"],
    [plain, { ...plain, failOn: ["action"] }, "made with `--fail-on action`"],
    [{ ...plain, failOn: ["action"] }, plain, "made without `--fail-on action`"],
    [
      { ...plain, closeOn: ["behind"] },
      { ...plain, closeOn: ["pending", "behind"] },
      "made with `--close-on behind,pending`",
    ],
  ])("of %j and %j", (first, second, message) => {
    const reports = [
      { ...one, policy: first },
      { ...two, policy: second },
      { ...three, policy: first },
    ];
    expect(refusal(reports)).toBe(`2.json: this report was ${message}, unlike \`1.json\``);
  });

  it("not for the order of a policy's terms, nor where a report does not say any", () => {
    const failOn = ["behind", "pending"] as const;
    const reports = [
      { ...one, policy: { ...plain, failOn } },
      { ...two, policy: { ...plain, failOn: [...failOn].reverse() } },
      withoutPolicy(three),
    ];
    expect(merged(reports).policy).toEqual({ ...plain, failOn });
    expect(merged([one, two, three].map(withoutPolicy))).not.toHaveProperty("policy");
  });
});

function withoutPolicy({ policy: _unsaid, ...report }: Report): Report {
  return report;
}

it("a hundred thousand clusters are merged in linear time", () => {
  const shards = 4;
  const each = (count: number) =>
    Array.from({ length: shards }, (_, at): Report => {
      const report = shardOf(at + 1, "c1");
      const [cluster] = report.clusters;
      if (cluster === undefined) throw new Error("it has one");
      const clusters = Array.from({ length: count / shards }, (_, number) => ({
        ...cluster,
        name: `c${number * shards + at}`,
        location: { ...cluster.location, line: number * shards + at },
      }));
      return { ...report, clusters, shard: { index: at + 1, of: shards, manifest: "a", clusters: count } };
    });
  const reports = each(100_000);
  const start = performance.now();
  expect(merged(reports).summary.clusters).toBe(100_000);
  // A second on a busy machine; ten thousand million comparisons would take a minute.
  expect(performance.now() - start).toBeLessThan(10_000);
});

describe("a text", () => {
  const report = shardOf(1, "c1");
  const read = (value: unknown) => parseReport(typeof value === "string" ? value : JSON.stringify(value));

  it("that is a report is read, also of a version that did not say what was allowed", () => {
    expect(read(report)).toEqual({ report });
    const older = report.clusters.map(({ allowed: _unsaid, ...cluster }) => cluster);
    expect(read({ ...report, clusters: older }).problem).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ["of another version", { ...report, formatVersion: "2.0" }, "format version `2.0`"],
    ["cut short", { ...report, clusters: [] }, "it counts 1 clusters and has 0"],
    ["damaged", { ...report, outcome: "fine" }, "this report is damaged: /outcome"],
    [
      "with words in a time",
      { ...report, startedAt: "2026-01-01 (::error::x)" },
      "this report is damaged: /startedAt",
    ],
    ["of another tool", { ...report, tool: null }, "no report of upgradectl"],
    ["that is no JSON", "kind: Fleet", "this is not JSON"],
    ["of a run that read nothing", { ...report, clusters: undefined, exitCode: 0 }, "ended with exit code 0"],
  ])("%s is refused", (_what, value, message) => {
    expect(read(value).problem?.summary).toContain(message);
  });
});
