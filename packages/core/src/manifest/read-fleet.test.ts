import { describe, expect, it } from "vitest";
import { defaultCloseOn, defaultFailOn } from "../judge/policy.ts";
import { acme, env, fileOf, healthyText, loadWith, manifestWith, placesOf, read, requests } from "../testing/healthy-manifest.ts";
import { readFleet } from "./read-fleet.ts";

async function clusterOf(...changes: Parameters<typeof manifestWith>) {
  const { fleet, diagnostics } = await read(manifestWith(...changes));
  expect(diagnostics).toEqual([]);
  const cluster = fleet?.clusters[0];
  if (cluster === undefined) throw new Error("no cluster");
  return cluster;
}

async function placesIn(text: string) {
  const { fleet, diagnostics } = await read(text);
  expect(fleet).toBeNull();
  return placesOf(diagnostics);
}

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
    expect(requests).toEqual([{ source: "acme", range: "^1.0.0", directory: "/work" }]);
  });

  it.each([
    ["CRLF", healthyText.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${healthyText}`],
    ["comments and a document marker", `# fleet\n---\n${healthyText}...\n`],
    ["empty documents around it", `---\n---\n${healthyText}---\n# nothing\n`],
    ["JSON with tabs", JSON.stringify({ apiVersion: "upgradectl.dev/v1", kind: "Fleet", clusters: [{ name: "a", id: "b", provider: "plain", targetVersion: "1" }] }, null, "\t")],
  ])("may have %s", async (_, text) => {
    const { fleet, diagnostics } = await read(text);
    expect(diagnostics).toEqual([]);
    expect(fleet?.clusters.length).toBeGreaterThan(0);
  });

  it("counts columns in characters, whatever stands before", async () => {
    const text = `\uFEFF{"apiVersion":"upgradectl.dev/v1","kind":"Fleet","clusters":[{"name":"😀","id":"b","provider":"plain","targetVersion":"^1"}]}`;
    expect(await placesIn(text)).toEqual([`1:${[...text].join("").indexOf('"^1"') - 1} invalid-version-target`]);
  });

  it("locates what a plugin refuses in its configuration, or the nearest place", async () => {
    const { instance } = await clusterOf();
    expect(instance.locateConfig("/credentials/accessKeyId")).toEqual({ file: "fleet.yaml", line: 11, column: 22 });
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
      manifestWith(["  stalledAfter: 6h", "  targetVersion: 1.10\n  with: { taskId: 0012 }"], ['    targetVersion: "1.30"\n', ""]),
    );
    expect(fleet?.clusters[1]).toMatchObject({ target: { text: "1.10" }, with: { taskId: "0012" } });
  });

  it("with a mistake are reported once, where they stand", async () => {
    const text = manifestWith(["  stalledAfter: 6h", "  with: { taskid: 1 }\n  targetVersion: ^1"], [
      '    targetVersion: "1.30"\n',
      "",
    ], ["    targetVersion: v1.29.8-r4\n", ""]);
    expect(await placesIn(text)).toEqual(["17:11 unknown-key", "18:18 invalid-version-target"]);
  });
});

