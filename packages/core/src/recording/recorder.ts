import { isDeepStrictEqual } from "node:util";
import { type ErrorFacts, isProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Network } from "../http/network.ts";
import type { Surroundings } from "../observe/connect-fleet.ts";
import { describeThrown } from "../plugins/describe-value.ts";
import type { Redactor } from "../redact.ts";
import { describeExchange, type Exchanged, factsWithAdvice } from "./describe-exchange.ts";
import { Disguises } from "./disguises.ts";
import { Learner } from "./learner.ts";
import type {
  Interruption,
  RecordedAlarm,
  RecordedExchange,
  RecordedFailure,
  RecordedFile,
  RecordedProgram,
  RecordingHead,
} from "./recording.ts";
import { describeTaken, type Taken } from "./taken.ts";
import { watchReads } from "./watch-reads.ts";

type Environment = Surroundings["env"];
type RunProgram = Surroundings["runProgram"];

export interface RecorderOptions {
  readonly env: Environment;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Takes one line of `exchanges.ndjson`; a promise where the next one had better wait. Must not throw or reject. */
  readonly write: (line: string) => Promise<void> | undefined;
}

/** What is known of a run besides what it asked. */
export type RunFacts = Pick<RecordingHead, "tool" | "command" | "startedAt" | "manifests" | "plugins">;

/**
 * Keeps what a run takes from outside. What a sign-in brings is written at the end, when all secrets in it are known;
 * everything else at once, so that a large run needs no more memory than without.
 */
export class Recorder {
  /** The environment, as what the run is to see. */
  readonly env: Environment;
  /** The time, as what the run is to tell it by. */
  readonly clock: Clock;
  readonly #options: RecorderOptions;
  readonly #disguises: Disguises;
  readonly #learner: Learner = new Learner();
  readonly #taken: Taken = { variables: new Map(), files: new Map(), programs: [], signIns: [] };
  readonly #alarms: Alarm[] = [];
  readonly #random: number[] = [];
  #interruption: Interruption | undefined;
  #written = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#disguises = new Disguises(options.redactor, this.#learner.likely);
    this.env = watchReads(options.env, (name, value) => this.#keepVariable(name, value));
    const { clock } = options;
    this.clock = {
      now: () => clock.now(),
      sleep: (ms, signal) => clock.sleep(ms, signal),
      alarm: (ms, signal) => this.#keepAlarm(ms, signal),
    };
  }

  /** A signal ends the run. */
  interrupt(signal: Interruption["signal"]): void {
    this.#interruption ??= { signal, at: this.#timestamp() };
  }

  /** The same surroundings, listened to. */
  wrap(surroundings: Surroundings): Surroundings {
    return {
      ...surroundings,
      env: this.env,
      random: () => {
        const drawn = surroundings.random();
        this.#random.push(drawn);
        return drawn;
      },
      readFile: (path) => this.#readFile(path, surroundings.readFile),
      runProgram: (...call) => this.#runProgram(call, surroundings.runProgram),
      through: (wire, instance) => this.#listen(wire, instance),
    };
  }

  /** Ends the recording; returns what `recording.json` is to hold. */
  finish(facts: RunFacts): RecordingHead {
    const disguises = this.#disguises;
    for (const exchanged of this.#taken.signIns) this.#write(exchanged);
    return {
      formatVersion: "1.0",
      ...facts,
      ...describeTaken(this.#taken, disguises),
      masks: disguises.masks(),
      alarms: this.#alarms,
      random: this.#random,
      ...(this.#interruption === undefined ? {} : { interruption: this.#interruption }),
      exchanges: this.#written,
    };
  }

  #timestamp(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }

  async #keepAlarm(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const alarm: Alarm = { ms, setAt: this.#timestamp(), rangAt: null };
    this.#alarms.push(alarm);
    await this.#options.clock.alarm(ms, signal);
    alarm.rangAt = this.#timestamp();
  }

  async #readFile(path: string, read: Surroundings["readFile"]): Promise<string | undefined> {
    try {
      const text = await read(path);
      this.#keepFile(path, text ?? null);
      return text;
    } catch (thrown) {
      this.#keepFile(path, failureOf(thrown));
      throw thrown;
    }
  }

  #keepVariable(name: string, value: string | undefined): void {
    const { variables } = this.#taken;
    if (value !== undefined && variables.get(name) !== value) this.#learner.variable(name, value);
    variables.set(name, value);
  }

