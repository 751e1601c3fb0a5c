// How long core takes to read a large manifest (to parse, expand and validate it), against the YAML library alone.
//
// Ratios of medians of rounds in which all take turns, so that whatever else the machine does falls on all of them alike.
import { parseArgs } from "node:util";
import { createPluginLoader, readFleet } from "@upgradectl/core";
import { parse, parseDocument } from "yaml";
import { buildScenario, writeManifest } from "./fleet.ts";

const { values } = parseArgs({
  options: { clusters: { type: "string", default: "10000" }, rounds: { type: "string", default: "7" } },
});
const clusters = Number(values.clusters);
/** Of the library's time for the same text; more fails. */
const highestRatios = { YAML: 1 / 5, JSON: 1 / 20 } as const;

const yaml = writeManifest(buildScenario(clusters, 0), "http://127.0.0.1:8080", "alibaba", "fleet");
const texts = { YAML: yaml, JSON: JSON.stringify(parse(yaml)) } as const;
const formats = ["YAML", "JSON"] as const;
const loadPlugin = createPluginLoader({ hostUrl: import.meta.resolve("upgradectl/package.json") });

const times = new Map<string, number[]>();
for (let round = 0; round <= Number(values.rounds); round += 1) {
  for (const format of formats) {
    const ours = await timeOf(() => readAll(texts[format]));
    const library = await timeOf(async () => parseDocument(texts[format]));
    // The first round warms up.
    if (round === 0) continue;
    keep(`${format} ours`, ours);
    keep(`${format} library`, library);
  }
}
for (const format of formats) {
  const [ours, library] = [median(`${format} ours`), median(`${format} library`)];
  const [ratio, highest] = [ours / library, highestRatios[format]];
  console.log(
    `${format}, ${clusters} clusters, ${Math.round(texts[format].length / 1024)} KB: read in ${Math.round(ours)} ms, parsed by the library in ${Math.round(library)} ms: ${ratio.toFixed(3)} of it, at most ${highest} is wanted: ${ratio <= highest ? "good" : "too slow"}`,
  );
  if (ratio > highest) process.exitCode = 1;
}

async function readAll(text: string): Promise<void> {
  const { fleet, diagnostics } = await readFleet([{ file: "fleet.yaml", directory: "/", text }], {
    env: {},
    loadPlugin,
  });
  if (fleet?.clusters.length !== clusters) throw new Error(`not read: ${JSON.stringify(diagnostics)}`);
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

function keep(name: string, time: number): void {
  times.set(name, [...(times.get(name) ?? []), time]);
}

function median(name: string): number {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