describe("providers", () => {
  it.each(["plain", "./acme.mjs"])("a cluster may name the source %s directly", async (source) => {
    const text = manifestWith(["    id: c5c0f71a", `    id: c5c0f71a\n    provider: ${source}`]);
    const { fleet, diagnostics } = await read(text);
    if (source === "plain") expect(fleet?.clusters[1]?.instance).toMatchObject({ name: source, source, config: {} });
    // The other one needs a region, which a bare source has no place for.
    else expect(placesOf(diagnostics)).toEqual(["29:15 missing-key"]);
  });

  it("have their own name as source", async () => {
    const text = manifestWith(["acme-north:\n    source: acme\n", "acme:\n"], ["provider: acme-north", "provider: acme"]);
    expect((await read(text)).fleet?.instances).toMatchObject([{ name: "acme", source: "acme" }]);
  });

  it("take endpoint and timeout", async () => {
    const { instance } = await clusterOf(["region: north-1", "region: north-1\n      endpoint: http://127.0.0.1:80\n      timeout: 1m30s"]);
    expect(instance).toMatchObject({ requestTimeoutMs: 90_000, config: { endpoint: "http://127.0.0.1:80" } });
  });

  it("leave a timeout of its own to the plugin", async () => {
    const definition = { ...acme, config: { type: "object", properties: { timeout: { type: "integer" } } } } as const;
    const text = manifestWith(["      region: north-1\n      credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42", "      timeout: 5"]);
    const { fleet } = await readFleet([fileOf(text)], { env, loadPlugin: loadWith({ acme: definition }) });
    expect(fleet?.instances[0]?.config).toEqual({ timeout: 5 });
    expect(fleet?.instances[0]).not.toHaveProperty("requestTimeoutMs");
  });

  it("of one name in two files are two instances", async () => {
    const { fleet } = await read(
      healthyText,
      manifestWith(["region: north-1", "region: south"], ["name: payments", "name: p2"], ["name: search", "name: s2"]),
    );
    expect(fleet?.instances.map(({ config }) => config["region"])).toEqual(["north-1", "south"]);
    expect(new Set(fleet?.instances.map(({ key }) => key)).size).toBe(2);
    expect(fleet?.clusters.map(({ instance }) => instance.config["region"])).toEqual(["north-1", "north-1", "south", "south"]);
  });

  it("of one name in two documents too", async () => {
    const second = manifestWith(["name: payments", "name: p2"], ["name: search", "name: s2"]);
    const { fleet } = await read(`${healthyText}---\n${second}`);
    expect(new Set(fleet?.instances.map(({ key }) => key)).size).toBe(2);
    expect(fleet?.clusters[2]?.location.line).toBe(49);
  });

  it("that no cluster uses are checked, and warned of", async () => {
    const unused = (region: string) => manifestWith(["defaults:", `  spare:\n    source: acme\n    config: ${region}\ndefaults:`]);
    const { fleet, diagnostics } = await read(unused("{ region: south }"));
    expect(placesOf(diagnostics)).toEqual(["15:3 unused-provider"]);
    expect(diagnostics[0]?.severity).toBe("warning");
    expect(fleet?.instances.map(({ name }) => name)).toEqual(["acme-north", "spare"]);
    expect(await placesIn(unused("{}"))).toEqual(["15:3 unused-provider", "17:13 missing-key"]);
  });

  it("whose plugin is missing are reported once, at the source", async () => {
    expect(await placesIn(manifestWith(["source: acme", "source: nowhere"]))).toEqual(["6:13 plugin-missing"]);
    expect(await placesIn(manifestWith(["acme-north:\n    source: acme\n", "acme-north:\n"]))).toEqual(["5:3 plugin-missing"]);
    expect(await placesIn(manifestWith(["provider: acme-north", "provider: elsewhere"]))).toEqual(["16:13 plugin-missing"]);
  });

  it("that are misspelt are told from missing plugins", async () => {
    const { diagnostics } = await read(manifestWith(["provider: acme-north", "provider: acme-nort"]));
    expect(placesOf(diagnostics)).toEqual(["16:13 unknown-provider"]);
    expect(diagnostics[0]?.hint).toBe("Did you mean `acme-north`?");
  });
});

