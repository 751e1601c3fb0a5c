import { describe, expect, it } from "vitest";
import { alibaba, huawei, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** Twelve mistakes; the comments give the place at which each is to be reported. */
const manifest = (url: string) => `apiVersion: upgradectl.dev/v1
kind: Fleeet
# 2:7 the kind
providers:
  cce:
    source: huawei-cce
    config:
      region: cn-north-4
      projectId: \${NO_SUCH_VARIABLE}
      # 9:18 unset
      projectid: x
      # 11:7 unknown key
      endpoint: ${url}
  ack:
    source: alibaba-ak
    # 15:13 missing plugin
defaults:
  provider: cce
clusters:
  - name: payments
    id: ../../etc
    # 21:9 the id
    targetVersion: ^1.29
    # 23:20 the target
  - name: payments
    # 25:11 name used twice
    id: 0012
    targetVersion: 1.30
    stalledAfter: 6 hours
    # 29:19 the duration
    with: { taskID: x }
    # 31:13 unknown key
    gate: { closeOn: [faild] }
    # 33:23 the term
  - name: orders
    # 35:5 no id
    targetVersion: "1.29"
    provider: cec
    # 38:15 the provider
`;

describe("a manifest with twelve mistakes", () => {
  it("has them all reported at once, each with place and mend, and nothing is asked of any cloud", async () => {
    const simulator = await simulate(
      huawei([{ name: "a", id: "a", version: "v1.29.8-r4" }]),
      alibaba([{ name: "b", id: "b", version: "1.32.1-aliyun.1" }]),
    );
    const text = manifest(simulator.url);
    const expected = [...text.matchAll(/# (\d+:\d+) /g)].map(([, place]) => place);
    expect(expected).toHaveLength(12);
    const cwd = await folderWith({ "fleet.yaml": text });
    const result = await runCli(["check", "fleet.yaml", "-o", "json"], { cwd });
    const report = reportOf(result);
    expect(report.exitCode).toBe(5);
    const places = report.diagnostics.map(({ line, column }) => `${line}:${column}`);
    expect(places).toEqual(expected);
    for (const diagnostic of report.diagnostics) {
      expect(diagnostic).toMatchObject({ severity: "error", file: "fleet.yaml" });
      expect(diagnostic.hint, diagnostic.summary).toMatch(/\w/);
      expect(JSON.stringify(diagnostic)).not.toMatch(/must NOT have|must match|oneOf|anyOf|schema/);
    }
    expect(result.stderr).toContain("> 23 |     targetVersion: ^1.29");
    expect(simulator.stats.total).toBe(0);
    expect((await runCli(["validate", "fleet.yaml"], { cwd })).code).toBe(5);
  });
});

describe("unreadable manifests", () => {
  it.each([
    ["empty", ""],
    ["only a comment", "# nothing\n"],
    ["a list", "- a\n"],
    ["a text", "hello"],
    ["broken", "clusters: [\n"],
    ["with a tab", "apiVersion: upgradectl.dev/v1\nkind: Fleet\nclusters:\n\t- name: a\n"],
    ["with a key twice", "apiVersion: upgradectl.dev/v1\nkind: Fleet\nkind: Fleet\nclusters: []\n"],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefg"[index]}`)}]`)
        .join("\n")}\n`,
    ],
    ["deeply nested", `a: ${"[".repeat(50_000)}`],
    ["binary", "\u0000\u0001\ufffd"],
    [
      "with hostile keys",
      "__proto__: { a: 1 }\nconstructor: 2\napiVersion: upgradectl.dev/v1\nkind: Fleet\nclusters: []\n",
    ],
  ])("%s: a diagnostic with its place, and no stack", async (_what, text) => {
    const cwd = await folderWith({ "upgradectl.yaml": text });
    const result = await runCli(["validate", "-o", "json"], { cwd });
    const report = reportOf(result);
    expect(report.exitCode).toBe(5);
    expect(report.diagnostics[0]).toMatchObject({ severity: "error", file: "upgradectl.yaml" });
    expect(report.diagnostics[0]?.line).toBeGreaterThan(0);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});
