import {
  type Answer,
  type Api,
  type ApiOptions,
  isProviderError,
  type ProviderError,
  type Read,
  type ReadRequest,
} from "@upgradectl/provider-sdk";
import { formatTime } from "../format-time.ts";
import { nextTurn } from "../next-turn.ts";
import type { Redactor } from "../redact.ts";
import { awaitRetry, heed, type RetryPolicy, type Setbacks } from "./await-retry.ts";
import {
  buildBody,
  buildPath,
  buildQuery,
  type CompiledRead,
  compileRead,
  pluginError,
} from "./build-request.ts";
import type { Cancellation } from "./cancellation.ts";
import { explainSkew } from "./clock-skew.ts";
import type { Endpoint } from "./endpoint.ts";
import { type AnswerReader, type Evaluation, evaluateAnswer } from "./evaluate-answer.ts";
import {
  appendEvidence,
  currentCluster,
  currentEvidence,
  type Evidence,
  type RequestTrace,
} from "./evidence.ts";
import { type IdentityVerdict, verdictOf } from "./identity-gate.ts";
import type { Network } from "./network.ts";
import { isPostCheckAllowed } from "./post-check-scope.ts";
import { baseHeaders } from "./request-headers.ts";
import { sealError } from "./seal-error.ts";
import { awaitPlugin, awaitSigned } from "./sign-request.ts";
import { type Bidder, type Turn, type TurnKeepers, Turns } from "./turns.ts";

/** What all APIs of one transport share. */
export interface Shared extends TurnKeepers, RetryPolicy {
  readonly redactor: Redactor;
  /** The provider's local name. */
  readonly instance: string;
  readonly onRequest?: (trace: RequestTrace) => void;
  readonly network: Network;
  /** Registers a read, so that closing the transport ends it. */
  begin(signal: AbortSignal): Cancellation;
  end(cancellation: Cancellation): void;
  /** Runs a sign-in; `isSigningIn` is true meanwhile. */
  signingIn<T>(run: () => Promise<T>): Promise<T>;
}

/** One read, from the plugin's call to its answer. */
interface Call extends Bidder {
  readonly read: CompiledRead;
  /** Path and query. */
  readonly target: string;
  readonly timeoutMs: number;
  readonly isRetried: (error: ProviderError) => boolean;
  readonly evidence: Evidence[] | undefined;
  readonly cluster: string | null;
}

/** What is known of a request when it is over. */
interface Ended extends Pick<Evidence, "httpStatus" | "requestId"> {
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly error: ProviderError | undefined;
}

/** How a try ended; `identity` stood behind it. */
type Attempt = Evaluation & { readonly identity: string | undefined };

