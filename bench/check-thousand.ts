// How close `upgradectl check` of a large fleet comes to the least time that its reads can take.
//
//   ideal    = clusters x reads a cluster x latency / concurrency: nothing but waiting, with every place always taken
//   start-up = what a run costs that reads one cluster from an API that answers at once: loading the program and the
//              plugin, connecting, judging, writing. It does not grow with the fleet; whatever does (reading a long
//              manifest, the pages of the account's list, signing, parsing, the long report) counts against the program.
//   offline  = what `--dry-run` costs for the whole fleet: start-up, the long manifest and a long output, but no request
//   ratios   = wall / (ideal + start-up), which is held to a limit; and stricter ones, (wall - start-up) / ideal and the
//              same after offline, which is what the reading alone takes
//
// Medians of rounds in which all kinds of run take turns, so that whatever else the machine does falls on all of them
// alike. The simulated clouds run in a process of their own, and need a processor core of their own too.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildScenario, type Subject, subjects, writeManifest } from "./fleet.ts";
import { type Run, runProgram } from "./run-program.ts";

const { values } = parseArgs({
  options: {
    clusters: { type: "string", default: "1000" },
    latency: { type: "string", default: "20" },
    concurrency: { type: "string", default: "50" },
    rounds: { type: "string", default: "9" },
  },
});
const clusters = Number(values.clusters);
const latencyMs = Number(values.latency);
const concurrency = Number(values.concurrency);
const rounds = Number(values.rounds);
/** Of ACK's wall time to ideal plus start-up; more fails. A machine that is busy with other things fails too. */
const highestRatio = 1.5;

interface Counts {
  readonly total: number;
  readonly maxInFlight: number;
  readonly rejected: number;
}

type Measured = Run & Pick<Counts, "total" | "maxInFlight">;

/** What is run, and on which account's manifest. */
const kinds = {
  start: { manifest: "start", flags: [] },
  offline: { manifest: "fleet", flags: ["--dry-run"] },
  fleet: { manifest: "fleet", flags: [] },
} as const;
type Kind = keyof typeof kinds;
const kindNames: readonly Kind[] = ["start", "offline", "fleet"];
type Runs = ReadonlyMap<string, readonly Measured[]>;

const clouds = fork(new URL("simulated-clouds.ts", import.meta.url), [`${clusters}`, `${latencyMs}`]);
const folder = await mkdtemp(join(tmpdir(), "upgradectl-bench-"));
try {
  const { url } = await answerOf<{ readonly url: string }>(clouds);
  const scenario = buildScenario(clusters, latencyMs);
  for (const { cloud } of subjects)
    for (const size of ["fleet", "start"] as const)
      await writeFile(join(folder, `${cloud}-${size}.yaml`), writeManifest(scenario, url, cloud, size));
  const runs = await measureAll();
  report(runs);
} finally {
  if (clouds.connected) clouds.disconnect();
  await rm(folder, { recursive: true });
}

async function measureAll(): Promise<Runs> {
  const runs = new Map<string, Measured[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { cloud } of subjects) {
      for (const kind of kindNames) {
        const measured = await measure(cloud, kind);
        // The first round warms up the disk's cache and the simulator.
        if (round === 0) continue;
        const name = `${cloud}-${kind}`;
        runs.set(name, [...(runs.get(name) ?? []), measured]);
      }
    }
  }
  return runs;
}

async function measure(cloud: Subject["cloud"], kind: Kind): Promise<Measured> {
  const { manifest, flags } = kinds[kind];
  const args = [
    "check",
    `${cloud}-${manifest}.yaml`,
    "--concurrency",
    `${concurrency}`,
    "-o",
    "json",
    ...flags,
  ];
  const run = await runProgram(args, folder);
  clouds.send("counts");
  const { total, maxInFlight, rejected } = await answerOf<Counts>(clouds);
  const converged =
    run.exitCode === 0 ? (JSON.parse(run.stdout).summary?.verdicts.converged ?? 0) : undefined;
  const expected = { start: 1, offline: 0, fleet: clusters }[kind];
  if (converged !== expected || rejected > 0 || maxInFlight > concurrency)
    throw new Error(
      `${cloud} ${kind}: exit code ${run.exitCode}, ${converged} clusters converged, ${rejected} requests refused, ${maxInFlight} in flight\n${run.stderr}`,
    );
  return { ...run, total, maxInFlight };
}

function report(runs: Runs): void {
  console.log(
    `upgradectl check: ${clusters} clusters, ${latencyMs} ms latency, concurrency ${concurrency}, medians of ${rounds} rounds`,
  );
  const rows = subjects.map((subject) => [subject.name, rowOf(subject, runs)] as const);
  // A table on its side: a column for each cloud.
  const lines = Object.keys(rows[0]?.[1] ?? {}).map((line) => [
    line,
    Object.fromEntries(rows.map(([name, row]) => [name, row[line]])),
  ]);
  console.table(Object.fromEntries(lines));
  const ratio = rows[0]?.[1]["wall / (ideal + start-up)"] ?? Number.POSITIVE_INFINITY;
  const isGood = ratio <= highestRatio;
  console.log(
    `ACK: ${ratio} times the ideal plus start-up, at most ${highestRatio} is wanted: ${isGood ? "good" : "too slow"}`,
  );
  if (!isGood) process.exitCode = 1;
}

function rowOf({ cloud, readsPerCluster }: Subject, runs: Runs): Record<string, number> {
  const of = (kind: Kind, value: (run: Measured) => number) =>
    (runs.get(`${cloud}-${kind}`) ?? []).map(value);
  const walls = of("fleet", ({ wallMs }) => wallMs);
  const wall = median(walls);
  const startUp = median(of("start", ({ wallMs }) => wallMs));
  const offline = median(of("offline", ({ wallMs }) => wallMs));
  const ideal = (clusters * readsPerCluster * latencyMs) / concurrency;
  return {
    "wall, ms": Math.round(wall),
    "fastest, ms": Math.round(Math.min(...walls)),
    "slowest, ms": Math.round(Math.max(...walls)),
    "ideal, ms": ideal,
    "start-up, ms": Math.round(startUp),
    "offline, ms": Math.round(offline),
    "ratio after start-up": round2((wall - startUp) / ideal),
    "ratio after offline": round2((wall - offline) / ideal),
    "wall / (ideal + start-up)": round2(wall / (ideal + startUp)),
    "CPU, s": round2(median(of("fleet", ({ cpuMs }) => cpuMs)) / 1000),
    "start-up CPU, s": round2(median(of("start", ({ cpuMs }) => cpuMs)) / 1000),
    "peak memory, MB": Math.round(median(of("fleet", ({ peakMemoryMb }) => peakMemoryMb))),
    requests: median(of("fleet", ({ total }) => total)),
    "most in flight": Math.max(...of("fleet", ({ maxInFlight }) => maxInFlight)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, "message");
  return message;
}
