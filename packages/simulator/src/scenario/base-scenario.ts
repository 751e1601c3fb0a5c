/** A span of time as people write it: `250ms`, `90s`, `30m`, `6h`, `2d`, and combinations such as `1h30m`. */
export type DurationText = string;

/** What a cluster is made of, whatever the service. */
export interface ClusterBase {
  readonly name: string;
  /** Default: made from the account's and the cluster's name, in the cloud's form, the same in every run. */
  readonly id?: string;
  /** The version before `operations`; every version operation that succeeds moves it to its `to`. */
  readonly version: string;
  /** The cloud's own word for the cluster's state, whatever its operations say. Default: follows them. */
  readonly state?: string;
  /** The cloud's explanation of `state`. */
  readonly message?: string;
  /** Makes that many clusters: `name-001`, `name-002` ..., and the same for `id` where it is given. */
  readonly count?: number;
  readonly faults?: readonly FaultScenario[];
  readonly responses?: ResponsesScenario;
}

export type Outcome = "succeeded" | "failed" | "paused" | "cancelled" | "running";

/** What an operation is made of, whatever the service. */
export interface OperationBase {
  /** Default: what the cluster has when the operation starts. */
  readonly from?: string;
  readonly to: string;
  /** When it started, before the simulator's start. Default: at the simulator's start. */
  readonly startedAgo?: DurationText;
  /** When it will start, after the simulator's start. */
  readonly startsIn?: DurationText;
  /** How long it waits before its first step. Default 0. */
  readonly queuedFor?: DurationText;
  /** How long all steps take together. Default 30m. */
  readonly duration?: DurationText;
  /** The steps by name, in order. Default: the cloud's own. */
  readonly steps?: readonly StepScenario[];
  /** The step in whose middle an outcome other than `succeeded` happens. Default: the longest. */
  readonly stopsAt?: string;
  /** The cloud's explanation of the outcome. */
  readonly message?: string;
}

export interface StepScenario {
  readonly name: string;
  readonly duration: DurationText;
}

/** What the check before an upgrade found. */
export interface PreCheckScenario {
  readonly findings: readonly FindingScenario[];
}

export interface FindingScenario {
  /** The cloud's own word. Default: the one that stops an upgrade (`Fatal` on CCE, `error` on ACK). */
  readonly level?: string;
  /** Name of the check item. */
  readonly item: string;
  readonly message?: string;
  /** What it is about: a node, an add-on, an API's path, a configuration field ... */
  readonly resource?: string;
  /** The cloud's own word for the group of checks. Default: `LimitCheck` on CCE, `ClusterResource` on ACK. */
  readonly group?: string;
}

export type FaultKind = FaultStatus | "reset" | "truncate" | "html" | "empty" | "hang" | "slow" | "malformed";
export type FaultStatus = 400 | 401 | 403 | 404 | 408 | 409 | 429 | 500 | 502 | 503 | 504;

/** What goes wrong, for requests that are signed in. Faults are counted, never random. */
export interface FaultScenario {
  /**
   * An HTTP status with the cloud's body for it, or: `reset` (the connection), `truncate` (half a body, then a reset),
   * `html` (a proxy's page), `empty` (no body), `malformed` (half the JSON, complete as HTTP), `slow`, `hang`.
   */
  readonly kind: FaultKind;
  /** Only for this call, such as `ShowCluster`. Default: every one. */
  readonly action?: string;
  /** That many matching requests pass first. Default 0. */
  readonly after?: number;
  /** That many are hit then. Default: all. */
  readonly times?: number;
  /** How long `slow` waits. */
  readonly delay?: DurationText;
  /** Status of `html` (default 502), `empty` and `malformed` (default 200). */
  readonly status?: number;
  /** Seconds, also with a fraction, that a status fault asks to wait. */
  readonly retryAfter?: number;
}

/** Literal answers by call, served instead of the simulated ones to requests that are signed in. */
export type ResponsesScenario = Readonly<Record<string, ResponseScenario>>;

export interface ResponseScenario {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
}