describe("source text counts where text is wanted", () => {
  it.each(["1.30", "0x1F", "1e3", "0012", "12345678901234567890"])("%s", async (text) => {
    const cluster = await clusterOf(["v1.29.8-r4", text], ["b4b9e60f", text], ["env: prod", `env: ${text}`]);
    expect(cluster).toMatchObject({ id: text, target: { text }, labels: { env: text } });
  });

  it.each(["true", "False", "0605767e1234", ".inf", "-0"])("%s as an id", async (text) => {
    expect((await clusterOf(["b4b9e60f", text])).id).toBe(text);
  });

  it("through aliases and merge keys, each user by its own schema", async () => {
    const cluster = await clusterOf(
      ["defaults:", "  other:\n    source: acme\n    config: { region: &n 12, retries: *n }\ndefaults:"],
      ["  - name: payments", "  - &base\n    name: payments"],
      ["v1.29.8-r4", "1.30"],
      ["    id: c5c0f71a\n", "    id: c5c0f71a\n    provider: other\n    labels: { n: *n }\n  - <<: *base\n    name: third\n    id: *n\n  - name: fourth\n    id: x\n    provider: other\n"],
      ['targetVersion: "1.30"', "targetVersion: 1.10"],
    ).catch((error: unknown) => error);
    expect(cluster).toMatchObject({ target: { text: "1.30" } });
  });

  it("merges: own keys win, then the first of a list", async () => {
    const text = `apiVersion: upgradectl.dev/v1
kind: Fleet
clusters:
  - &a { name: a, id: 0012, provider: plain, targetVersion: 1.10, labels: &l { tier: 010 } }
  - &b { <<: *a, name: b, id: "b" }
  - { <<: [*b, *a], name: c, labels: { <<: *l, x: 1.0 } }
`;
    const { fleet, diagnostics } = await read(text);
    expect(diagnostics).toEqual([]);
    expect(fleet?.clusters.map(({ name, id, labels, target }) => [name, id, labels, target.text])).toEqual([
      ["a", "0012", { tier: "010" }, "1.10"],
      ["b", "b", { tier: "010" }, "1.10"],
      ["c", "b", { tier: "010", x: "1.0" }, "1.10"],
    ]);
  });

  it("in a plugin's lists, maps and branches", async () => {
    const cluster = await clusterOf(
      ["[north-1c]", "[1.0, 2]"],
      ["[1.0, 2]", "[1.0, 2], nodePools: { a: 1.30, b: 1.10 }, image: 24.10"],
      ["accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42", "token: 0012345"],
    );
    expect(cluster.expect).toEqual({ availabilityZones: ["1.0", "2"], nodePools: { a: "1.30", b: "1.10" }, image: "24.10" });
    expect(cluster.instance.config["credentials"]).toEqual({ token: "0012345" });
  });

  it("and an expanded value becomes the number or boolean that is wanted", async () => {
    const { instance } = await clusterOf(
      ["concurrency: 8", 'concurrency: "${COUNT}"'],
      ["region: north-1", "region: ${REGION}\n      retries: ${COUNT}\n      dryRun: ${UNSET:-true}"],
    );
    expect(instance).toMatchObject({ concurrency: 7, config: { region: "north-1", retries: 7, dryRun: true } });
  });

  it("but a quoted number is no number", async () => {
    expect(await placesIn(manifestWith(["concurrency: 8", 'concurrency: "8"']))).toEqual(["13:28 wrong-type"]);
  });
});

describe("names", () => {
  it("are unique over documents and files", async () => {
    const { diagnostics } = await read(`${healthyText}---\n${healthyText}`, healthyText);
    expect(diagnostics.map(({ code, file, line }) => `${file}:${line} ${code}`)).toEqual([
      "fleet.yaml:49 duplicate-cluster",
      "fleet.yaml:56 duplicate-cluster",
      "fleet-2.yaml:20 duplicate-cluster",
      "fleet-2.yaml:27 duplicate-cluster",
    ]);
    expect(diagnostics[2]?.detail).toBe("The first is in fleet.yaml, line 20.");
  });

  it("that an alias repeats are reported at the alias", async () => {
    const text = manifestWith(["  - name: payments", "  - &p\n    name: payments"], ["  - name: search", "  - *p\n  - name: search"]);
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
    expect(placesOf((await read(manifestWith(["name: payments", `name: ${name}`]))).diagnostics)).toEqual(places);
  });
});

describe("files", () => {
  it("report in the order in which they are given, and good ones do not hide bad ones", async () => {
    const { fleet, diagnostics } = await read("a: [", healthyText, "");
    expect(fleet).toBeNull();
    expect(diagnostics.map(({ file, code }) => `${file} ${code}`)).toEqual(["fleet.yaml yaml-syntax", "fleet-3.yaml empty-manifest"]);
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
