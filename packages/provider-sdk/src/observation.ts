import type { ErrorFacts } from "./errors.ts";

/**
 * Where an operation stands, in one vocabulary for every cloud. `unknown` is for a state that the API's
 * documents do not have; it is never a guess and never a default for "could not read".
 */
export const phases = [
  "pending",
  "running",
  "paused",
  "succeeded",
  "failed",
  "cancelled",
  "unknown",
] as const;
export type Phase = (typeof phases)[number];

/**
 * What the cluster's own state means.
 *
 * - `ready`: serving, nothing under way
 * - `upgrading` / `rolling-back`: an upgrade or its reversal is under way, or the cluster settles after one
 * - `busy`: something else is under way (scaling, restarting, hibernating ...); decides nothing
 * - `failed`: the vendor calls the cluster broken
 * - `unknown`: a state that the API's documents do not have
 */
export const conditions = ["ready", "upgrading", "rolling-back", "busy", "failed", "unknown"] as const;
export type Condition = (typeof conditions)[number];

/**
 * What an operation changes. Other words are allowed. `toVersion` of `version` and `rollback` is held against
 * `targetVersion`; other kinds lead to something that it does not speak of.
 */
export type OperationKind = "version" | "rollback" | "image" | "zone-switch" | "node-pool" | (string & {});

/** One part of an operation, in the order in which the vendor runs them. */
export interface Step {
  readonly name: string;
  readonly phase: Phase;
  /** The API's own word; `null` where it gives none (a step that has not started). */
  readonly rawPhase: string | null;
  /** RFC 3339, UTC; `null` where it is not known or has not come yet. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly message: string | null;
  /** RFC 3339, UTC: until when a success counts (a pre-upgrade check). Absent where steps do not expire. */
  readonly expiresAt?: string;
}

/** Names of the nodes that an operation touches. */
export interface OperationNodes {
  readonly total: readonly string[];
  readonly completed: readonly string[];
  readonly current: readonly string[];
}

/** One upgrade (or zone switch, rollback ...) that the API knows of. All times RFC 3339, UTC. */
export interface Operation {
  /** `null` where the API shows an operation without naming it. */
  readonly id: string | null;
  readonly kind: OperationKind;
  readonly phase: Phase;
  /** The API's own word, never translated. */
  readonly rawPhase: string | null;
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  /** 0 to 1; `null` where the API gives none. */
  readonly progress: number | null;
  /** The vendor's own explanation, as sent. */
  readonly message: string | null;
  /** When it was started, else created. Decides which operation is the newest, and `stalledAfter`. */
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
  readonly finishedAt: string | null;
  readonly steps: readonly Step[];
  /** Absent where the API names no nodes. */
  readonly nodes?: OperationNodes;
  /** True where the API's times have no zone and were read as UTC. */
  readonly zoneAssumed?: boolean;
}

/**
 * The observed value of an `expect` property: one text, a list of texts, or one text for each named part
 * (`{ "pool-a": "1.32.1" }`). `null`, whole or for a part, is "exists, but its value could not be read".
 */
export type PropertyValue = string | null | readonly string[] | { readonly [part: string]: string | null };

/**
 * The facts about one cluster, and nothing but facts: no verdict, no clock, no expectation.
 * A fact that could not be read is an error to throw or a `null`, never an empty list.
 */
export interface Observation {
  /** The version that runs, as exactly as the API tells; `null` where it tells none. */
  readonly version: string | null;
  /** True where only leading components of the version could be read (`v1.29` of `v1.29.8-r4`). */
  readonly versionIsPartial?: boolean;
  /** `raw` is the API's own word for the cluster's state, `condition` what it means. */
  readonly state: { readonly condition: Condition; readonly raw: string };
  /**
   * Every operation that was read, in any order; the judge takes the one under way, else the newest
   * (`findCurrent`). Where the user pinned some, only those. Empty means: the API was asked and knows of none.
   */
  readonly operations: readonly Operation[];
  /**
   * Why `operations` could not be read although the cluster could, where asking again would not help (an API that is
   * closed to the account). What is known still counts, but such a cluster is never `converged`, and closes a gate
   * that closes on `incomplete`. A failure that may pass is an error to throw.
   */
  readonly unread?: ErrorFacts;
  /** A value for every name in `cluster.properties`; other names may be added for display. */
  readonly properties?: Readonly<Record<string, PropertyValue>>;
}
