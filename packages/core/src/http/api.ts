import {
  type Answer,
  type Api,
  type ApiOptions,
  isProviderError,
  type ProviderError,
  type Read,
  type ReadRequest,
} from "@upgradectl/provider-sdk";
import type { Redactor } from "../redact.ts";
import { awaitRetry, heed, type RetryPolicy } from "./await-retry.ts";
import { buildPath, buildQuery, type CompiledRead, compileRead, pluginError } from "./build-request.ts";
import type { Cancellation } from "./cancellation.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import type { Endpoint } from "./endpoint.ts";
import { type AnswerReader, type Evaluation, evaluateAnswer } from "./evaluate-answer.ts";
import { appendEvidence, currentEvidence, type Evidence } from "./evidence.ts";
import { exchange } from "./exchange.ts";
import type { IdentityVerdict } from "./identity-gate.ts";
import { baseHeaders } from "./request-headers.ts";
import { sealError } from "./seal-error.ts";
import { type TurnKeepers, Turns, type UnsignedRequest } from "./turns.ts";

/** What all APIs of one transport share. */
export interface Shared extends TurnKeepers, RetryPolicy {
  readonly redactor: Redactor;
  poolOf(origin: string): ConnectionPool;
  /** Registers a read, so that closing the transport ends it. */
  begin(signal: AbortSignal): Cancellation;
  end(cancellation: Cancellation): void;
}

/** One read, from the plugin's call to its answer. */
interface Call {
  readonly read: CompiledRead;
  readonly request: UnsignedRequest;
  /** Path and query. */
  readonly target: string;
  readonly cancellation: Cancellation;
  readonly evidence: Evidence[] | undefined;
}

/** One service of a provider instance. */
export class ServiceApi implements Api {
  readonly #shared: Shared;
  readonly #service: string;
  readonly #endpoint: Endpoint;
  readonly #reads: ReadonlyMap<string, Read>;
  readonly #compiled = new Map<string, CompiledRead>();
  readonly #turns: Turns;
  readonly #reader: AnswerReader;

  constructor(
    shared: Shared,
    service: string,
    endpoint: Endpoint,
    reads: readonly Read[],
    options: ApiOptions,
  ) {
    this.#shared = shared;
    this.#service = service;
    this.#endpoint = endpoint;
    this.#reads = new Map(reads.map((read) => [read.action, read]));
    this.#turns = new Turns(shared, service, options.sign);
    this.#reader = {
      origin: endpoint.origin,
      requestIdHeaders: [...(options.requestIdHeaders ?? []), "x-request-id"].map((name) =>
        name.toLowerCase(),
      ),
      readError: options.readError,
      redactor: shared.redactor,
    };
  }

  async read(action: string, request: ReadRequest): Promise<Answer> {
    let tries = 0;
    let cancellation: Cancellation | undefined;
    try {
      if (request?.signal === undefined)
        throw pluginError(`asked for ${action} without the signal that it was given`);
      cancellation = this.#shared.begin(request.signal);
      const call = this.#prepare(action, request, cancellation);
      for (;;) {
        const { answer, error } = await this.#try(call);
        tries += 1;
        if (answer !== undefined) return answer;
        await awaitRetry(error, tries, this.#shared, cancellation);
      }
    } catch (error) {
      throw sealError(error, this.#shared.redactor, tries);
    } finally {
      if (cancellation !== undefined) this.#shared.end(cancellation);
    }
  }

  #prepare(action: string, request: ReadRequest, cancellation: Cancellation): Call {
    const read = this.#readOf(action);
    const { host } = this.#endpoint;
    const path = buildPath(read, request.path);
    const query = buildQuery(read, request.query);
    const headers = baseHeaders(action, host, request.headers);
    return {
      read,
      request: { action, method: read.method, host, path, query, headers, body: "" },
      target: query === "" ? path : `${path}?${query}`,
      cancellation,
      evidence: currentEvidence(),
    };
  }

  #readOf(action: string): CompiledRead {
    let read = this.#compiled.get(action);
    if (read !== undefined) return read;
    const declared = this.#reads.get(action);
    if (declared === undefined)
      throw pluginError(
        `asked for ${action}, which it does not declare${this.#service === "default" ? "" : ` for its service "${this.#service}"`}`,
      );
    read = compileRead(declared, this.#endpoint.prefix);
    this.#compiled.set(action, read);
    return read;
  }

  /** One try. What is thrown was not sent, and another try would not help it. */
  async #try(call: Call): Promise<Evaluation> {
    const turn = await this.#turns.take(call.request, call.cancellation);
    let verdict: IdentityVerdict = "unsent";
    let error: ProviderError | undefined;
    try {
      const evaluation = await this.#send(call, turn.signed.headers);
      error = evaluation.error;
      verdict = verdictOf(error);
      if (error !== undefined) heed(error, this.#shared.limiter);
      return evaluation;
    } finally {
      this.#turns.giveBack(turn, verdict, error);
    }
  }

  async #send(call: Call, headers: Readonly<Record<string, string>>): Promise<Evaluation> {
    const { read, target, cancellation } = call;
    const { clock, poolOf, requestTimeoutMs } = this.#shared;
    const { origin, host } = this.#endpoint;
    const wireRequest = { action: read.action, method: read.method, host, target, headers };
    try {
      const wire = await exchange(poolOf(origin), wireRequest, requestTimeoutMs, cancellation);
      const evaluation = evaluateAnswer(read, wire, this.#reader, clock.now());
      this.#record(call, wire.status, evaluation.error?.requestId ?? evaluation.answer?.requestId ?? null);
      return evaluation;
    } catch (thrown) {
      this.#record(call, null, null);
      if (!isProviderError(thrown)) throw thrown;
      return { error: thrown };
    }
  }

  #record(call: Call, httpStatus: number | null, requestId: string | null): void {
    if (call.evidence === undefined) return;
    const at = new Date(this.#shared.clock.now()).toISOString();
    appendEvidence(call.evidence, { action: call.read.action, requestId, httpStatus, at });
  }
}

/** `not-found` and `forbidden` come from behind the authentication; other failures may come from before it. */
function verdictOf(error: ProviderError | undefined): IdentityVerdict {
  if (error === undefined || error.kind === "not-found" || error.kind === "forbidden") return "proven";
  if (error.kind === "unauthenticated") return "refused";
  return error.kind === "cancelled" ? "unsent" : "silent";
}
