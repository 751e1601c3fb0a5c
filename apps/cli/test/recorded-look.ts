import {
  type Fleet,
  type JudgedCluster,
  parseRecording,
  Recorder,
  type RecordingProblem,
  Redactor,
  Replay,
  systemClock,
} from "@upgradectl/core";
import { lookOnce, surroundingsWith } from "./look-once.ts";

/** The two files of a recording. */
export interface RecordingFiles {
  readonly head: string;
  readonly exchanges: string;
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
  const judged = await lookOnce(
    fleet,
    recorder.wrap(surroundingsWith({ redactor, clock: recorder.clock })),
    1,
  );
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
  const surroundings = replay.wrap(surroundingsWith({ redactor, clock: replay.clock }));
  return { judged: await lookOnce(fleet, surroundings, 1) };
}
