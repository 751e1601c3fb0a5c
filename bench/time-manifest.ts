// Times reading one manifest against parsing it with the YAML library, taking turns in one process, and prints the times.
//   node time-manifest.ts FILE YAML|JSON CLUSTERS ROUNDS
import { readFile } from "node:fs/promises";
import { createPluginLoader, readFleet } from "@upgradectl/core";
import { parse, parseDocument } from "yaml";

type Time = readonly [wallMs: number, cpuMs: number];

export interface ReadTimes {
  readonly ours: readonly Time[];
  readonly library: readonly Time[];
}

const [file = "", format, clusters, rounds] = process.argv.slice(2);
const yaml = await readFile(file, "utf8");
const text = format === "JSON" ? JSON.stringify(parse(yaml)) : yaml;
const loadPlugin = createPluginLoader({ hostUrl: import.meta.resolve("upgradectl/package.json") });

const times: { ours: Time[]; library: Time[] } = { ours: [], library: [] };
for (let round = 0; round <= Number(rounds); round += 1) {
  const ours = await timeOf(readAll);
  const library = await timeOf(async () => parseDocument(text));
  // The first round warms up.
  if (round === 0) continue;
  times.ours.push(ours);
  times.library.push(library);
}
console.log(JSON.stringify(times satisfies ReadTimes));

async function readAll(): Promise<void> {
  const { fleet, diagnostics } = await readFleet([{ file, directory: process.cwd(), text }], {
    env: {},
    loadPlugin,
  });
  if (fleet?.clusters.length !== Number(clusters))
    throw new Error(`not read: ${JSON.stringify(diagnostics)}`);
}

async function timeOf(run: () => Promise<unknown>): Promise<Time> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(before);
  return [performance.now() - startedAt, (user + system) / 1000];
}
