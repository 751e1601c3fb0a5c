import { describe, expect, it } from "vitest";
import { clusterOf, manifestWith, placesIn, read } from "../../testing/healthy-manifest.ts";

describe("source text counts where text is wanted", () => {
  it.each(["1.30", "0x1F", "1e3", "0012", "12345678901234567890"])("%s", async (text) => {
    const cluster = await clusterOf(["v1.29.8-r4", text], ["b4b9e60f", text], ["env: prod", `env: ${text}`]);
    expect(cluster).toMatchObject({ id: text, target: { text }, labels: { env: text } });
  });

  it.each(["true", "False", "0605767e1234", ".inf", "-0"])("%s as an id", async (text) => {
    expect((await clusterOf(["b4b9e60f", text])).id).toBe(text);
  });

  it("through aliases and merge keys, each user by its own schema", async () => {
    const { instance, id } = await clusterOf(
      ["region: north-1", "region: &n 0012\n      retries: *n"],
      ["id: b4b9e60f", "id: *n"],
    );
    expect(id).toBe("0012");
    expect(instance.config).toMatchObject({ region: "0012", retries: 12 });
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
    expect(cluster.expect).toEqual({
      availabilityZones: ["1.0", "2"],
      nodePools: { a: "1.30", b: "1.10" },
      image: "24.10",
    });
    expect(cluster.instance.config.credentials).toEqual({ token: "0012345" });
  });

  it("and an expanded value becomes the number or boolean that is wanted", async () => {
    const { instance } = await clusterOf(
      ["concurrency: 8", 'concurrency: "${COUNT}"'],
      ["region: north-1", "region: ${REGION}\n      retries: ${COUNT}\n      dryRun: ${UNSET:-true}"],
    );
    expect(instance).toMatchObject({
      concurrency: 7,
      config: { region: "north-1", retries: 7, dryRun: true },
    });
  });

  it("but a quoted number is no number", async () => {
    expect(await placesIn(manifestWith(["concurrency: 8", 'concurrency: "8"']))).toEqual([
      "13:28 wrong-type",
    ]);
  });
});
