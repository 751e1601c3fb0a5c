import type { ErrorFacts, Finding, Operation, PropertyValue } from "@upgradectl/provider-sdk";
import { defaultHints } from "./default-hints.ts";
import type { SourceLocation } from "./diagnostics.ts";
import type { Estimate } from "./estimate/estimate-end.ts";
import type { Outcome, VerdictName } from "./fleet.ts";
import { formatTime } from "./format-time.ts";
import type { Evidence } from "./http/evidence.ts";
import { isAllowed, type RunPolicy, verdictOf } from "./judge/apply-policy.ts";
import type { Drift } from "./judge/drift.ts";
import type { PostCheckResult } from "./judge/judge-post-check.ts";
import { estimateOf, type JudgedCluster } from "./judge/judge-reading.ts";
import { outcomeOf } from "./judge/policy.ts";

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

/** The operation that decided, and when it will end where that can be told from what it did so far. */
export interface UpgradeReport extends Operation {
  readonly estimate?: Estimate;
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
  /** It neither fails the check nor closes the gate, by the policy in force; absent where no policy is asked. */
  readonly allowed?: boolean;
  readonly reason: string;
  readonly location: SourceLocation;
  readonly expected: { readonly version: string; readonly [property: string]: unknown };
  readonly observed: {
    readonly version: string | null;
    readonly state: string;
    readonly [property: string]: PropertyValue;
  } | null;
  readonly drift: readonly Drift[];
  readonly upgrade: UpgradeReport | null;
  /** Absent where the provider did not ask for any; `null` where it could not read them. */
  readonly findings?: readonly Finding[] | null;
  readonly postCheck: PostCheckResult | null;
  readonly error: ReportError | null;
  readonly evidence: readonly Evidence[];
  readonly observedAt: string;
  readonly durationMs: number;
}

/** One reading and its verdict, as the report has them. Pure. */
export function clusterReport(judged: JudgedCluster, policy?: RunPolicy): ClusterReport {
  const { reading, judgement, postCheck } = judged;
  const { cluster, observation, error } = reading;
  const verdict = verdictOf(judged);
  return {
    name: cluster.name,
    provider: cluster.instance.name,
    source: cluster.instance.source,
    id: cluster.id,
    labels: cluster.labels,
    verdict,
    outcome: outcomeOf(verdict),
    ...(policy === undefined ? {} : { allowed: isAllowed(judged, policy) }),
    reason: judgement?.reason || error?.message || "the cluster was not read",
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
    upgrade: upgradeReport(judged),
    ...(observation?.findings === undefined ? {} : { findings: observation.findings }),
    postCheck: postCheck ?? null,
    error: error === null ? null : reportError(error),
    evidence: reading.evidence,
    observedAt: formatTime(reading.observedAt),
    durationMs: reading.durationMs,
  };
}

/** The operation that decided, as the report has it. */
export function upgradeReport(judged: JudgedCluster): UpgradeReport | null {
  const operation = judged.judgement?.operation ?? null;
  const estimate = estimateOf(judged);
  return operation === null || estimate === null ? operation : { ...operation, estimate };
}

/** `version` and `state` have fixed meanings; a plugin's property cannot take their place. */
function withoutClashes(properties: Readonly<Record<string, PropertyValue>> | undefined) {
  if (properties === undefined) return undefined;
  const { version: _version, state: _state, ...rest } = properties;
  return rest;
}

function reportError(error: ErrorFacts): ReportError {
  return {
    kind: error.kind,
    message: error.message,
    hint: error.hint ?? defaultHints[error.kind],
    code: error.code ?? null,
    httpStatus: error.httpStatus ?? null,
    requestId: error.requestId ?? null,
    retryable: error.retryable ?? false,
  };
}
