import {
  type Cluster,
  type ConnectedInstance,
  judgeReading,
  observeFleet,
  type Redactor,
  runPostChecks,
} from "@upgradectl/core";
import type { ClusterRef, ListedCluster, Observation, Operation } from "@upgradectl/provider-sdk";
import type { QuickClock } from "./quick-clock.ts";
import { describeFailure, failureResult, type Result } from "./result.ts";
import type { ListSubject, PostCheckSubject, Subject } from "./subject.ts";
import type { TestedFleet } from "./tested-fleet.ts";

/** Asks a connected provider. */
export class Asker {
  readonly #own: ConnectedInstance;
  readonly #fleet: TestedFleet;
  readonly #redactor: Redactor;
  readonly #clock: QuickClock;

  constructor(own: ConnectedInstance, fleet: TestedFleet, redactor: Redactor, clock: QuickClock) {
    this.#own = own;
    this.#fleet = fleet;
    this.#redactor = redactor;
    this.#clock = clock;
  }

  /** As a run does. */
  async ask(subject: Subject): Promise<Result> {
    const { signal } = new AbortController();
    if (subject.kind === "list") return this.#redactor.value(await this.#askList(subject, signal));
    if (subject.kind === "post-check") return this.#redactor.value(await this.#askPostCheck(subject, signal));
    const [reading] = await observeFleet([this.#clusterOf(subject)], this.#options(signal));
    if (reading === undefined) throw new Error("one cluster makes one reading");
    const verdict = judgeReading(reading).judgement?.verdict ?? "unknown";
    return this.#redactor.value({ verdict, value: reading.observation, error: reading.error });
  }

  /** The plugin itself. Rejects with what it throws. */
  async call(subject: Subject, signal: AbortSignal, listed?: ListedCluster): Promise<unknown> {
    const { connection } = this.#own;
    if (subject.kind === "list") return await this.#readList(signal);
    if (subject.kind === "post-check") throw new Error("a post-upgrade check is made by the host alone");
    const { name, id, with: parameters, expect } = this.#clusterOf(subject);
    const reference: ClusterRef = {
      ...{ name, id, with: structuredClone(parameters), properties: Object.keys(expect) },
      ...(listed === undefined ? {} : { listed }),
    };
    return await connection.observe(reference, signal);
  }

  #clusterOf({ name }: Pick<Subject, "name">): Cluster {
    const cluster = this.#fleet.clusters.get(name);
    if (cluster === undefined) throw new Error(`there is no cluster for ${name}`);
    return { ...cluster, instance: this.#own.instance };
  }

  #options(signal: AbortSignal) {
    const connected = new Map([[this.#own.instance.key, this.#own]]);
    return { connected, clock: this.#clock, redactor: this.#redactor, signal };
  }

  async #askList({ ids }: ListSubject, signal: AbortSignal): Promise<Result> {
    try {
      const rows = await this.#readList(signal);
      const found = new Set(rows.map(({ id }) => id));
      const isComplete = ids.every((id) => found.has(id)) && found.size === new Set(ids).size;
      return { verdict: isComplete ? "complete" : "incomplete", value: rows, error: null };
    } catch (thrown) {
      return failureResult(describeFailure(thrown));
    }
  }

  async #readList(signal: AbortSignal): Promise<readonly ListedCluster[]> {
    const pages = this.#own.connection.list?.(signal) ?? [];
    return (await Array.fromAsync(pages)).flat();
  }

  /** After an upgrade that went well, as only then it is made. */
  async #askPostCheck(subject: PostCheckSubject, signal: AbortSignal): Promise<Result> {
    const { fromVersion, toVersion } = subject.upgrade;
    const operation: Operation = {
      id: "upgrade",
      kind: "version",
      phase: "succeeded",
      rawPhase: null,
      fromVersion,
      toVersion,
      progress: null,
      message: null,
      startedAt: null,
      updatedAt: null,
      finishedAt: null,
      steps: [],
    };
    const observation: Observation = {
      version: toVersion,
      state: { condition: "ready", raw: "" },
      operations: [operation],
    };
    const facts = { observation, error: null, evidence: [], observedAt: this.#clock.now(), durationMs: 0 };
    const judged = judgeReading({ cluster: this.#clusterOf(subject), ...facts });
    const checked = (await runPostChecks([judged], this.#options(signal))).judged[0];
    const { postCheck } = checked ?? {};
    if (postCheck !== undefined) {
      const { at: _at, ...value } = postCheck;
      return { verdict: value.phase, value, error: null };
    }
    const error = checked?.reading.error ?? { kind: "plugin", message: "made no post-upgrade check" };
    return failureResult(error);
  }
}