/** One service of a provider instance. */
export class ServiceApi implements Api {
  readonly #shared: Shared;
  readonly #service: string;
  readonly #endpoint: Endpoint;
  readonly #reads: ReadonlyMap<string, Read>;
  readonly #compiled = new Map<string, CompiledRead>();
  readonly #turns: Turns;
  readonly #renew: ApiOptions["renew"];
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
    this.#renew = options.renew;
    this.#reader = {
      origin: endpoint.origin,
      requestIdHeaders: [...(options.requestIdHeaders ?? []), "x-request-id"].map((name) =>
        name.toLowerCase(),
      ),
      readError: options.readError,
      redactor: shared.redactor,
    };
  }

  read(action: string, request: ReadRequest): Promise<Answer> {
    const reading = () => this.#read(action, request);
    return this.#reads.get(action)?.purpose === "sign-in" ? this.#shared.signingIn(reading) : reading();
  }

  async #read(action: string, request: ReadRequest): Promise<Answer> {
    let tries = 0;
    let setbacks: Setbacks | undefined;
    let cancellation: Cancellation | undefined;
    try {
      if (request?.signal === undefined)
        throw pluginError(`asked for ${action} without the signal that it was given`);
      cancellation = this.#shared.begin(request.signal);
      const call = this.#prepare(action, request, cancellation);
      for (let mayRenew = true; ; ) {
        const { answer, error, identity } = await this.#try(call, setbacks?.ownRefusals ?? 0);
        tries += 1;
        if (answer !== undefined) return answer;
        if (error.kind === "unauthenticated" && mayRenew && (await this.#renewed(call, identity, error))) {
          mayRenew = false;
          continue;
        }
        if (!call.isRetried(error)) throw error;
        setbacks = await awaitRetry(error, setbacks, this.#shared, cancellation);
      }
    } catch (error) {
      // A plugin may ask again at once: where nothing is sent any more, the process would do nothing else.
      await nextTurn();
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
    const { body, type } = buildBody(read, request);
    const own = type === undefined ? request.headers : { "content-type": type, ...request.headers };
    const headers = baseHeaders(action, host, own);
    const { requestTimeoutMs } = this.#shared;
    return {
      read,
      request: { action, method: read.method, host, path, query, headers, body },
      target: query === "" ? path : `${path}?${query}`,
      signal: request.signal,
      cancellation,
      timeoutMs: Math.min(request.timeoutMs ?? requestTimeoutMs, requestTimeoutMs),
      isRetried: (error) =>
        request.once !== true && (read.purpose !== "post-check" || error.kind === "rate-limited"),
      evidence: currentEvidence(),
      // What a cluster's read asks of the account first, a token say, is asked for all.
      cluster: this.#reads.get(action)?.per === "account" ? null : currentCluster(),
    };
  }

  #readOf(action: string): CompiledRead {
    const read = this.#compiled.get(action) ?? this.#compile(action);
    if (read.purpose === "post-check" && !isPostCheckAllowed())
      throw pluginError(`asked for ${action}, which only a post-upgrade check may make, outside of one`);
    return read;
  }

  #compile(action: string): CompiledRead {
    const declared = this.#reads.get(action);
    if (declared === undefined)
      throw pluginError(
        `asked for ${action}, which it does not declare${this.#service === "default" ? "" : ` for its service "${this.#service}"`}`,
      );
    const read = compileRead(declared, this.#endpoint.prefix);
    this.#compiled.set(action, read);
    return read;
  }

  /** Asks the plugin for other credentials, holding nothing that it may need to get them. */
  async #renewed(call: Call, identity: string | undefined, error: ProviderError): Promise<boolean> {
    const renew = this.#renew;
    if (renew === undefined) return false;
    const renewing = awaitPlugin(
      async () => renew({ identity, error }, call.signal),
      `failed to renew the credentials for ${call.read.action}`,
    );
    const isNew = await awaitSigned(renewing, call.read.action, this.#shared, call.cancellation);
    return isNew === true;
  }

  /** One try. What is thrown was not sent, and another try would not help it. */
  async #try(call: Call, ownRefusals: number): Promise<Attempt> {
    const turn = await this.#turns.take(call);
    if ("refused" in turn) return { error: turn.refused, identity: turn.identity };
    let verdict: IdentityVerdict = "unsent";
    let error: ProviderError | undefined;
    try {
      const evaluation = await this.#send(call, turn);
      error = evaluation.error;
      verdict = verdictOf(error);
      if (error !== undefined) heed(error, this.#shared.limiter);
      return { ...evaluation, identity: turn.signed.identity };
    } finally {
      this.#turns.giveBack(turn, verdict, error, ownRefusals);
    }
  }

  async #send(call: Call, turn: Turn): Promise<Evaluation> {
    const { read, request, target, cancellation, timeoutMs } = call;
    const { clock, network } = this.#shared;
    const { origin, host } = this.#endpoint;
    const { action, method, purpose } = read;
    const wireRequest = { action, method, host, target, headers: turn.signed.headers, body: request.body };
    const message = { service: this.#service, purpose, origin, request: wireRequest };
    const sentAt = clock.now();
    try {
      const wire = await network.send(message, timeoutMs, cancellation);
      const answered = evaluateAnswer(read, wire, this.#reader, clock.now());
      const evaluation = explainSkew(answered, wire, turn.signed);
      const requestId = evaluation.error?.requestId ?? evaluation.answer?.requestId ?? null;
      this.#record(call, turn, { sentAt, httpStatus: wire.status, requestId, error: evaluation.error });
      return evaluation;
    } catch (thrown) {
      const error = isProviderError(thrown) ? thrown : undefined;
      this.#record(call, turn, { sentAt, httpStatus: null, requestId: null, error });
      if (!isProviderError(thrown)) throw thrown;
      return { error: thrown };
    }
  }

  #record({ read, evidence, cluster }: Call, { signed }: Turn, { sentAt, error, ...answer }: Ended): void {
    const { clock, instance, onRequest } = this.#shared;
    if (evidence === undefined && onRequest === undefined) return;
    const now = clock.now();
    const identity = signed.principal === undefined ? {} : { identity: signed.principal };
    const entry = { action: read.action, ...answer, at: formatTime(now), ...identity };
    if (evidence !== undefined) appendEvidence(evidence, entry);
    onRequest?.({ ...entry, instance, cluster, durationMs: now - sentAt, error: error?.kind ?? null });
  }
}
