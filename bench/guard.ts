// What must not become worse unnoticed, as ratios and counts that do not depend on the machine. guard.test.ts compares
// them with the committed baseline; `node bench/guard.ts --renew` writes that anew.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSimulator } from "@upgradectl/simulator";
import { buildScenario, type Subject, writeManifest } from "./fleet.ts";
import { bareLoop, checkKind } from "./kinds.ts";
import type { Bench, Figure } from "./measurement.ts";
import { program, runProgram } from "./run-program.ts";
import { runRounds } from "./run-rounds.ts";
import { startServer } from "./server/start-server.ts";
import { spreadOf, valuesOf } from "./statistics.ts";

/** What is guarded; less is better everywhere. */
export const guarded = {
  modulesOfVersion: { text: "files loaded by `upgradectl --version`", tolerance: 0.1 },
  kilobytesOfDist: { text: "kilobytes of the program's dist", tolerance: 0.1 },
  requestsOfAck: { text: "requests for a healthy ACK cluster", tolerance: 0.1 },
  requestsOfCce: { text: "requests for a healthy CCE cluster", tolerance: 0.1 },
  cpuToBareLoop: { text: "CPU of check, to that of a bare loop over the same URLs", tolerance: 0.3 },
} as const;
export type Guarded = keyof typeof guarded;
export const guardedNames = Object.keys(guarded) as Guarded[]; // the record's own keys
export type Baseline = Readonly<Record<Guarded, number>>;

export interface Comparison {
  readonly change: "worse" | "same" | "better";
  readonly text: string;
}

const renewal = "node bench/guard.ts --renew";

/** Compares one number with the baseline's. */
export function compare(name: Guarded, found: number, baseline: number): Comparison {
  const { text, tolerance } = guarded[name];
  const told = `${text}: ${found}, and ${baseline} in bench/baseline.json`;
  if (!(found <= baseline * (1 + tolerance)))
    return {
      change: "worse",
      text: `${told}, of which ${tolerance * 100} % more are allowed. Find out why; if it has to be so, renew the baseline: ${renewal}`,
    };
  if (found < baseline * (1 - tolerance))
    return {
      change: "better",
      text: `${told}. It became better; keep it so with a new baseline: ${renewal}`,
    };
  return { change: "same", text: told };
}

const simulated = 100;
const measured = 2000;
const rounds = 2;

export async function measureGuarded(): Promise<Baseline> {
  const folder = await mkdtemp(join(tmpdir(), "upgradectl-guard-"));
  try {
    return {
      modulesOfVersion: countModules(),
      kilobytesOfDist: Math.round((await sizeOf(join(dirname(program), "..", "dist"))) / 1000),
      requestsOfAck: await countRequests("alibaba", folder),
      requestsOfCce: await countRequests("huawei", folder),
      cpuToBareLoop: await compareCpu(folder),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function countModules(): number {
  const counter = fileURLToPath(new URL("count-modules.cjs", import.meta.url));
  const { status, output } = spawnSync(process.execPath, ["--require", counter, program, "--version"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`upgradectl --version: exit code ${status}\n${output[2]}`);
  return Number(output[3]);
}

/** Of what is published: all but types. */
async function sizeOf(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => !file.endsWith(".d.ts"));
  const stats = await Promise.all(files.map((file) => stat(join(folder, file))));
  return stats.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

/** Requests a cluster, the account's list included, against the cloud as the simulator plays it. */
async function countRequests(cloud: Subject["cloud"], folder: string): Promise<number> {
  const scenario = buildScenario(simulated, 0);
  const simulator = await startSimulator({ scenario });
  try {
    const manifest = `${cloud}.yaml`;
    await writeFile(join(folder, manifest), writeManifest(scenario, simulator.url, cloud, "fleet"));
    const run = await runProgram(["check", manifest, "-o", "json"], folder);
    if (run.exitCode !== 0) throw new Error(`${cloud}: exit code ${run.exitCode}\n${run.stderr}`);
    return simulator.stats.total / simulated;
  } finally {
    await simulator.close();
  }
}

/** Of the runs with the least CPU: what more there was in others, the machine did. */
async function compareCpu(folder: string): Promise<number> {
  const server = await startServer();
  try {
    const sizes = { small: measured, middle: measured, large: measured };
    const bench: Bench = { rounds, sizes, server, folder, terraformPlugins: undefined, tell: () => {} };
    const check = await checkKind(bench, { name: "check", api: "bench", clusters: measured });
    const figures = await runRounds({ check, bare: bareLoop(bench, measured) }, rounds, bench.tell);
    return Math.round((leastOf(figures.check) / leastOf(figures.bare)) * 100) / 100;
  } finally {
    server.close();
  }
}

function leastOf(figure: Figure): number {
  return spreadOf(valuesOf(figure, ({ cpuMs }) => cpuMs)).min;
}

if (import.meta.main) {
  const found = await measureGuarded();
  console.log(found);
  if (process.argv.includes("--renew"))
    await writeFile(new URL("baseline.json", import.meta.url), `${JSON.stringify(found, null, 2)}\n`);
}
