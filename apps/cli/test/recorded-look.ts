import {
  connectFleet,
  type Fleet,
  IdentityGate,
  type JudgedCluster,
  judgeReading,
  observeFleet,
  parseRecording,
  Recorder,
  type RecordingProblem,
  Redactor,
  Replay,
  type Surroundings,
  systemClock,
} from "@upgradectl/core";

/** The two files of a recording. */
export interface RecordingFiles {
  readonly head: string;
  readonly exchanges: string;
}

const outside = {
  readFile: async () => undefined,
  runProgram: async () => {
    throw new Error("no programs are run here");
  },
};

/** Undefined where the environment is none to connect in. */
async function look(fleet: Fleet, surroundings: Surroundings): Promise<readonly JudgedCluster[] | undefined> {
  const { clock, redactor } = surroundings;
  const { connected } = await connectFleet(fleet.instances, surroundings, { retries: 1 });
  if (connected === undefined) return undefined;
  const signal = new AbortController().signal;
  const readings = await observeFleet(fleet.clusters, { connected, clock, redactor, signal });
  await Promise.all([...connected.values()].map(({ transport }) => transport.close()));
  return readings.map(judgeReading);
}

function surroundingsWith(redactor: Redactor, clock: Surroundings["clock"]): Surroundings {
  const identities = new IdentityGate();
  return { ...outside, env: {}, clock, random: () => 0.5, redactor, identities };
}

/** Looks once as `check --record` does. */
export async function recordLook(fleet: Fleet) {
  const lines: string[] = [];
  const redactor = new Redactor();
  const write = (line: string) => {
    lines.push(line);
    return undefined;
  };
  const recorder = new Recorder({ env: {}, clock: systemClock, redactor, write });
  const startedAt = new Date().toISOString();
  const judged = await look(fleet, recorder.wrap(surroundingsWith(redactor, recorder.clock)));
  if (judged === undefined) throw new Error("the fleet does not connect");
  const tool = { name: "upgradectl", version: "0.1.0" } as const;
  const head = recorder.finish({ tool, command: "check", startedAt, manifests: [] });
  const files: RecordingFiles = { head: JSON.stringify(head), exchanges: lines.join("") };
  return { judged, files };
}

export type Retold =
  | { readonly judged: readonly JudgedCluster[] | undefined; readonly problem?: undefined }
  | { readonly problem: RecordingProblem };

/** Looks once as `check --replay` does: with nothing but these files. */
export async function replayLook(fleet: Fleet, { head, exchanges }: RecordingFiles): Promise<Retold> {
  const { recording, problem } = parseRecording(head, exchanges);
  if (problem !== undefined) return { problem };
  const redactor = new Redactor();
  const replay = new Replay(recording, redactor);
  return { judged: await look(fleet, replay.wrap(surroundingsWith(redactor, replay.clock))) };
}
