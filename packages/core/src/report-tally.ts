import type { ClusterReport } from "./cluster-report.ts";
import type { Cluster, Outcome, VerdictName } from "./fleet.ts";
import { closesGate, isAllowed, type RunPolicy, verdictOf } from "./judge/apply-policy.ts";
import type { JudgedCluster } from "./judge/judge-reading.ts";
import { type ExitCode, exitCodeOf, outcomeOf, type SignalExitCode, worstOutcome } from "./judge/policy.ts";

export interface ReportSummary {
  readonly clusters: number;
  readonly ok: number;
  readonly action: number;
  readonly pending: number;
  readonly incomplete: number;
  /** Only verdicts that occur. */
  readonly verdicts: Readonly<Partial<Record<VerdictName, number>>>;
}

/** What a report says of all clusters together. */
export interface Totals {
  readonly complete: boolean;
  readonly outcome: Outcome;
  readonly exitCode: ExitCode;
  readonly gate: { readonly open: boolean; readonly closedBy: readonly string[] };
  readonly summary: ReportSummary;
}

/** Counts a run's clusters one by one, so that none of them need be held. */
export class ReportTally {
  readonly #policy: RunPolicy;
  readonly #counts: Record<Outcome, number> = { ok: 0, action: 0, pending: 0, incomplete: 0 };
  readonly #verdicts: Partial<Record<VerdictName, number>> = {};
  readonly #closing = new Set<Cluster>();
  readonly #outcomes = new Set<Outcome>();
  readonly #denied = new Set<Outcome>();
  #clusters = 0;

  constructor(policy: RunPolicy) {
    this.#policy = policy;
  }

  /** Takes a cluster in, once each. */
  add(judged: JudgedCluster): void {
    const verdict = verdictOf(judged);
    const outcome = outcomeOf(verdict);
    this.#clusters += 1;
    this.#counts[outcome] += 1;
    this.#outcomes.add(outcome);
    this.#verdicts[verdict] = (this.#verdicts[verdict] ?? 0) + 1;
    if (closesGate(judged, this.#policy)) this.#closing.add(judged.reading.cluster);
    if (!isAllowed(judged, this.#policy)) this.#denied.add(outcome);
  }

  /** @param order the clusters in the order in which the gate's are to be named */
  totals(
    order: readonly Cluster[],
    { exitZero, interrupted }: { readonly exitZero: boolean; readonly interrupted?: SignalExitCode },
  ): Totals {
    const summary = { clusters: this.#clusters, ...this.#counts, verdicts: { ...this.#verdicts } };
    const closing = order.filter((cluster) => this.#closing.has(cluster));
    return {
      complete: this.#verdicts.unknown === undefined,
      outcome: worstOutcome(this.#outcomes),
      exitCode: interrupted ?? (exitZero ? 0 : exitCodeOf([...this.#denied])),
      gate: { open: closing.length === 0, closedBy: closing.map(({ name }) => name) },
      summary,
    };
  }
}

/** Counts of outcomes and verdicts. */
export function summarise(clusters: readonly ClusterReport[]): ReportSummary {
  const count = { clusters: clusters.length, ok: 0, action: 0, pending: 0, incomplete: 0 };
  const verdicts: Partial<Record<VerdictName, number>> = {};
  for (const { outcome, verdict } of clusters) {
    count[outcome] += 1;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
  return { ...count, verdicts };
}
