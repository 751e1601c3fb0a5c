import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Cluster } from "../../fleet.ts";
import { env, fileOf, healthyText, loadWith } from "../../testing/healthy-manifest.ts";
import { pointerOf } from "../problems/pointer.ts";
import { readFleet } from "../read-fleet.ts";
import { compareReaders } from "./testing/compare-readers.ts";
import { trickyDocuments } from "./testing/documents.ts";
import { DocumentWriter, mutate, randomSource } from "./testing/random-documents.ts";

/** `UPGRADECTL_FUZZ_ROUNDS=300000` looks longer, `UPGRADECTL_FUZZ_SEED` elsewhere. */
const rounds = Number(process.env.UPGRADECTL_FUZZ_ROUNDS ?? 8_000);
const seed = Number(process.env.UPGRADECTL_FUZZ_SEED ?? 20_261_121);
const patience = 60_000 + rounds * 10;

const examples = new URL("../../../../../examples/", import.meta.url);
const manifests = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((name) => /upgradectl\.(?:ya?ml|json)$/.test(name) && !name.includes("node_modules"))
  .map((name) => [name, readFileSync(new URL(name, examples), "utf8")] as const);

describe("the reader of plain manifests gives what the YAML library gives", () => {
  it.each([["the healthy manifest", healthyText] as const, ...manifests])("of %s", (_, text) => {
    const all = text.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, "${$1:-x}");
    expect(compareReaders(all)).toBe("same");
    expect(compareReaders(all.replaceAll("\n", "\r\n"))).toBe("not plain");
  });

  it("of tricky documents, most of which it leaves to the library", () => {
    const found = trickyDocuments.map((text) => [text, compareReaders(text)] as const);
    for (const [text, comparison] of found)
      if (typeof comparison === "object") expect.fail(`${comparison.different}\n${text}`);
    const plain = found.filter(([, comparison]) => comparison === "same").length;
    expect(plain).toBeGreaterThan(20);
    expect(plain).toBeLessThan(found.length - 40);
  });

  it("of generated documents and their mutations", { timeout: patience }, () => {
    const random = randomSource(seed);
    const writers = [400, 60, 15].map((odds) => new DocumentWriter(random, odds));
    const counts = { plain: 0, mutatedPlain: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const isMutated = round % 2 === 1;
      const written = writers[random(writers.length)]?.write() ?? "";
      const text = isMutated ? mutate(written, random) : written;
      const found = compareReaders(text);
      if (found === "not plain") continue;
      if (found !== "same") expect.fail(`${found.different}\n${JSON.stringify(text)}\n${text}`);
      counts[isMutated ? "mutatedPlain" : "plain"] += 1;
    }
    // A comparison of nothing would be no comparison.
    expect(counts.plain / rounds).toBeGreaterThan(0.2);
    expect(counts.mutatedPlain / rounds).toBeGreaterThan(0.05);
  });

  it("in the end: the same fleets and the same problems", { timeout: patience }, async () => {
    const random = randomSource(seed);
    const given = [healthyText, ...manifests.map(([, text]) => text), ...trickyDocuments];
    for (let round = 0; round < rounds / 20; round += 1) given.push(mutate(healthyText, random));
    for (const text of given) {
      const [fast, slow] = [await outcomeOf(text, true), await outcomeOf(text, false)];
      expect(fast, text).toEqual(slow);
    }
  });
});

/** A fleet as data: with the place of every part of a `config`. */
async function outcomeOf(text: string, fastPaths: boolean) {
  const { fleet, diagnostics, secrets } = await readFleet([fileOf(text)], {
    env,
    loadPlugin: loadWith(),
    fastPaths,
  });
  const instances = fleet?.instances.map(({ locateConfig, ...instance }) => {
    const keys = ["absent", ...Object.keys(instance.config)];
    const places = keys.flatMap((key) => [
      locateConfig(pointerOf([key])),
      locateConfig(pointerOf([key, "x"])),
    ]);
    return { ...instance, places };
  });
  const clusters = fleet?.clusters.map((cluster: Cluster) => ({
    ...cluster,
    instance: cluster.instance.key,
  }));
  return { clusters, instances, diagnostics, secrets };
}
