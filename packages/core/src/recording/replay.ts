import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import type { Cancellation } from "../http/cancellation.ts";
import type { WireAnswer } from "../http/exchange.ts";
import type { Message, Network } from "../http/network.ts";
import type { Surroundings } from "../observe/connect-fleet.ts";
import type { Redactor } from "../redact.ts";
import { replaceLikelySecrets } from "./likely-secrets.ts";
import { callOf } from "./recorder.ts";
import {
  type Interruption,
  keyOf,
  type RecordedExchange,
  type RecordedFailure,
  type RecordedFile,
  type RecordedProgram,
  type RecordingHead,
} from "./recording.ts";
import { ReplayClock } from "./replay-clock.ts";

export interface Recording {
  readonly head: RecordingHead;
  readonly exchanges: readonly RecordedExchange[];
}

/** Answers in the order in which they came; asked for more often than that, the last one stays. */
class Answers<T> {
  readonly #queues = new Map<string, { readonly answers: T[]; next: number }>();

  has(key: string): boolean {
    return this.#queues.has(key);
  }

  add(key: string, answer: T): void {
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, { answers: [answer], next: 0 });
    else queue.answers.push(answer);
  }

  take(key: string): T | undefined {
    const queue = this.#queues.get(key);
    if (queue === undefined) return undefined;
    const answer = queue.answers[queue.next];
    if (queue.next < queue.answers.length - 1) queue.next += 1;
    return answer;
  }
}

/** A run's surroundings out of a recording: no network, no disk, no program, and a clock of its own. */
export class Replay {
  readonly env: Surroundings["env"];
  readonly clock: ReplayClock;
  readonly #redactor: Redactor;
  readonly #head: RecordingHead;
  readonly #exchanges = new Answers<Ordered>();
  readonly #programs = new Answers<RecordedProgram>();
  #drawn = 0;
  readonly #files = new Answers<RecordedFile>();
  /** The paths as they were recorded, by what they are with their secrets hidden. */
  readonly #paths = new Map<string, string>();

  constructor({ head, exchanges }: Recording, redactor: Redactor) {
    this.#head = head;
    this.#redactor = redactor;
    this.clock = new ReplayClock(Date.parse(head.startedAt), head.alarms);
    const set = Object.entries(head.env).filter(([, value]) => value !== null);
    this.env = Object.assign(Object.create(null), Object.fromEntries(set));
    for (const { value, show } of head.masks) redactor.add(value, show);
    const hide = (text: string) => redactor.text(text);
    for (const [order, exchange] of exchanges.entries())
      this.#exchanges.add(keyOf(hideIn(exchange, hide)), { exchange, order });
    for (const program of head.programs) this.#programs.add(this.#nameOf(program.call), program);
    for (const [path, reads] of Object.entries(head.files)) {
      this.#paths.set(hide(path), path);
      for (const read of [reads].flat()) this.#files.add(path, read);
    }
  }

  /** Tells of the signal that ended the recorded run, when it did; the returned function stops that. */
  onStop(stop: (signal: Interruption["signal"]) => void): () => void {
    const over = new AbortController();
    const { interruption } = this.#head;
    if (interruption !== undefined)
      this.clock.ringAt(Date.parse(interruption.at), over.signal).then(
        () => stop(interruption.signal),
        () => {}, // over before it came
      );
    return () => over.abort();
  }

  wrap({ wire: _, ...surroundings }: Surroundings): Surroundings {
    return {
      ...surroundings,
      env: this.env,
      clock: this.clock,
      random: () => this.#draw(),
      readFile: async (path) => this.#readFile(path),
      runProgram: (...call) => this.#runProgram(call),
      through: (_wire, instance) => this.#answer(instance),
    };
  }

