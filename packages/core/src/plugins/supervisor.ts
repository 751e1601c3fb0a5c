import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type ConnectContext, ProviderError } from "@upgradectl/provider-sdk";
import { describeThrown } from "./describe-value.ts";
import { readFacts } from "./plain-facts.ts";

/** Calls back for errors that no promise carries; returns what ends it. */
export type OnStray = (stray: (thrown: unknown) => void) => () => void;

export interface Supervision {
  /** How long a plugin may do nothing that the host can see before it counts as hanging, in milliseconds. */
  readonly quietMs: number;
  /** Absent where nobody hears of such errors. */
  readonly onStray?: OnStray;
}

/** One call of a plugin's method. */
interface Call {
  readonly lose: (thrown: unknown) => void;
}

/** Which call the code that runs belongs to, through timers and promises that nobody waits for. */
const calls = new AsyncLocalStorage<Call>();

/** To be told once of the process's stray errors: each is the fault of the call in whose course it was thrown. */
export function blameStrays(onStray: OnStray): () => void {
  return onStray((thrown) => calls.getStore()?.lose(thrown));
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
  #underWay = 0;
  #lastAt: number = performance.now();

  constructor({ quietMs, onStray }: Supervision) {
    this.#quietMs = quietMs;
    this.#hearsStrays = onStray !== undefined;
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

  /** Runs a method of the plugin. What it throws beyond the contract stays as it is. */
  async run<T>(work: () => T | Promise<T>, signal: AbortSignal): Promise<T> {
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    const silence = this.#awaitSilence();
    try {
      const working = calls.run({ lose: (thrown) => lost.reject(lostError(thrown)) }, async () => work());
      const result = await Promise.race([working, lost.promise, silence.promise]);
      // A rejection that nobody handles is told at the end of a turn.
      if (this.#hearsStrays) await Promise.race([nextTurn(), lost.promise]);
      return result;
    } catch (thrown) {
      const facts = signal.aborted ? undefined : readFacts(thrown);
      throw facts === undefined ? thrown : new ProviderError(facts);
    } finally {
      silence.end();
      this.#lastAt = performance.now();
    }
  }

  async #during<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    this.#lastAt = performance.now();
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#lastAt = performance.now();
    }
  }

  /** Its timer keeps nothing alive: where nothing else does, the process says so itself. */
  #awaitSilence(): { readonly promise: Promise<never>; readonly end: () => void } {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    const grace = performance.now() + Math.min(graceMs, this.#quietMs);
    const due = () => {
      const now = performance.now();
      return this.#underWay > 0 ? now + this.#quietMs : Math.max(this.#lastAt + this.#quietMs, grace);
    };
    const look = () => {
      const left = due() - performance.now();
      if (left <= 0) reject(silentError(this.#quietMs));
      else timer = setTimeout(look, left).unref();
    };
    let timer = setTimeout(look, due() - performance.now()).unref();
    return { promise, end: () => clearTimeout(timer) };
  }
}

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
