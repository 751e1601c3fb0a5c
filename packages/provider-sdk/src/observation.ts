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
  /** The vendor's own number of the step, where it has one; the list is in that order. */
  readonly order?: number;
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
  /** What else the API tells of it (retries, agency, zones ...), as plain JSON for people; nothing is judged by it. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Severities of findings, worst first. `error` keeps an upgrade from going on. */
export const findingLevels = ["error", "warning", "info"] as const;
export type FindingLevel = (typeof findingLevels)[number];

/** One thing that a vendor's check of the cluster found wrong, or worth knowing. */
export interface Finding {
  readonly level: FindingLevel;
  /** The vendor's name of what was checked. */
  readonly item: string;
  /** The vendor's explanation, as sent; `null` where it gives none. */
  readonly message: string | null;
  /** What it is about (a node, an add-on, an API that will go away); `null` for the cluster as a whole. */
  readonly resource: string | null;
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
   * Why `operations`, or a property that is null, could not be read although the cluster could: an API that is closed to
   * the account, say. What is known still counts, but such a cluster is never `converged`, and closes a gate that closes
   * on `incomplete`. Of operations, a failure that may pass is an error to throw.
   */
  readonly unread?: ErrorFacts;
  /**
   * What the vendor's checks found: read them where they tell why an upgrade failed. `null`: they could not be read, which
   * is no reason to throw. Absent: not asked for.
   */
  readonly findings?: readonly Finding[] | null;
  /** A value for every name in `cluster.properties`; other names may be added for display. */
  readonly properties?: Readonly<Record<string, PropertyValue>>;
}

/** How a post-upgrade check went. `unknown` is for a word that the API's documents do not have. */
export const postCheckPhases = ["succeeded", "failed", "error", "unknown"] as const;

export interface PostCheck {
  readonly phase: (typeof postCheckPhases)[number];
  /** The API's own word. */
  readonly rawPhase: string | null;
  /** The vendor's id of the check. */
  readonly id: string | null;
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
}