  /** As it was drawn then; no backoff at all lets a run that is later than it was catch up. */
  #draw(): number {
    const drawn = this.#head.random[this.#drawn] ?? 0;
    this.#drawn += 1;
    return drawn;
  }

  #readFile(path: string): string | undefined {
    const recorded = this.#files.has(path) ? path : this.#paths.get(this.#redactor.text(path));
    const file = recorded === undefined ? null : this.#files.take(recorded);
    if (typeof file === "object" && file !== null) throw errorOf(file);
    return file ?? undefined;
  }

  async #runProgram(call: Parameters<RunProgram>): ReturnType<RunProgram> {
    const [, , signal] = call;
    const program = this.#programs.take(this.#nameOf(callOf(call)));
    if (program === undefined) throw new Error("the recording has no run of this program");
    await this.clock.until(Math.max(endOf(program), this.clock.now()), programOrder, signal);
    if ("error" in program.result) throw errorOf(program.result);
    return program.result;
  }

  /** A call without its secrets, also those that nobody named. */
  #nameOf(call: string): string {
    return replaceLikelySecrets(this.#redactor.text(call), false, () => "****");
  }

  #answer(instance: string): Network {
    return {
      close: async () => {},
      send: async (message, _timeoutMs, cancellation) => {
        const found = this.#exchanges.take(this.#keyOf(message, instance));
        if (found === undefined) throw notRecorded(message);
        await this.#wait(found, cancellation);
        return answerOf(found.exchange);
      },
    };
  }

  #keyOf({ service, purpose, origin, request }: Message, instance: string): string {
    const { action, method, target, body } = request;
    const url = this.#redactor.text(origin + target);
    return keyOf({ instance, service, action, purpose, method, url, request: this.#redactor.text(body) });
  }

  /** Until the moment at which the answer came; where that is over, the run is later than it was then. */
  #wait({ exchange, order }: Ordered, cancellation: Cancellation): Promise<void> {
    const came = endOf(exchange);
    return cancellation.wait((resolve, reject) => {
      const stop = new AbortController();
      this.clock.until(Math.max(came, this.clock.now()), order, stop.signal).then(resolve, reject);
      return (reason) => stop.abort(reason);
    });
  }
}

type RunProgram = Surroundings["runProgram"];

interface Ordered {
  readonly exchange: RecordedExchange;
  /** Its place among all, which is that of its end. */
  readonly order: number;
}

/** What the run broke off stays unanswered for so long: the replayed run is to do the same first. */
const graceMs = 60_000;

function errorOf({ error, code }: RecordedFailure): Error {
  return Object.assign(new Error(error), code === undefined ? {} : { code });
}

/** Before the answers of its moment. */
const programOrder = -1;

/** In epoch milliseconds. */
function endOf({ at, durationMs, cut }: Pick<RecordedExchange, "at" | "durationMs" | "cut">): number {
  return Date.parse(at) + durationMs + (cut === true ? graceMs : 0);
}

function hideIn(exchange: RecordedExchange, hide: (text: string) => string): RecordedExchange {
  const { url, request } = exchange;
  return { ...exchange, url: hide(url), ...(request === undefined ? {} : { request: hide(request) }) };
}

function answerOf({ status, headers = {}, json, text, error }: RecordedExchange): WireAnswer {
  const failure = error === undefined ? undefined : new ProviderError(error);
  if (status === undefined) throw failure ?? new ProviderError(noAnswer);
  const body = Buffer.from(text ?? (json === undefined ? "" : toText(json)));
  return { status, headers, body, ...(failure === undefined ? {} : { unreadable: failure }) };
}

/** Text can nest deeper than what can be written again. No recording does: `Recorder` keeps no such answer. */
function toText(json: unknown): string {
  try {
    return JSON.stringify(json);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new ProviderError(tooDeep);
  }
}

const tooDeep: ErrorFacts = {
  kind: "unexpected-response",
  message: "the recording has an answer that is nested too deep",
  hint: "Record the run again, or take the folder whole as it was recorded.",
};

const noAnswer: ErrorFacts = { kind: "network", message: "the recording has an exchange without answer" };

function notRecorded({ origin, request }: Message): ProviderError {
  const { action, method, target } = request;
  return new ProviderError({
    kind: "network",
    message: `${action}: the recording has no answer to ${method} ${origin}${target}`,
    hint: "Replay with the manifest, the flags and the plugins that the recording was made with, or record again.",
    retryable: false,
  });
}
