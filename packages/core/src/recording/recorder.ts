import { type ConnectContext, type ErrorFacts, factsOf, isProviderError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { WireAnswer } from "../http/exchange.ts";
import type { Message, Network } from "../http/network.ts";
import { readText } from "../http/parse-answer.ts";
import type { Surroundings } from "../observe/connect-fleet.ts";
import { describeThrown } from "../plugins/describe-value.ts";
import type { Redactor } from "../redact.ts";
import { Disguises } from "./disguises.ts";
import { findLikelySecrets, isSecretHeader, isSecretVariable } from "./likely-secrets.ts";
import type { RecordedExchange, RecordedFailure, RecordingHead } from "./recording.ts";

type Environment = Surroundings["env"];
type RunProgram = ConnectContext<unknown>["runProgram"];
type ProgramRun = Awaited<ReturnType<RunProgram>>;

export interface RecorderOptions {
  readonly env: Environment;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Takes one line of `exchanges.ndjson`. Must not throw. */
  readonly write: (line: string) => void;
}

/** What is known of a run besides what it asked. */
export type RunFacts = Pick<RecordingHead, "tool" | "command" | "startedAt" | "manifests">;

/**
 * Keeps what a run takes from outside. What a sign-in brings is written at the end, when all secrets in it are known;
 * everything else at once, so that a large run needs no more memory than without.
 */
export class Recorder {
  /** The environment, as what the run is to see. */
  readonly env: Environment;
  readonly #options: RecorderOptions;
  readonly #disguises: Disguises;
  readonly #variables = new Map<string, string | undefined>();
  readonly #files = new Map<string, string | undefined | RecordedFailure>();
  readonly #programs: { readonly call: string; readonly result: ProgramRun | RecordedFailure }[] = [];
  readonly #signIns: Exchanged[] = [];
  #written = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#disguises = new Disguises(options.redactor);
    this.env = watchReads(options.env, this.#variables);
  }

  /** The same surroundings, listened to. */
  wrap(surroundings: Surroundings): Surroundings {
    return {
      ...surroundings,
      env: this.env,
      readFile: (path) => this.#readFile(path, surroundings.readFile),
      runProgram: async (...call) => {
        const running = surroundings.runProgram(...call);
        return this.#keepRun(callOf(call, surroundings.redactor), running);
      },
      through: (wire, instance) => this.#listen(wire, instance),
    };
  }

  /** Ends the recording; returns what `recording.json` is to hold. */
  finish(facts: RunFacts): RecordingHead {
    this.#learnSecrets();
    for (const exchanged of this.#signIns) this.#write(exchanged);
    const disguise = (text: string | undefined) => (text === undefined ? null : this.#disguises.text(text));
    const files = [...this.#files].map(([path, text]) => [
      this.#options.redactor.text(path),
      typeof text === "object" ? this.#disguises.value(text) : disguise(text),
    ]);
    const env = [...this.#variables].map(([name, value]) => [name, disguise(value)]);
    const programs = this.#disguises.value(this.#programs);
    return {
      formatVersion: "1.0",
      ...facts,
      env: Object.fromEntries(env),
      files: Object.fromEntries(files),
      programs,
      masks: this.#disguises.masks(),
      exchanges: this.#written,
    };
  }

  async #readFile(path: string, read: Surroundings["readFile"]): Promise<string | undefined> {
    try {
      const text = await read(path);
      this.#files.set(path, text);
      return text;
    } catch (thrown) {
      this.#files.set(path, { error: describeThrown(thrown) });
      throw thrown;
    }
  }

  async #keepRun(call: string, running: Promise<ProgramRun>): Promise<ProgramRun> {
    try {
      const result = await running;
      this.#programs.push({ call, result });
      return result;
    } catch (thrown) {
      this.#programs.push({ call, result: { error: describeThrown(thrown) } });
      throw thrown;
    }
  }

  #listen(wire: Network, instance: string): Network {
    const { clock } = this.#options;
    return {
      close: () => wire.close(),
      send: async (message, timeoutMs, cancellation) => {
        const sentAt = clock.now();
        const keep = (came: Pick<Exchanged, "answer" | "error">) =>
          this.#keep({ message, instance, sentAt, durationMs: clock.now() - sentAt, ...came });
        try {
          const answer = await wire.send(message, timeoutMs, cancellation);
          keep({ answer });
          return answer;
        } catch (thrown) {
          if (isProviderError(thrown)) keep({ error: factsWithAdvice(thrown) });
          throw thrown;
        }
      },
    };
  }

  #keep(exchanged: Exchanged): void {
    if (exchanged.message.purpose === "sign-in") this.#signIns.push(exchanged);
    else this.#write(exchanged);
  }

  #write(exchanged: Exchanged): void {
    this.#written += 1;
    this.#options.write(`${JSON.stringify(this.#describe(exchanged))}\n`);
  }

  #describe({ message, instance, sentAt, durationMs, answer, error }: Exchanged): RecordedExchange {
    const { redactor } = this.#options;
    const { service, purpose, origin, request } = message;
    const { action, method, target, body } = request;
    return {
      instance,
      service,
      action,
      ...(purpose === undefined ? {} : { purpose }),
      method,
      // As a replay will know it: with its secrets hidden, not told apart.
      url: redactor.text(origin + target),
      ...(body === "" || purpose === "sign-in" ? {} : { request: redactor.text(body) }),
      at: new Date(sentAt).toISOString(),
      durationMs,
      ...(answer === undefined ? {} : this.#describeAnswer(action, answer)),
      ...(error === undefined ? {} : { error: this.#disguises.value(error) }),
    };
  }

  #describeAnswer(action: string, answer: WireAnswer): Partial<RecordedExchange> {
    const status = { status: answer.status, headers: this.#disguises.value(headersOf(answer)) };
    let text: string;
    try {
      text = readText(action, answer);
    } catch (thrown) {
      if (!isProviderError(thrown)) throw thrown;
      return { ...status, error: this.#disguises.value(factsWithAdvice(thrown)) };
    }
    const json = parseJson(text);
    return json === undefined
      ? { ...status, text: this.#disguises.text(text) }
      : { ...status, json: this.#disguises.value(json.value) };
  }

  /** Those that no plugin named, in what signing in was made of. */
  #learnSecrets(): void {
    const texts: (string | undefined)[] = [];
    const values: string[] = [];
    for (const [name, value = ""] of this.#variables) if (isSecretVariable(name, value)) values.push(value);
    for (const text of this.#files.values()) if (typeof text === "string") texts.push(text);
    for (const { result } of this.#programs) if ("stdout" in result) texts.push(result.stdout, result.stderr);
    for (const { message, answer } of this.#signIns) {
      if (answer === undefined) continue;
      for (const [name, value] of Object.entries(answer.headers))
        if (isSecretHeader(name, value)) values.push(value);
      try {
        texts.push(readText(message.request.action, answer));
      } catch {} // then it is not kept either
    }
    values.push(...texts.flatMap((text) => findLikelySecrets(text ?? "")));
    const { redactor } = this.#options;
    // What a plugin named already may be one whose beginning may be shown.
    for (const value of values) if (redactor.text(value) === value) redactor.add(value);
  }
}

interface Exchanged {
  readonly message: Message;
  readonly instance: string;
  readonly sentAt: number;
  readonly durationMs: number;
  readonly answer?: WireAnswer;
  readonly error?: ErrorFacts;
}

/** What was run, as a replay will know it. */
export function callOf(call: readonly unknown[], redactor: Redactor): string {
  const said = call.map((part) => (part instanceof AbortSignal ? null : part));
  return redactor.text(JSON.stringify(said));
}

function factsWithAdvice(error: ErrorFacts): ErrorFacts {
  const { retryAfterMs } = error;
  return { ...factsOf(error), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Cookies are for browsers; the lengths and codings are those of the wire, and the body is kept without them. */
function headersOf({ headers }: WireAnswer): Record<string, string> {
  const left = new Set(["set-cookie", "content-length", "content-encoding", "transfer-encoding"]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)));
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function watchReads(env: Environment, reads: Map<string, string | undefined>): Environment {
  return new Proxy(env, {
    get: (target, name) => {
      if (typeof name !== "string") return undefined;
      const value = target[name];
      reads.set(name, value);
      return value;
    },
  });
}
