import { describe, expect, it } from "vitest";
import { accountFolder, type ClusterScenario, check, discover, providers } from "./discovered.ts";
import { namesOf } from "./run-cli.ts";

const versions = {
  hw: "v1.29.8-r4",
  auto: "v1.31.4-r2",
  css: "7.10.2",
  ali: "1.32.1-aliyun.1",
} as const;
/** What YAML takes for something else. */
const odd = [
  "null",
  "1.30",
  "- x",
  ": ",
  "#",
  "~",
  "true",
  "0x1f",
  "2026-11-21",
  "集群",
  "né",
  "e\u0301",
  "👩‍💻",
  "*a",
  "a\u2028b",
  "{}",
];

describe("the manifest of a fleet", () => {
  it.each(providers)("of %s is accepted and converged, over several pages", async (provider) => {
    const version = versions[provider];
    const clusters = [
      ...odd.map((name, index) => ({ name, id: `odd-${index}`, version })),
      { name: "many", id: "many", version, count: 250 - odd.length },
    ];
    const cwd = await accountFolder(provider, clusters, { cssLargestPage: 100 });
    const { code, stdout, stderr } = await discover(provider, cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^# 250 clusters of /m);
    expect(stdout).not.toContain("check says");
    const report = await check(stdout);
    expect(report).toMatchObject({ exitCode: 0, summary: { clusters: 250, ok: 250 } });
    const region = provider === "ali" ? "cn-hangzhou" : "cn-north-4";
    expect(new Set(report.clusters.map(({ labels }) => labels.region))).toEqual(new Set([region]));
    const names = namesOf(report);
    expect(names.filter((name) => !name.startsWith("many"))).toEqual(
      odd.map((name) => name.trim().replace(/[\u200d\u2028]/g, "-")).toSorted(),
    );
  });

  it("is the same text for the same account, by name and then by id", async () => {
    const version = versions.hw;
    const clusters = ["b", "a", "c", "a"].map((name, index) => ({ name, id: `id-${9 - index}`, version }));
    const cwd = await accountFolder("hw", clusters);
    const texts = [await discover("hw", cwd), await discover("hw", cwd, "--concurrency", "1")].map(
      ({ stdout }) => stdout.replace(/ as they were at \S+/, ""),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.match(/(?<=- name: |id: ).*/g)).toEqual([
      "a",
      "id-6",
      "a-2",
      "id-8",
      "b",
      "id-9",
      "c",
      "id-7",
    ]);
  });
});

const running = { startedAgo: "10m", duration: "2h", outcome: "running" };
type Trouble = Pick<ClusterScenario, "version"> & { readonly [more: string]: unknown };
/** Clusters that are not well, with the verdict that check gives them as they are written. */
const troubled: Readonly<
  Record<(typeof providers)[number], readonly (readonly [string, Trouble, string, string])[]>
> = {
  hw: [
    [
      "upgrading",
      { version: "v1.28.15-r2", operations: [{ ...running, to: "v1.29.8-r4" }] },
      "v1.29.8-r4",
      "Upgrading",
    ],
    [
      "failed",
      {
        version: "v1.28.15-r2",
        operations: [
          {
            to: "v1.29.8-r4",
            startedAgo: "3h",
            outcome: "failed",
          },
        ],
      },
      "v1.28.15-r2",
      "Pending",
    ],
    [
      "paused",
      { version: "v1.28.15-r2", operations: [{ to: "v1.29.8-r4", startedAgo: "3h", outcome: "paused" }] },
      "v1.29.8-r4",
      "Pause",
    ],
    ["failed", { version: "v1.29.8-r4", state: "Unavailable" }, "v1.29.8-r4", "Unavailable"],
    ["unknown", { version: "v1.29.8-r4", state: "Dreaming" }, "v1.29.8-r4", "Dreaming"],
  ],
  auto: [
    [
      "upgrading",
      { version: "v1.29.8-r4", operations: [{ ...running, to: "v1.31.4-r2" }] },
      "v1.31.4-r2",
      "Upgrading",
    ],
    [
      "failed",
      { version: "v1.29.8-r4", operations: [{ to: "v1.31.4-r2", startedAgo: "3h", outcome: "failed" }] },
      "v1.29.8-r4",
      "failed",
    ],
  ],
  css: [
    [
      "upgrading",
      { version: "7.6.2", operations: [{ ...running, kind: "version", to: "7.10.2" }] },
      "7.10.2",
      "running",
    ],
    [
      "upgrading",
      { version: "7.10.2", operations: [{ ...running, to: "7.10.2_24.3.0_0827" }] },
      "7.10.2",
      "running",
    ],
    [
      "failed",
      {
        version: "7.10.2",
        operations: [{ to: "7.10.2_24.3.0_0827", startedAgo: "5h", outcome: "partially-failed" }],
      },
      "7.10.2",
      "PARTIAL_FAILED",
    ],
  ],
  ali: [
    [
      "upgrading",
      { version: "1.31.9-aliyun.1", operations: [{ ...running, to: "1.32.1-aliyun.1" }] },
      "1.32.1-aliyun.1",
      "running",
    ],
    [
      "failed",
      {
        version: "1.31.9-aliyun.1",
        operations: [{ to: "1.32.1-aliyun.1", startedAgo: "3h", outcome: "failed" }],
      },
      "1.31.9-aliyun.1",
      "fail",
    ],
    ["failed", { version: "1.32.1-aliyun.1", state: "disconnected" }, "1.32.1-aliyun.1", "disconnected"],
  ],
};

describe("a cluster that is not converged", () => {
  it.each(providers)("of %s has a comment with the vendor's word and what check says", async (provider) => {
    const cases = troubled[provider];
    const clusters = cases.map(([verdict, cluster], index) => ({
      name: `${index}-${verdict}`,
      id: `id-${index}`,
      ...cluster,
    }));
    const well = { name: "well", id: "well", version: versions[provider] };
    const cwd = await accountFolder(provider, [...clusters, well]);
    const { code, stdout, stderr } = await discover(provider, cwd);
    expect(code).toBe(0);
    expect(stderr).toContain(`not converged now: 0-${cases[0]?.[0]} (${cases[0]?.[0]})`);
    const entries = stdout.split(/^(?= {2}#)/m).slice(1);
    expect(entries).toHaveLength(cases.length);
    for (const [index, [verdict, , target, word]] of cases.entries()) {
      const [comment = "", name, , targetVersion] = entries[index]?.split("\n") ?? [];
      expect(comment).toContain(word);
      expect(name).toBe(`  - name: ${index}-${verdict}`);
      expect(targetVersion).toBe(`    targetVersion: ${target}`);
    }
    const report = await check(stdout);
    for (const { name, verdict, reason } of report.clusters.slice(0, -1)) {
      const entry = entries.find((text) => text.includes(`- name: ${name}\n`)) ?? "";
      expect(entry).toContain(`check says ${verdict}: ${reason.split("\n")[0]}`);
      expect(`${name.slice(2)}`).toBe(verdict);
    }
    expect(report.clusters.at(-1)).toMatchObject({ name: "well", verdict: "converged" });
  });
});
