import { createWriteStream } from "node:fs";
import { resolve } from "node:path";
import {
  type Cluster,
  clusterReport,
  type JudgedCluster,
  type ReportConclusion,
  type RunPolicy,
} from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { unwrittenBy } from "./deliver.ts";
import { LineBatch } from "./line-batch.ts";
import { isNamedPipe, openPipe } from "./named-pipe.ts";
import type { OutputTarget } from "./outputs.ts";
import { reasonOf } from "./reason-of.ts";
import type { RunCounts } from "./run-progress.ts";
import { UnwrittenError } from "./usage-error.ts";
import { type ReportStart, renderBeat, renderCluster, renderStart, renderSummary } from "./views/ndjson.ts";

/** What `-o ndjson` writes while the run lasts. */
export interface EventStream {
  /** Throws where it cannot be told. */
  readonly start: () => Promise<void>;
  /** A promise where its reader has to be waited for, so that nothing piles up. */
  readonly cluster: (judged: JudgedCluster) => Promise<void> | undefined;
  readonly beat: (counts: RunCounts) => Promise<void>;
  /** Tells of clusters whose last told state is not their final one, then the end. Throws what kept any event from being told. */
  readonly end: (conclusion: ReportConclusion, judged: readonly JudgedCluster[]) => Promise<void>;
  /** Lets go of the files. */
  readonly close: () => Promise<void>;
}

export interface Streaming {
  /**
   * Whether the run holds its readings anyway; only then can a cluster's state change after it was told, and only then is
   * what was told remembered.
   */
  readonly holds: boolean;
  readonly head: ReportStart;
  readonly policy: RunPolicy;
}

export function openEventStream(
  targets: readonly OutputTarget[],
  { holds, head, policy }: Streaming,
  { world, redactor, recording }: Pick<CommandInput, "world" | "redactor" | "recording">,
): EventStream {
  const sinks = targets.map(({ file }) =>
    file === undefined ? { write: world.stdout.write, close: async () => {} } : openFile(file, world.cwd),
  );
  const told = new Map<Cluster, JudgedCluster>();
  let failed: UnwrittenError | undefined;
  // A stream that broke says so at its end: until then the run has others to tell, and a verdict to come to.
  const batch = new LineBatch(async (lines) => {
    const writing = Promise.all(sinks.map((sink) => sink.write(lines)));
    const unwritten = await unwrittenBy(async () => void (await (recording?.hold(writing) ?? writing)));
    failed ??= unwritten;
  });
  const write = (line: string) => {
    batch.add(line);
    return batch.flush();
  };
  const requireWritten = () => {
    if (failed !== undefined) throw failed;
  };
  const stringify = (value: unknown) => redactor.json(value);
  const cluster = (judged: JudgedCluster) => {
    if (holds) told.set(judged.reading.cluster, judged);
    return batch.add(renderCluster(clusterReport(judged, policy), stringify));
  };
  return {
    cluster,
    start: async () => {
      await write(renderStart(head));
      requireWritten();
    },
    beat: (counts) => write(renderBeat(new Date(world.clock.now()).toISOString(), counts)),
    end: async (conclusion, judged) => {
      for (const each of judged) if (told.get(each.reading.cluster) !== each) await cluster(each);
      await write(renderSummary(conclusion));
      requireWritten();
    },
    close: async () => {
      await batch.flush();
      for (const sink of sinks) await sink.close();
    },
  };
}

/** A stream is there to be read while it grows, so the file is written in place, from its beginning. */
function openFile(file: string, cwd: string) {
  const path = resolve(cwd, file);
  const opening = isNamedPipe(path) ? openPipe(path) : Promise.resolve(createWriteStream(path));
  opening.then(
    (stream) => stream.on("error", () => {}), // told to the writer
    () => {},
  );
  const failed = (error: unknown) =>
    new UnwrittenError(`the report could not be written to "${file}": ${reasonOf(error)}`);
  return {
    write: async (text: string) => {
      const stream = await opening.catch((error: unknown) => {
        throw failed(error);
      });
      return new Promise<void>((done, reject) => {
        stream.write(text, (error) => (error ? reject(failed(error)) : done()));
      });
    },
    close: async () => {
      const stream = await opening.catch(() => undefined);
      await new Promise<void>((done) => (stream === undefined ? done() : stream.end(() => done())));
    },
  };
}
