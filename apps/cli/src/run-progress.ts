import {
  type Cluster,
  type Estimate,
  type JudgedCluster,
  type Outcome,
  outcomeOf,
  type Redactor,
  upgradeReport,
  verdictOf,
} from "@upgradectl/core";
import { isUnderWay, type Operation } from "@upgradectl/provider-sdk";

/** How far a run is. */
export interface RunCounts {
  readonly clusters: number;
  readonly read: number;
  readonly ok: number;
  readonly action: number;
  readonly pending: number;
  readonly incomplete: number;
}

/** What there is to show of one operation that has not ended. */
export interface RunningOperation {
  readonly name: string;
  /** From 0 to 1; null where nobody tells. */
  readonly done: number | null;
  /** The step or nodes that it is at; empty where nobody tells. */
  readonly doing: string;
  readonly estimate: Estimate | null;
}

/** What is shown of a run. */
export type ProgressFacts = Pick<RunProgress, "counts" | "running" | "untilNextLook" | "isStopping">;

/** What is known of a run while it lasts: counts, and the operations under way; no readings. */
export class RunProgress {
  readonly #total: number;
  readonly #redactor: Redactor;
  readonly #outcomes = new Map<Cluster, Outcome>();
  readonly #counts = { ok: 0, action: 0, pending: 0, incomplete: 0 };
  readonly #running = new Map<Cluster, RunningOperation>();
  readonly #nextLooks = new Map<string, number>();
  /** A signal came; what is under way is given up. */
  isStopping = false;

  constructor(total: number, redactor: Redactor) {
    this.#total = total;
    this.#redactor = redactor;
  }

  /** Takes in a cluster's newest reading. */
  take(judged: JudgedCluster): void {
    const { cluster } = judged.reading;
    const outcome = outcomeOf(verdictOf(judged));
    const upgrade = upgradeReport(judged);
    const before = this.#outcomes.get(cluster);
    if (before !== undefined) this.#counts[before] -= 1;
    this.#counts[outcome] += 1;
    this.#outcomes.set(cluster, outcome);
    if (upgrade === null || !isUnderWay(upgrade)) this.#running.delete(cluster);
    else {
      const shown = { name: cluster.name, ...describe(upgrade), estimate: upgrade.estimate ?? null };
      this.#running.set(cluster, this.#redactor.value(shown));
    }
  }

  /** An account is looked at again at `until`, in epoch milliseconds. */
  pause(account: string, until: number): void {
    this.#nextLooks.set(account, until);
  }

  counts(): RunCounts {
    return { clusters: this.#total, read: this.#outcomes.size, ...this.#counts };
  }

  /** In the order in which they were first seen. */
  running(): readonly RunningOperation[] {
    return [...this.#running.values()];
  }

  /** Milliseconds until the next look of a wait; null where a look is going on, or there is no wait. */
  untilNextLook(now: number): number | null {
    const later = [...this.#nextLooks.values()].filter((until) => until > now);
    return this.#nextLooks.size === 0 || later.length < this.#nextLooks.size
      ? null
      : Math.min(...later) - now;
  }
}

function describe({ nodes, steps, progress }: Operation): Pick<RunningOperation, "done" | "doing"> {
  const at = steps.findIndex(({ phase }) => phase === "running" || phase === "paused");
  const step = steps[at];
  const total = nodes?.total.length ?? 0;
  const done = nodes?.completed.length ?? 0;
  const current = nodes?.current[0];
  const doing = [
    ...(step === undefined ? [] : [`${step.name.slice(0, 200)} (${at + 1}/${steps.length})`]),
    ...(total === 0 ? [] : [`${done} of ${total} nodes`]),
    ...(current === undefined ? [] : [current.slice(0, 200)]),
  ];
  return { done: progress ?? (total === 0 ? null : done / total), doing: doing.join(", ") };
}