  #keepFile(path: string, read: RecordedFile): void {
    const reads = this.#taken.files.get(path) ?? [];
    this.#taken.files.set(path, reads);
    const last = reads.at(-1);
    const isKnown = last !== undefined && isDeepStrictEqual(read, last);
    if (!isKnown && typeof read === "string") this.#learner.file(read);
    // The same one, for its memory.
    reads.push(isKnown ? last : read);
  }

  async #runProgram(call: Parameters<RunProgram>, run: RunProgram): ReturnType<RunProgram> {
    const { clock } = this.#options;
    const startedAt = clock.now();
    const [, , signal] = call;
    const keep = (result: RecordedProgram["result"]) => {
      const time = { at: new Date(startedAt).toISOString(), durationMs: clock.now() - startedAt };
      const cut = signal.aborted ? ({ cut: true } as const) : {};
      const program = { call: callOf(call), result, ...time, ...cut };
      this.#learner.program(program);
      this.#taken.programs.push(program);
    };
    try {
      const result = await run(...call);
      keep(result);
      return result;
    } catch (thrown) {
      keep(failureOf(thrown));
      throw thrown;
    }
  }

  #listen(wire: Network, instance: string): Network {
    const { clock } = this.#options;
    return {
      close: () => wire.close(),
      send: async (message, timeoutMs, cancellation) => {
        const sentAt = clock.now();
        const keep = (came: Pick<Exchanged, "answer" | "error" | "isCut">) =>
          this.#keep({ message, instance, sentAt, durationMs: clock.now() - sentAt, ...came });
        try {
          const answer = await wire.send(message, timeoutMs, cancellation);
          const kept = keep({ answer });
          if (kept !== undefined) await kept;
          return answer;
        } catch (thrown) {
          if (cancellation.isCancelled()) keep({ error: cutError, isCut: true });
          else if (isProviderError(thrown)) keep({ error: factsWithAdvice(thrown) });
          throw thrown;
        }
      },
    };
  }

  #keep(exchanged: Exchanged): Promise<void> | undefined {
    if (exchanged.message.purpose !== "sign-in") return this.#write(exchanged);
    this.#learner.signIn(exchanged);
    this.#taken.signIns.push(exchanged);
    return undefined;
  }

  #write(exchanged: Exchanged): Promise<void> | undefined {
    this.#written += 1;
    const described = describeExchange(exchanged, this.#disguises);
    return this.#options.write(`${toLine(described)}\n`);
  }
}

interface Alarm extends RecordedAlarm {
  rangAt: string | null;
}

const cutError: ErrorFacts = {
  kind: "cancelled",
  message: "the recorded run ended before this answer came",
  retryable: false,
};

function toLine(exchange: RecordedExchange): string {
  try {
    return JSON.stringify(exchange);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    const { json: _json, ...rest } = exchange;
    return JSON.stringify({ ...rest, error: tooDeepError });
  }
}

const tooDeepError: ErrorFacts = {
  kind: "unexpected-response",
  message: "the answer was nested too deep to be recorded",
};

function failureOf(thrown: unknown): RecordedFailure {
  if (!(thrown instanceof Error)) return { error: describeThrown(thrown) };
  const code = "code" in thrown && typeof thrown.code === "string" ? { code: thrown.code } : {};
  return { error: thrown.message, ...code };
}

/** What was run, in one text: the same wherever it is run. */
export function callOf(call: readonly unknown[]): string {
  return JSON.stringify(call.slice(0, 4).map((part) => (part instanceof AbortSignal ? null : part)));
}
