import { describe, expect, it } from "vitest";
import {
  acme,
  clusterOf,
  env,
  fileOf,
  healthyText,
  loadWith,
  manifestWith,
  placesIn,
  placesOf,
  read,
} from "../../testing/healthy-manifest.ts";
import { readFleet } from "../read-fleet.ts";

describe("providers", () => {
  it.each(["plain", "./acme.mjs"])("a cluster may name the source %s directly", async (source) => {
    const text = manifestWith(["    id: c5c0f71a", `    id: c5c0f71a\n    provider: ${source}`]);
    const { fleet, diagnostics } = await read(text);
    if (source === "plain")
      expect(fleet?.clusters[1]?.instance).toMatchObject({ name: source, source, config: {} });
    // The other one needs a region, which a bare source has no place for.
    else expect(placesOf(diagnostics)).toEqual(["29:15 missing-key"]);
  });

  it("have their own name as source", async () => {
    const text = manifestWith(
      ["acme-north:\n    source: acme\n", "acme:\n"],
      ["provider: acme-north", "provider: acme"],
    );
    expect((await read(text)).fleet?.instances).toMatchObject([{ name: "acme", source: "acme" }]);
  });

  it("take endpoint and timeout", async () => {
    const { instance } = await clusterOf([
      "region: north-1",
      "region: north-1\n      endpoint: http://127.0.0.1:80\n      timeout: 1m30s",
    ]);
    expect(instance).toMatchObject({ requestTimeoutMs: 90_000, config: { endpoint: "http://127.0.0.1:80" } });
  });

  it("leave a timeout of its own to the plugin", async () => {
    const definition = {
      ...acme,
      config: { type: "object", properties: { timeout: { type: "integer" } } },
    } as const;
    const text = manifestWith([
      "      region: north-1\n      credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42",
      "      timeout: 5",
    ]);
    const { fleet } = await readFleet([fileOf(text)], { env, loadPlugin: loadWith({ acme: definition }) });
    expect(fleet?.instances[0]?.config).toEqual({ timeout: 5 });
    expect(fleet?.instances[0]).not.toHaveProperty("requestTimeoutMs");
  });

  it("of one name in two files are two instances", async () => {
    const { fleet } = await read(
      healthyText,
      manifestWith(
        ["region: north-1", "region: south"],
        ["name: payments", "name: p2"],
        ["name: search", "name: s2"],
      ),
    );
    expect(fleet?.instances.map(({ config }) => config.region)).toEqual(["north-1", "south"]);
    expect(new Set(fleet?.instances.map(({ key }) => key)).size).toBe(2);
    expect(fleet?.clusters.map(({ instance }) => instance.config.region)).toEqual([
      "north-1",
      "north-1",
      "south",
      "south",
    ]);
  });

  it("of one name in two documents too", async () => {
    const second = manifestWith(["name: payments", "name: p2"], ["name: search", "name: s2"]);
    const { fleet } = await read(`${healthyText}---\n${second}`);
    expect(new Set(fleet?.instances.map(({ key }) => key)).size).toBe(2);
    expect(fleet?.clusters[2]?.location.line).toBe(50);
  });

  it("that no cluster uses are checked, and warned of", async () => {
    const unused = (region: string) =>
      manifestWith(["defaults:", `  spare:\n    source: acme\n    config: ${region}\ndefaults:`]);
    const { fleet, diagnostics } = await read(unused("{ region: south }"));
    expect(placesOf(diagnostics)).toEqual(["15:3 unused-provider"]);
    expect(diagnostics[0]?.severity).toBe("warning");
    expect(fleet?.instances.map(({ name }) => name)).toEqual(["acme-north", "spare"]);
    expect(await placesIn(unused("{}"))).toEqual(["15:3 unused-provider", "17:13 missing-key"]);
  });

  it("whose plugin is missing are reported once, at the source", async () => {
    expect(await placesIn(manifestWith(["source: acme", "source: nowhere"]))).toEqual([
      "6:13 plugin-missing",
    ]);
    expect(await placesIn(manifestWith(["acme-north:\n    source: acme\n", "acme-north:\n"]))).toEqual([
      "5:3 plugin-missing",
    ]);
    expect(await placesIn(manifestWith(["provider: acme-north", "provider: elsewhere"]))).toEqual([
      "16:13 plugin-missing",
    ]);
  });

  it("named like a package have their misspelt keys told as well", async () => {
    const text = manifestWith(
      ["acme-north:", '"@acme/north~1":'],
      ["provider: acme-north", 'provider: "@acme/north~1"'],
      ["    config:", "    confg:"],
    );
    expect(await placesIn(text)).toEqual(["8:5 unknown-key"]);
  });

  it("that are misspelt are told from missing plugins", async () => {
    const { diagnostics } = await read(manifestWith(["provider: acme-north", "provider: acme-nort"]));
    expect(placesOf(diagnostics)).toEqual(["16:13 unknown-provider"]);
    expect(diagnostics[0]?.hint).toBe("Did you mean `acme-north`?");
  });
});
