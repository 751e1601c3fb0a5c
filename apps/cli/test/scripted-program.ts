import { isUtf8 } from "node:buffer";
import {
  connectFleet,
  IdentityGate,
  type JudgedCluster,
  judgeReading,
  observeFleet,
  Redactor,
  readFleet,
  type Surroundings,
} from "@upgradectl/core";
import exec from "@upgradectl/provider-exec";
import { onTestFinished } from "vitest";

/** How a program of the source exec ends, and what it wrote. */
export interface Ending {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
  readonly failure?: ProgramRun["failure"];
}

type ProgramRun = Awaited<ReturnType<Surroundings["runProgram"]>>;

export const labSecret = "tok-4711-of-the-lab";
/** What the manifest wants to know beside the version. */
export const labValues: Readonly<Record<string, string>> = { channel: "stable" };

const clock = { now: () => Date.now(), sleep: async () => {}, alarm: async () => {} };

/** Reads a fleet of these clusters in this process, as a run does, by a program that ends like this. */
export type ReadLab = (ending: Ending) => Promise<readonly JudgedCluster[]>;

/** A provider with a program that only ever ends as it is told to. */
export async function openLab(ids: readonly string[], changes: object = {}): Promise<ReadLab> {
  const redactor = new Redactor();
  const next: { ending?: Ending } = {};
  const surroundings: Surroundings = {
    env: {},
    clock,
    random: () => 0.5,
    redactor,
    identities: new IdentityGate(),
    readFile: async () => undefined,
    runProgram: async () => {
      if (next.ending === undefined) throw new Error("nobody said how it ends");
      return runOf(next.ending);
    },
  };
  const fleet = await fleetOf(ids, changes, redactor);
  const { connected, diagnostics } = await connectFleet(fleet.instances, surroundings, { retries: 0 });
  if (connected === undefined) throw new Error(JSON.stringify(diagnostics));
  onTestFinished(async () => {
    await Promise.all([...connected.values()].map(({ transport }) => transport.close()));
  });
  return async (ending) => {
    next.ending = ending;
    const signal = new AbortController().signal;
    const readings = await observeFleet(fleet.clusters, { connected, clock, redactor, signal });
    return readings.map(judgeReading);
  };
}

async function fleetOf(ids: readonly string[], changes: object, redactor: Redactor) {
  const config = { command: ["./lab"], env: { LAB_TOKEN: labSecret }, ...changes };
  const clusters = ids.map((id) => ({
    ...{ name: id, id, provider: "lab", targetVersion: ">=1.29" },
    expect: { values: labValues },
  }));
  const manifest = {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: { lab: { source: "@upgradectl/provider-exec", config } },
    clusters,
  };
  const file = { file: "fleet.json", directory: "/fleet", text: JSON.stringify(manifest) };
  const { fleet, diagnostics, secrets } = await readFleet([file], {
    env: {},
    loadPlugin: async ({ source }) => ({
      plugin: { definition: exec, packageName: source, version: "1.0.0", path: `/${source}` },
    }),
  });
  if (fleet === null) throw new Error(JSON.stringify(diagnostics));
  for (const { value, show } of secrets) redactor.add(value, show);
  return fleet;
}

/** As the host tells it. */
function runOf({ stdout, stderr, exitCode, failure }: Ending): ProgramRun {
  if (failure !== undefined) return { exitCode: -1, stdout: stdout.toString("utf8"), stderr, failure };
  if (isUtf8(stdout)) return { exitCode, stdout: stdout.toString("utf8"), stderr };
  const message = "what it wrote is not UTF-8";
  return { exitCode, stdout: "", stderr, failure: { reason: "not-utf-8", message } };
}
