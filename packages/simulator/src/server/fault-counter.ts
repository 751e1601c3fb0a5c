import type { FaultScenario } from "../scenario/base-scenario.ts";
import type { Account, Cluster } from "../scenario/world.ts";

/** Tells for each request which fault hits it. Counts only; the same requests in the same order meet the same faults. */
export class FaultCounter {
  /** By owner, as many clusters of one `count` share a fault's text but not its count. */
  #seen = new Map<Account | Cluster, Map<FaultScenario, number>>();

  /** The cluster's own faults come before the account's. A fault counts the requests that reach it. */
  next(account: Account, cluster: Cluster | null, action: string): FaultScenario | undefined {
    return (cluster && this.#nextOf(cluster, action)) ?? this.#nextOf(account, action);
  }

  #nextOf(owner: Account | Cluster, action: string): FaultScenario | undefined {
    let hit: FaultScenario | undefined;
    for (const fault of owner.faults) {
      if (fault.action !== undefined && fault.action !== action) continue;
      const seen = this.#count(owner, fault);
      const after = fault.after ?? 0;
      if (seen >= after && seen < after + (fault.times ?? Number.POSITIVE_INFINITY)) hit ??= fault;
    }
    return hit;
  }

  #count(owner: Account | Cluster, fault: FaultScenario): number {
    const counts = this.#seen.get(owner) ?? new Map<FaultScenario, number>();
    this.#seen.set(owner, counts);
    const seen = counts.get(fault) ?? 0;
    counts.set(fault, seen + 1);
    return seen;
  }
}
