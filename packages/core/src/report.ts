import { type ClusterReport, clusterReport } from "./cluster-report.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { Cluster, Outcome, PolicyTerm } from "./fleet.ts";
import type { JudgedCluster } from "./judge/judge-reading.ts";
import type { ExitCode, SignalExitCode } from "./judge/policy.ts";
import { type ReportSummary, ReportTally } from "./report-tally.ts";

/** Which part of a fleet a report is about; what tells whether reports are parts of one whole. */
export interface ReportShard {
  /** 1 to `of`. */
  readonly index: number;
  readonly of: number;
  /** SHA-256 of the manifests' texts, in hex. */
  readonly manifest: string;
  /** How many clusters all shards have together. */
  readonly clusters: number;
  /** SHA-256 of these clusters' names, in hex; absent in reports of versions that did not say it. */
  readonly selection?: string;
  /** The manifests, in their order, as `location.file` names them; absent in reports of versions that did not say it. */
  readonly files?: readonly string[];
}

/** What flags say in place of the manifest, or beside it, of how a run's clusters count. */
export interface ReportPolicy {
  readonly failOn?: readonly PolicyTerm[];
  readonly closeOn?: readonly PolicyTerm[];
  readonly exitZero: boolean;
  readonly postCheck: boolean;
}

/** What `check` and `gate` print. Version 1 only grows: readers ignore keys that they do not know. */
export interface Report {
  readonly formatVersion: "1.0";
  readonly tool: { readonly name: "upgradectl"; readonly version: string };
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  /** Every selected cluster was read. */
  readonly complete: boolean;
  /** The worst outcome of all selected clusters, whatever the policy allows. */
  readonly outcome: Outcome;
  /** What the process exits with. */
  readonly exitCode: ExitCode;
  readonly gate: { readonly open: boolean; readonly closedBy: readonly string[] };
  readonly summary: ReportSummary;
  /** Absent in reports of versions that did not say it. */
  readonly policy?: ReportPolicy;
  /** Absent where the run was not one of several shards. */
  readonly shard?: ReportShard;
  readonly clusters: readonly ClusterReport[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What is printed where no cluster was read: a mistake (5), a bug of upgradectl (1), or `validate` (0). */
export interface FailureReport {
  readonly formatVersion: "1.0";
  readonly tool: { readonly name: "upgradectl"; readonly version: string };
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly complete: false;
  readonly exitCode: 0 | 1 | 5;
  readonly diagnostics: readonly Diagnostic[];
}

export interface RunFacts {
  readonly command: "check" | "gate";
  readonly toolVersion: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Replaces every cluster's own list. */
  readonly failOn?: readonly PolicyTerm[];
  readonly closeOn?: readonly PolicyTerm[];
  readonly exitZero: boolean;
  readonly postCheck?: boolean;
  /** Where a signal ended the run. */
  readonly interrupted?: SignalExitCode;
  readonly shard?: ReportShard;
}

/** Readings and verdicts, in the manifest's order, as the one value that every view prints. Pure. */
export function buildReport(judged: readonly JudgedCluster[], run: RunFacts): Report {
  const tally = new ReportTally(run);
  for (const each of judged) tally.add(each);
  const clusters = judged.map((each) => clusterReport(each, run));
  const order = judged.map(({ reading }) => reading.cluster);
  const { diagnostics, ...rest } = concludeReport(tally, order, run);
  return { ...rest, clusters, diagnostics };
}

/** A report without its clusters: what a run says that told of each as it was read. */
export type ReportConclusion = Omit<Report, "clusters">;

/** @param order all clusters, in the manifest's order */
export function concludeReport(
  tally: ReportTally,
  order: readonly Cluster[],
  run: RunFacts,
): ReportConclusion {
  return {
    ...reportHead(run),
    ...tally.totals(order, run),
    policy: policyOf(run),
    ...(run.shard === undefined ? {} : { shard: run.shard }),
    diagnostics: run.diagnostics,
  };
}

function policyOf({ failOn, closeOn, exitZero, postCheck = false }: RunFacts): ReportPolicy {
  return {
    ...(failOn === undefined ? {} : { failOn }),
    ...(closeOn === undefined ? {} : { closeOn }),
    exitZero,
    postCheck,
  };
}

/** The report of a run that asked nothing of any cloud, or of a bug. */
export function failureReport(
  run: RunHead,
  exitCode: FailureReport["exitCode"],
  diagnostics: readonly Diagnostic[],
): FailureReport {
  return { ...reportHead(run), complete: false, exitCode, diagnostics };
}

type RunHead = Pick<RunFacts, "toolVersion" | "startedAt" | "finishedAt"> & { readonly command: string };
type ReportHead = Pick<
  Report,
  "formatVersion" | "tool" | "command" | "startedAt" | "finishedAt" | "durationMs"
>;

function reportHead(run: RunHead): ReportHead {
  return {
    formatVersion: "1.0",
    tool: { name: "upgradectl", version: run.toolVersion },
    command: run.command,
    startedAt: new Date(run.startedAt).toISOString(),
    finishedAt: new Date(run.finishedAt).toISOString(),
    durationMs: run.finishedAt - run.startedAt,
  };
}
