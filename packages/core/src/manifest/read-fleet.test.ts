import { describe, expect, it } from "vitest";
import { defaultCloseOn, defaultFailOn } from "../judge/policy.ts";
import {
  clusterOf,
  healthyText,
  manifestWith,
  placesIn,
  placesOf,
  read,
  requests,
} from "../testing/healthy-manifest.ts";

describe("a healthy manifest", () => {
  it("becomes a fleet with the defaults merged in", async () => {
    const { fleet, diagnostics } = await read(healthyText);
    expect(diagnostics).toEqual([]);
    const [payments, search] = fleet?.clusters ?? [];
    expect(payments).toMatchObject({
      name: "payments",
      id: "b4b9e60f",
      labels: { env: "prod" },
      with: { taskId: "c271e39e" },
      expect: { availabilityZones: ["north-1c"] },
      stalledAfterMs: 7_200_000,
      failOn: defaultFailOn,
      closeOn: defaultCloseOn,
      location: { file: "fleet.yaml", line: 20, column: 5 },
    });
    expect(payments?.target.text).toBe("v1.29.8-r4");
    expect(search).toMatchObject({ with: {}, expect: {}, labels: {}, stalledAfterMs: 21_600_000 });
    expect(search?.instance).toBe(payments?.instance);
    expect(payments?.instance).toMatchObject({
      name: "acme-north",
      source: "acme",
      concurrency: 8,
      requestsPerSecond: 20,
      config: { region: "north-1" },
      location: { line: 5, column: 3 },
    });
    expect(fleet?.secrets).toEqual([{ value: "AKIAEXAMPLE", show: "prefix" }, { value: "sesame-open-42" }]);
  });

  it("asks for its plugin once, with the range and the folder", async () => {
    requests.length = 0;
    await read(healthyText);
    expect(requests).toEqual([{ source: "acme", range: "^1.0.0", directory: "/fleet" }]);
  });

  it.each([
    ["CRLF", healthyText.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${healthyText}`],
    ["comments and a document marker", `# fleet\n---\n${healthyText}...\n`],
    ["empty documents around it", `---\n---\n${healthyText}---\n# nothing\n`],
    [
      "JSON with tabs",
      JSON.stringify(
        {
          apiVersion: "upgradectl.dev/v1",
          kind: "Fleet",
          clusters: [{ name: "a", id: "b", provider: "plain", targetVersion: "1" }],
        },
        null,
        "\t",
      ),
    ],
  ])("may have %s", async (_, text) => {
    const { fleet, diagnostics } = await read(text);
    expect(diagnostics).toEqual([]);
    expect(fleet?.clusters.length).toBeGreaterThan(0);
  });

  it("counts columns in characters, whatever stands before", async () => {
    const text = `\uFEFF{"apiVersion":"upgradectl.dev/v1","kind":"Fleet","clusters":[{"name":"😀","id":"b","provider":"plain","targetVersion":"^1"}]}`;
    expect(await placesIn(text)).toEqual([
      `1:${[...text].join("").indexOf('"^1"') - 1} invalid-version-target`,
    ]);
  });

  it("locates what a plugin refuses in its configuration, or the nearest place", async () => {
    const { instance } = await clusterOf();
    expect(instance.locateConfig("/credentials/accessKeyId")).toEqual({
      file: "fleet.yaml",
      line: 11,
      column: 22,
    });
    expect(instance.locateConfig("/region")).toMatchObject({ line: 9, column: 15 });
    expect(instance.locateConfig("/nowhere/at/all")).toMatchObject({ line: 9, column: 7 });
    expect(instance.locateConfig("")).toMatchObject({ line: 9, column: 7 });
  });
});

describe("defaults", () => {
  it("are merged key by key, lists are replaced, the cluster wins", async () => {
    const cluster = await clusterOf(
      [
        "  stalledAfter: 6h",
        "  stalledAfter: 6h\n  targetVersion: 1.2\n  labels: { env: dev, team: core }\n  with: { source: tasks, taskId: x }\n  expect: { availabilityZones: [a, b], image: 1.10 }\n  check: { failOn: [failed] }\n  gate: { closeOn: [] }",
      ],
      ["    stalledAfter: 2h\n", "    check: {}\n"],
    );
    expect(cluster).toMatchObject({
      labels: { env: "prod", team: "core" },
      with: { source: "tasks", taskId: "c271e39e" },
      expect: { availabilityZones: ["north-1c"], image: "1.10" },
      stalledAfterMs: 21_600_000,
      failOn: ["failed"],
      closeOn: [],
    });
    expect(cluster.target.text).toBe("v1.29.8-r4");
  });

  it("reach a cluster that says nothing itself", async () => {
    const { fleet } = await read(
      manifestWith(
        ["  stalledAfter: 6h", "  targetVersion: 1.10\n  with: { taskId: 0012 }"],
        ['    targetVersion: "1.30"\n', ""],
      ),
    );
    expect(fleet?.clusters[1]).toMatchObject({ target: { text: "1.10" }, with: { taskId: "0012" } });
  });

  it("with a mistake are reported once, where they stand", async () => {
    const text = manifestWith(
      ["  stalledAfter: 6h", "  with: { taskid: 1 }\n  targetVersion: ^1"],
      ['    targetVersion: "1.30"\n', ""],
      ["    targetVersion: v1.29.8-r4\n", ""],
    );
    expect(await placesIn(text)).toEqual(["17:11 unknown-key", "18:18 invalid-version-target"]);
  });
});

describe("names", () => {
  it("are unique over documents and files", async () => {
    const { diagnostics } = await read(`${healthyText}---\n${healthyText}`, healthyText);
    expect(diagnostics.map(({ code, file, line }) => `${file}:${line} ${code}`)).toEqual([
      "fleet.yaml:50 duplicate-cluster",
      "fleet.yaml:57 duplicate-cluster",
      "fleet-2.yaml:20 duplicate-cluster",
      "fleet-2.yaml:27 duplicate-cluster",
    ]);
    expect(diagnostics[2]?.detail).toBe("The first is in fleet.yaml, line 20.");
  });

  it("that an alias repeats are reported at the alias", async () => {
    const text = manifestWith(
      ["  - name: payments", "  - &p\n    name: payments"],
      ["  - name: search", "  - *p\n  - name: search"],
    );
    expect(await placesIn(text)).toEqual(["28:5 duplicate-cluster"]);
  });

  it.each([
    ["x".repeat(253), []],
    ["😀".repeat(253), []],
    ["a b/ü", []],
    ["x".repeat(254), ["20:11 invalid-name"]],
    ['""', ["20:11 invalid-name"]],
    ['"a\\tb"', ["20:11 invalid-name"]],
    ['"a\\x85b"', ["20:11 invalid-name"]],
  ])("%s", async (name, places) => {
    expect(placesOf((await read(manifestWith(["name: payments", `name: ${name}`]))).diagnostics)).toEqual(
      places,
    );
  });
});

describe("files", () => {
  it("report in the order in which they are given, and good ones do not hide bad ones", async () => {
    const { fleet, diagnostics } = await read("a: [", healthyText, "");
    expect(fleet).toBeNull();
    expect(diagnostics.map(({ file, code }) => `${file} ${code}`)).toEqual([
      "fleet.yaml yaml-syntax",
      "fleet-3.yaml empty-manifest",
    ]);
  });

  it("a broken document does not hide the mistakes of the next", async () => {
    const text = `a: "open\n---\n${manifestWith(["v1.29.8-r4", "^1"])}`;
    expect((await placesIn(text)).length).toBeGreaterThan(0);
    expect(await placesIn(`a: @x\n---\n${manifestWith(["v1.29.8-r4", "^1"])}`)).toEqual([
      "1:4 yaml-syntax",
      "24:20 invalid-version-target",
    ]);
  });
});
