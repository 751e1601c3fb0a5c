import { ProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Cancellation } from "../http/cancellation.ts";
import type { WireAnswer } from "../http/exchange.ts";
import type { Message, Network } from "../http/network.ts";
import type { Surroundings } from "../observe/connect-fleet.ts";
import type { Redactor } from "../redact.ts";
import { callOf } from "./recorder.ts";
import { keyOf, type RecordedExchange, type RecordingHead } from "./recording.ts";
import { ReplayClock } from "./replay-clock.ts";

export interface Recording {
  readonly head: RecordingHead;
  readonly exchanges: readonly RecordedExchange[];
}

/** Answers in the order in which they came; asked for more often than that, the last one stays. */
class Answers<T> {
  readonly #queues = new Map<string, { readonly answers: T[]; next: number }>();

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
  readonly clock: Clock;
  readonly #redactor: Redactor;
  readonly #head: RecordingHead;
  readonly #exchanges = new Answers<RecordedExchange>();
  readonly #programs = new Answers<RecordingHead["programs"][number]["result"]>();

  constructor({ head, exchanges }: Recording, redactor: Redactor) {
    this.#head = head;
    this.#redactor = redactor;
    this.clock = new ReplayClock(Date.parse(head.startedAt));
    const set = Object.entries(head.env).filter(([, value]) => value !== null);
    this.env = Object.fromEntries(set.map(([name, value]) => [name, value ?? undefined]));
    for (const { value, show } of head.masks) redactor.add(value, show);
    for (const exchange of exchanges) this.#exchanges.add(keyOf(exchange), exchange);
    for (const { call, result } of head.programs) this.#programs.add(call, result);
  }

  wrap(surroundings: Surroundings): Surroundings {
    return {
      ...surroundings,
      env: this.env,
      clock: this.clock,
      random: () => 0.5,
      readFile: async (path) => this.#readFile(path),
      runProgram: async (...call) => {
        const result = this.#programs.take(callOf(call, this.#redactor));
        if (result === undefined) throw new Error("the recording has no run of this program");
        if ("error" in result) throw new Error(result.error);
        return result;
      },
      through: (_wire, instance) => this.#answer(instance),
    };
  }

  #readFile(path: string): string | undefined {
    const name = this.#redactor.text(path);
    const file = Object.hasOwn(this.#head.files, name) ? this.#head.files[name] : undefined;
    if (typeof file === "object" && file !== null) throw new Error(file.error);
    return file ?? undefined;
  }

  #answer(instance: string): Network {
    return {
      close: async () => {},
      send: async (message, _timeoutMs, cancellation) => {
        const exchange = this.#exchanges.take(this.#keyOf(message, instance));
        if (exchange === undefined) throw notRecorded(message);
        const end = Date.parse(exchange.at) + exchange.durationMs;
        await this.#wait(end - this.clock.now(), cancellation);
        return answerOf(exchange);
      },
    };
  }

  #keyOf({ service, purpose, origin, request }: Message, instance: string): string {
    const { action, method, target, body } = request;
    const url = this.#redactor.text(origin + target);
    return keyOf({ instance, service, action, purpose, method, url, request: this.#redactor.text(body) });
  }

  /** Until the moment at which the answer came; where that is over, the run is later than it was then. */
  #wait(ms: number, cancellation: Cancellation): Promise<void> {
    return cancellation.wait((resolve, reject) => {
      const stop = new AbortController();
      this.clock.sleep(ms, stop.signal).then(resolve, reject);
      return (reason) => stop.abort(reason);
    });
  }
}

function answerOf({ status, headers = {}, json, text, error }: RecordedExchange): WireAnswer {
  const failure = error === undefined ? undefined : new ProviderError(error);
  if (status === undefined)
    throw (
      failure ??
      new ProviderError({ kind: "network", message: "the recording has an exchange without answer" })
    );
  const body = Buffer.from(text ?? (json === undefined ? "" : JSON.stringify(json)));
  return { status, headers, body, ...(failure === undefined ? {} : { unreadable: failure }) };
}

function notRecorded({ origin, request }: Message): ProviderError {
  const { action, method, target } = request;
  return new ProviderError({
    kind: "network",
    message: `${action}: the recording has no answer to ${method} ${origin}${target}`,
    hint: "Replay with the manifest, the flags and the plugins that the recording was made with, or record again.",
    retryable: false,
  });
}
