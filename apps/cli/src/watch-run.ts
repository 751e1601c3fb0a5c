import type { Cluster, JudgedCluster, ReportTally } from "@upgradectl/core";
import type { CheckSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import type { EventStream } from "./event-stream.ts";
import { isSet } from "./options.ts";
import { RunProgress } from "./run-progress.ts";
import { heartbeatMs, showProgress } from "./show-progress.ts";

/** What is told of a run while it lasts. */
export interface RunWatch {
  /** From here on a signal ends the run and not the process. */
  readonly onStart: () => Promise<void>;
  /** @param isNew whether it shows something that the cluster's reading before it did not */
  readonly onReading: (judged: JudgedCluster, isNew: boolean) => Promise<void> | undefined;
  /** An account rests until then, in epoch milliseconds. */
  readonly onPause: (account: string, until: number) => void;
  /** A signal came. */
  readonly onStop: () => void;
  /** Takes off the screen what was shown. */
  readonly close: () => Promise<void>;
}

/** For runs that are over before there is anything to tell. */
export const silentWatch: RunWatch = {
  onStart: async () => {},
  onReading: () => undefined,
  onPause: () => {},
  onStop: () => {},
  close: async () => {},
};

export type Watching = Pick<CheckSettings, "quiet" | "color" | "outputs"> & {
  readonly events: EventStream | undefined;
  /** Counts what is not held to be counted at the end. */
  readonly tally: ReportTally | undefined;
};

/** Opens the progress on standard error, and the heartbeats of the event stream where there is one. */
export async function watchRun(
  clusters: readonly Cluster[],
  { quiet, color, outputs, events, tally }: Watching,
  { world, redactor, flags }: CommandInput,
): Promise<RunWatch> {
  const progress = new RunProgress(clusters.length, redactor);
  const isStreaming = outputs.some(({ format, file }) => format === "ndjson" && file === undefined);
  const isShared = isSet(flags, "verbose") || (isStreaming && world.stdout.isTty);
  const hide = await showProgress(progress, { quiet, color, isShared }, world, redactor);
  const endBeats =
    events === undefined
      ? () => {}
      : world.every(heartbeatMs, () => {
          events.beat(progress.counts()).catch(() => {}); // the next event tells of the same error
        });
  return {
    onStart: async () => events?.start(),
    onReading: (judged, isNew) => {
      progress.take(judged);
      tally?.add(judged);
      return isNew ? events?.cluster(judged) : undefined;
    },
    onPause: (account, until) => progress.pause(account, until),
    onStop: () => {
      progress.isStopping = true;
    },
    close: async () => {
      endBeats();
      await hide();
    },
  };
}
