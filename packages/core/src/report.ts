import type { ErrorFacts, Finding, Operation, PropertyValue } from "@upgradectl/provider-sdk";
import type { Diagnostic, SourceLocation } from "./diagnostics.ts";
import type { Outcome, PolicyTerm, VerdictName } from "./fleet.ts";
import type { Evidence } from "./http/evidence.ts";
import type { Drift } from "./judge/drift.ts";
import type { PostCheckResult } from "./judge/judge-post-check.ts";
import type { JudgedCluster } from "./judge/judge-reading.ts";
import { type ExitCode, exitCodeOf, isNamed, outcomeOf, worstOutcome } from "./judge/policy.ts";

/** `clusters[].error`: why the cluster, or only its operations, could not be read. `null` was not told; `code` is the cloud's own. */
export interface ReportError {
  readonly kind: ErrorFacts["kind"];
  readonly message: string;
  readonly hint: string | null;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly requestId: string | null;
  readonly retryable: boolean;
}

/** One cluster of the report. `null` means not known; an absent key means not applicable. Times are RFC 3339, UTC. */
export interface ClusterReport {
  readonly name: string;
  readonly provider: string;
  readonly source: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly verdict: VerdictName;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly location: SourceLocation;
  readonly expected: { readonly version: string; readonly [property: string]: unknown };
  readonly observed: {
    readonly version: string | null;
    readonly state: string;
    readonly [property: string]: PropertyValue;
  } | null;
  readonly drift: readonly Drift[];
  readonly upgrade: Operation | null;
  /** Absent where the provider did not ask for any; `null` where it could not read them. */
  readonly findings?: readonly Finding[] | null;
  readonly postCheck: PostCheckResult | null;
  readonly error: ReportError | null;
  readonly evidence: readonly Evidence[];
  readonly observedAt: string;
  readonly durationMs: number;
}

export interface ReportSummary {
  readonly clusters: number;
  readonly ok: number;
  readonly action: number;
  readonly pending: number;
  readonly incomplete: number;
  /** Only verdicts that occur. */
  readonly verdicts: Readonly<Partial<Record<VerdictName, number>>>;
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
  /** 130 or 143 where a signal ended the run. */
  readonly interrupted?: 130 | 143;
}

/** Readings and verdicts, in the manifest's order, as the one value that every view prints. Pure. */
export function buildReport(judged: readonly JudgedCluster[], run: RunFacts): Report {
  const clusters = judged.map(clusterReport);
  const policies = judged.map(({ reading: { cluster, error } }, index) => {
    const verdict = clusters[index]?.verdict ?? "unknown";
    const closeOn = run.closeOn ?? cluster.closeOn;
    return {
      name: cluster.name,
      verdict,
      fails: isNamed(verdict, run.failOn ?? cluster.failOn),
      // A gate that closes over unread clusters also closes over one whose operations could not be read.
      closes: isNamed(verdict, closeOn) || (error !== null && isNamed("unknown", closeOn)),
    };
  });
  const closing = policies.filter(({ closes }) => closes);
  const denied = run.command === "gate" ? closing : policies.filter(({ fails }) => fails);
  return {
    ...reportHead(run),
    complete: clusters.every(({ verdict }) => verdict !== "unknown"),
    outcome: worstOutcome(clusters.map(({ outcome }) => outcome)),
    exitCode: exitCode(denied, run),
    gate: { open: closing.length === 0, closedBy: closing.map(({ name }) => name) },
    summary: summarise(clusters),
    clusters,
    diagnostics: run.diagnostics,
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

function exitCode(denied: readonly { readonly verdict: VerdictName }[], run: RunFacts): ExitCode {
  if (run.interrupted !== undefined) return run.interrupted;
  if (run.exitZero) return 0;
  return exitCodeOf(denied.map(({ verdict }) => outcomeOf(verdict)));
}

function clusterReport({ reading, judgement, postCheck }: JudgedCluster): ClusterReport {
  const { cluster, observation, error } = reading;
  const verdict = judgement?.verdict ?? "unknown";
  return {
    name: cluster.name,
    provider: cluster.instance.name,
    source: cluster.instance.source,
    id: cluster.id,
    labels: cluster.labels,
    verdict,
    outcome: outcomeOf(verdict),
    reason: judgement?.reason ?? error?.message ?? "the cluster was not read",
    location: cluster.location,
    expected: { version: cluster.target.text, ...cluster.expect },
    observed:
      observation === null
        ? null
        : {
            version: observation.version,
            state: observation.state.raw,
            ...withoutClashes(observation.properties),
          },
    drift: judgement?.drift ?? [],
    upgrade: judgement?.operation ?? null,
    ...(observation?.findings === undefined ? {} : { findings: observation.findings }),
    postCheck: postCheck ?? null,
    error: error === null ? null : reportError(error),
    evidence: reading.evidence,
    observedAt: new Date(reading.observedAt).toISOString(),
    durationMs: reading.durationMs,
  };
}

/** `version` and `state` have fixed meanings; a plugin's property cannot take their place. */
function withoutClashes(properties: Readonly<Record<string, PropertyValue>> = {}) {
  const { version: _version, state: _state, ...rest } = properties;
  return rest;
}

function reportError(error: ErrorFacts): ReportError {
  return {
    kind: error.kind,
    message: error.message,
    hint: error.hint ?? null,
    code: error.code ?? null,
    httpStatus: error.httpStatus ?? null,
    requestId: error.requestId ?? null,
    retryable: error.retryable ?? false,
  };
}

function summarise(clusters: readonly ClusterReport[]): ReportSummary {
  const count = { clusters: clusters.length, ok: 0, action: 0, pending: 0, incomplete: 0 };
  const verdicts: Partial<Record<VerdictName, number>> = {};
  for (const { outcome, verdict } of clusters) {
    count[outcome] += 1;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
  return { ...count, verdicts };
}
