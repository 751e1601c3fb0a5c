import {
  buildReport,
  type Cluster,
  type ConnectedInstance,
  concludeReport,
  type Diagnostic,
  type Report,
  type ReportConclusion,
  type ReportShard,
  ReportTally,
  type RunFacts,
} from "@upgradectl/core";
import type { CheckSettings } from "./check-settings.ts";
import type { CommandInput } from "./command-input.ts";
import { deliver } from "./deliver.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";
import { type ObservedRun, observeRun } from "./observe-run.ts";
import { watchRun } from "./watch-run.ts";
import { writeReport } from "./write-report.ts";

/** One run of `check` or `gate`, up to its first question to a cloud. */
export interface PreparedRun {
  readonly command: "check" | "gate";
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly clusters: readonly Cluster[];
  readonly connected: ReadonlyMap<string, ConnectedInstance>;
  readonly settings: CheckSettings;
  readonly shard: ReportShard | undefined;
  /** Tells people of what the run warns of besides `settings.warnings`; returns all warnings. */
  readonly warn: (found: readonly Diagnostic[]) => Promise<readonly Diagnostic[]>;
}

/** Observes the fleet, telling what happens as it does, and reports. Returns the exit code. */
export async function reportRun(prepared: PreparedRun, input: CommandInput): Promise<number> {
  const { command, startedAt, settings } = prepared;
  const { outputs, wait, postCheck } = settings;
  const streams = outputs.filter(({ format }) => format === "ndjson");
  const holds = streams.length < outputs.length || wait !== undefined || postCheck;
  input.world.tuneEngine(prepared.clusters.length, holds);
  if (streams.length === 0) return observeAndReport(prepared, holds, undefined, input);
  const head = {
    formatVersion: "1.0",
    tool: { name: "upgradectl", version: input.version },
    command,
    startedAt: new Date(startedAt).toISOString(),
  } as const;
  const events = openEventStream(streams, { holds, head, policy: { ...settings.policy, command } }, input);
  try {
    return await observeAndReport(prepared, holds, events, input);
  } finally {
    await events.close();
  }
}

async function observeAndReport(
  prepared: PreparedRun,
  holds: boolean,
  events: EventStream | undefined,
  input: CommandInput,
): Promise<number> {
  const { command, clusters, connected, settings, warn } = prepared;
  const { redactor, world } = input;
  const tally = holds ? undefined : new ReportTally({ ...settings.policy, command });
  const watch = await watchRun(clusters, { ...settings, events, tally }, input);
  const observing = observeRun(clusters, connected, { ...settings, command, holds, watch }, input);
  const observed = await observing.finally(watch.close);
  const facts = factsOf(prepared, observed, await warn([...observed.warnings, ...input.takeStrays()]), input);
  if (tally !== undefined) {
    const conclusion = excused(redactor.value(concludeReport(tally, clusters, facts)), input);
    await deliver(conclusion.exitCode, [async () => events?.end(conclusion, [])]);
    return conclusion.exitCode;
  }
  const report = excused(redactor.value(buildReport(observed.judged, facts)), input);
  const outputs = settings.outputs.filter(({ format }) => format !== "ndjson");
  const endStream = async ({ clusters: _told, ...conclusion }: Report) =>
    events?.end(conclusion, observed.judged);
  await writeReport(report, { ...settings, outputs, world, endStream });
  return report.exitCode;
}

/** A signal's code stays. */
function excused<R extends ReportConclusion>(report: R, { excuse }: CommandInput): R {
  const { exitCode, policy } = report;
  if (excuse === undefined || exitCode >= 128) return report;
  excuse(exitCode);
  return {
    ...report,
    exitCode: 0,
    ...(policy === undefined ? {} : { policy: { ...policy, exitZero: true } }),
  };
}

function factsOf(
  { command, startedAt, settings, shard }: PreparedRun,
  { interrupted }: ObservedRun,
  diagnostics: readonly Diagnostic[],
  { world, version }: CommandInput,
): RunFacts {
  return {
    command,
    startedAt,
    finishedAt: world.clock.now(),
    toolVersion: version,
    ...settings.policy,
    exitZero: settings.exitZero,
    postCheck: settings.postCheck,
    diagnostics,
    ...(interrupted === undefined ? {} : { interrupted }),
    ...(shard === undefined ? {} : { shard }),
  };
}
