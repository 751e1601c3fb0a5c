import { AsyncLocalStorage } from "node:async_hooks";
import { type ConnectContext, ProviderError } from "@upgradectl/provider-sdk";
import { nextTurn } from "../next-turn.ts";
import { describeThrown } from "./describe-value.ts";
import { readFacts } from "./plain-facts.ts";
import { type SilenceClock, systemSilenceClock } from "./silence-clock.ts";

/** Calls back for errors that no promise carries; returns what ends it. */
export type OnStray = (stray: (thrown: unknown) => void) => () => void;

export interface Supervision {
  /** How long a plugin may do nothing that the host can see before it counts as hanging, in milliseconds. */
  readonly quietMs: number;
  /** Absent where nobody hears of such errors. */
  readonly onStray?: OnStray;
  /** Default: the process's. */
  readonly clock?: SilenceClock;
}

/** One call of a plugin's method. */
interface Call {
  readonly fail: (error: ProviderError) => void;
  /** Before this moment it is no hanging one. */
  readonly graceUntil: number;
  /** Its number among those that wait. */
  place: number;
}

/** Which call the code that runs belongs to, through timers and promises that nobody waits for. */
const calls = new AsyncLocalStorage<Call>();

/** To be told once of the process's stray errors: each is the fault of the call in whose course it was thrown. */
export function blameStrays(onStray: OnStray): () => void {
  return onStray((thrown) => calls.getStore()?.fail(lostError(thrown)));
}

/** A call that starts after a long silence of its connection is given this long to ask for something. */
const graceMs = 10_000;

/**
 * Watches over the calls of one connection. Each ends: with the plugin's result, with what it threw, with an error that
 * got lost in its course, or because nothing is under way and nothing has happened for too long.
 */
export class Supervisor {
  readonly #quietMs: number;
  readonly #hearsStrays: boolean;
  readonly #clock: SilenceClock;
  /** In no order: a set of so short-lived calls would take as long as all the rest. */
  readonly #waiting: Call[] = [];
  #isLooking = false;
  #underWay = 0;
  #lastAt: number;

  constructor({ quietMs, onStray, clock = systemSilenceClock }: Supervision) {
    this.#quietMs = quietMs;
    this.#hearsStrays = onStray !== undefined;
    this.#clock = clock;
    this.#lastAt = clock.now();
  }

  /** The same context, in which everything that takes time is seen, and the environment can only be read. */
  watch<Config>(context: ConnectContext<Config>): ConnectContext<Config> {
    const { env, readFile, runProgram, http } = context;
    return {
      ...context,
      env: new Proxy(env, { set: refuse, defineProperty: refuse, deleteProperty: refuse }),
      readFile: (path) => this.#during(readFile(path)),
      runProgram: (...call) => this.#during(runProgram(...call)),
      http: {
        api: (options) => {
          const api = http.api(options);
          return { read: (action, request) => this.#during(api.read(action, request)) };
        },
      },
    };
  }

  /**
   * Runs `connect`, in a turn of its own: in one that the end of `fs.realpath` began, as the search for plugins does, Node 24
   * swallows what a tick throws. The first reads follow in the turn after it.
   */
  async connect<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#hearsStrays) await nextTurn();
    return this.run(async () => work(), never);
  }

  /** Runs a method of the plugin. What it throws beyond the contract stays as it is. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let failure: ProviderError | undefined;
    const fail = (error: ProviderError) => {
      failure ??= error;
      reject(error);
    };
    const graceUntil = this.#clock.now() + Math.min(graceMs, this.#quietMs);
    const call: Call = { fail, graceUntil, place: this.#waiting.length };
    this.#waiting.push(call);
    if (!this.#isLooking) this.#look();
    try {
      calls.run(call, work).then(resolve, reject);
      const result = await promise;
      // A rejection that nobody handles is told at the end of a turn.
      if (this.#hearsStrays) await nextTurn();
      if (failure !== undefined) throw failure;
      return result;
    } catch (thrown) {
      const facts = signal.aborted ? undefined : readFacts(thrown);
      throw facts === undefined ? thrown : new ProviderError(facts);
    } finally {
      this.#leave(call);
      this.#lastAt = this.#clock.now();
    }
  }

  #leave(call: Call): void {
    const last = this.#waiting.pop();
    if (last === undefined || last === call) return;
    last.place = call.place;
    this.#waiting[call.place] = last;
  }

  async #during<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    this.#lastAt = this.#clock.now();
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#lastAt = this.#clock.now();
    }
  }

  /** One timer for all calls: none that starts later is due before those that wait already. */
  #look(): void {
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const call of this.#waiting) {
      const due = this.#dueOf(call, now);
      if (due <= now) call.fail(silentError(this.#quietMs));
      else next = Math.min(next, due);
    }
    this.#isLooking = next < Number.POSITIVE_INFINITY;
    if (this.#isLooking) this.#clock.after(next - now, () => this.#look());
  }

  #dueOf({ graceUntil }: Call, now: number): number {
    return this.#underWay > 0 ? now + this.#quietMs : Math.max(this.#lastAt + this.#quietMs, graceUntil);
  }
}

const never: AbortSignal = new AbortController().signal;

function refuse(): false {
  return false;
}

function lostError(thrown: unknown): ProviderError {
  return new ProviderError({
    kind: "plugin",
    message: `the plugin lost an error, so that what it read cannot be trusted: ${describeThrown(thrown)}`,
  });
}

function silentError(quietMs: number): ProviderError {
  return new ProviderError({
    kind: "plugin",
    message: `the plugin did not answer: it has asked for nothing for ${Math.round(quietMs / 1000)} s, and nothing that it asked for was under way`,
  });
}
