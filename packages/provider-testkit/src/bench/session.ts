import {
  type Cluster,
  type ConnectedInstance,
  closeFleet,
  connectFleet,
  type Diagnostic,
  IdentityGate,
  judgeReading,
  observeFleet,
  Redactor,
  runPostChecks,
  type Surroundings,
} from "@upgradectl/core";
import type {
  ClusterRef,
  Connection,
  ListedCluster,
  Observation,
  Operation,
  ProviderDefinition,
  Read,
} from "@upgradectl/provider-sdk";
import { CheckFailure } from "../check.ts";
import type { ProviderTests } from "../options.ts";
import { type QuickClock, quickClock } from "./quick-clock.ts";
import { describeFailure, failureResult, type Result } from "./result.ts";
import type { ListSubject, PostCheckSubject, Subject } from "./subject.ts";
import type { TestedFleet } from "./tested-fleet.ts";

/** A request that went through the host's transport. */
export interface HostRequest {
  readonly action: string;
  readonly purpose: Read["purpose"];
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

export type Connect = ProviderDefinition["connect"];

export interface SessionOptions {
  readonly clock?: QuickClock;
  /** Puts something between the host and the plugin. */
  readonly wrap?: (connect: Connect) => Connect;
  /** What stands between the transport and the wire. */
  readonly through?: NonNullable<Surroundings["through"]>;
}

/** A connected provider, for as long as one look at it takes. */
export interface Session {
  readonly connection: Connection;
  readonly redactor: Redactor;
  readonly clock: QuickClock;
  /** In the order in which they were sent. */
  readonly requests: readonly HostRequest[];
  /** Asks as a run does. */
  ask(subject: Subject): Promise<Result>;
  /** Calls the plugin itself, which a run shields from much. Rejects with what it throws. */
  call(subject: Subject, signal: AbortSignal, listed?: ListedCluster): Promise<unknown>;
  end(): Promise<void>;
}

/** So many clusters are read at the same time in the check of that. */
export const atOnce = 20;
const requestTimeoutMs = 10_000;

/** Connects as a run does; waiting between tries takes no time. */
export async function openSession(
  { provider, env = {}, files = {} }: ProviderTests,
  fleet: TestedFleet,
  options: SessionOptions = {},
): Promise<Session> {
  const { clock = quickClock(), wrap } = options;
  const redactor = new Redactor();
  for (const { value, show } of fleet.secrets) redactor.add(value, show);
  const requests: HostRequest[] = [];
  const surroundings = surround({ env, files, redactor, clock, requests }, options.through);
  const { instance } = fleet;
  const connect: Connect = (context) => provider.connect(context);
  const definition = wrap === undefined ? provider : { ...provider, connect: wrap(connect) };
  const wrapped = { ...instance, plugin: { ...instance.plugin, definition } };
  const settings = { concurrency: atOnce, requestTimeoutMs };
  const result = await connectFleet([wrapped], surroundings, settings);
  const own = "connected" in result ? result.connected.get(instance.key) : undefined;
  if (own === undefined) throw connectFailure("connected" in result ? [] : result.diagnostics);
  const asker = new Asker(own, fleet, redactor, clock);
  return {
    connection: own.connection,
    redactor,
    clock,
    requests,
    ask: (subject) => asker.ask(subject),
    call: (subject, signal, listed) => asker.call(subject, signal, listed),
    end: () => closeFleet([own]),
  };
}

function connectFailure(diagnostics: readonly Diagnostic[]): CheckFailure {
  return new CheckFailure(
    [
      "`connect` must make an instance of the configuration that `config(url)` returns.",
      ...diagnostics.map(({ summary }) => `  seen:  ${summary}`),
      "  mend:  correct `config`, or `env` and `files` if it needs those.",
    ].join("\n"),
  );
}

interface Parts extends Pick<Surroundings, "env" | "redactor"> {
  readonly files: Readonly<Record<string, string>>;
  readonly clock: QuickClock;
  readonly requests: HostRequest[];
}

function surround(
  { env, files, redactor, clock, requests }: Parts,
  through: NonNullable<Surroundings["through"]> = (wire) => wire,
): Surroundings {
  return {
    env,
    clock,
    random: () => 0.5,
    readFile: async (path) => files[path],
    runProgram: async (program) => {
      throw new Error(`the testkit runs no programs, and was asked for ${program}`);
    },
    redactor,
    identities: new IdentityGate(),
    through: (wire, instance) => {
      const network = through(wire, instance);
      return {
        send: (message, ...rest) => {
          const { action, method, target } = message.request;
          requests.push({ action, method, target, purpose: message.purpose });
          return network.send(message, ...rest);
        },
        close: () => network.close(),
      };
    },
  };
}

/** Asks a connected provider. */
class Asker {
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

  async ask(subject: Subject): Promise<Result> {
    if (subject.kind === "list") return this.#redactor.value(await this.#askList(subject));
    if (subject.kind === "post-check") return this.#redactor.value(await this.#askPostCheck(subject));
    const [reading] = await observeFleet([this.#clusterOf(subject)], this.#options());
    if (reading === undefined) throw new Error("one cluster makes one reading");
    const verdict = judgeReading(reading).judgement?.verdict ?? "unknown";
    return this.#redactor.value({ verdict, value: reading.observation, error: reading.error });
  }

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

  #options(signal: AbortSignal = new AbortController().signal) {
    const connected = new Map([[this.#own.instance.key, this.#own]]);
    return { connected, clock: this.#clock, redactor: this.#redactor, signal };
  }

  async #askList({ ids }: ListSubject): Promise<Result> {
    try {
      const rows = await this.#readList(new AbortController().signal);
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
  async #askPostCheck(subject: PostCheckSubject): Promise<Result> {
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
    const checked = (await runPostChecks([judged], this.#options())).judged[0];
    const { postCheck } = checked ?? {};
    if (postCheck !== undefined) {
      const { at: _at, ...value } = postCheck;
      return { verdict: value.phase, value, error: null };
    }
    const error = checked?.reading.error ?? { kind: "plugin", message: "made no post-upgrade check" };
    return failureResult(error);
  }
}
