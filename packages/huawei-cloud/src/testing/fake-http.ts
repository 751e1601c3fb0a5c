import {
  type Answer,
  type Api,
  type ApiOptions,
  errorOfStatus,
  type Http,
  isProviderError,
  type Principal,
  ProviderError,
  type Read,
  type ReadRequest,
  type SignedHeaders,
} from "@upgradectl/provider-sdk";

export interface FakeAnswer {
  readonly status?: number;
  readonly body?: unknown;
  /** Lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeRequest {
  readonly action: string;
  readonly baseUrl: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: ReadRequest["query"];
  readonly json: unknown;
  /** Lower case, those of the signature among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly identity: string | undefined;
  readonly principal: Principal | undefined;
  readonly timeoutMs: number | undefined;
  readonly once: boolean;
  readonly signal: AbortSignal;
}

export type FakeRoute = FakeAnswer | ((request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>);

/** What stood behind the last try of a read. */
interface Sent {
  identity: string | undefined;
}

/**
 * Serves canned answers by action and keeps every request. No network, one fixed clock, and no second try but the one
 * that renewed credentials earn.
 */
export class FakeHttp implements Http {
  readonly requests: FakeRequest[] = [];
  readonly opened: ApiOptions[] = [];
  readonly routes: Record<string, FakeRoute>;
  readonly #reads: readonly Read[];

  constructor(reads: readonly Read[], routes: Record<string, FakeRoute>) {
    this.#reads = reads;
    this.routes = routes;
  }

  /** The actions that were asked for, in order. */
  get actions(): readonly string[] {
    return this.requests.map((request) => request.action);
  }

  api(options: ApiOptions): Api {
    this.opened.push(options);
    return { read: (action, request) => this.#read(options, action, request) };
  }

  async #read(options: ApiOptions, action: string, read: ReadRequest): Promise<Answer> {
    const sent: Sent = { identity: undefined };
    try {
      return await this.#try(options, action, read, sent);
    } catch (error) {
      if (!isProviderError(error) || error.kind !== "unauthenticated") throw error;
      if ((await options.renew?.({ ...sent, error }, read.signal)) !== true) throw error;
      return this.#try(options, action, read, sent);
    }
  }

  async #try(options: ApiOptions, action: string, read: ReadRequest, sent: Sent): Promise<Answer> {
    const declared = this.#reads.find((candidate) => candidate.action === action);
    if (declared === undefined || (declared.service ?? "default") !== (options.service ?? "default"))
      throw new Error(`${action} is not declared for this service`);
    const signed = await sign(options, declared, read);
    sent.identity = signed?.identity;
    const request: FakeRequest = {
      action,
      baseUrl: options.baseUrl,
      path: read.path ?? {},
      query: read.query,
      json: read.json,
      headers: { ...read.headers, ...signed?.headers },
      identity: signed?.identity,
      principal: signed?.principal,
      timeoutMs: read.timeoutMs,
      once: read.once ?? false,
      signal: read.signal,
    };
    this.requests.push(request);
    return this.#answer(options, request, declared.answer === "text");
  }

  async #answer(options: ApiOptions, request: FakeRequest, isText: boolean): Promise<Answer> {
    const route = this.routes[request.action];
    if (route === undefined) throw new Error(`no answer for ${request.action}`);
    const found = typeof route === "function" ? await route(request) : route;
    const { status = 200, body = "", headers = {} } = found;
    const isJson = typeof body !== "string";
    const answer = { action: request.action, status, headers, body, isJson, requestId: "req-1" };
    if (request.signal.aborted) throw new ProviderError({ kind: "cancelled", message: "stopped" });
    const error = options.readError?.(answer);
    if (error !== undefined) throw new ProviderError(error);
    if (status >= 300)
      throw new ProviderError({
        ...errorOfStatus(status),
        message: `${request.action} answered ${status}`,
        httpStatus: status,
        requestId: answer.requestId,
      });
    if (!isJson && !isText) throw new ProviderError({ kind: "unexpected-response", message: "no JSON" });
    return answer;
  }
}

async function sign(
  options: ApiOptions,
  declared: Read,
  read: ReadRequest,
): Promise<SignedHeaders | undefined> {
  const { action, method = "GET" } = declared;
  const path = declared.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = read.path?.[name];
    if (value === undefined) throw new Error(`${action} lacks ${name}`);
    return encodeURIComponent(value);
  });
  const query = Object.entries(read.query ?? {}).map(([k, v]): [string, string] => [k, String(v)]);
  const request = {
    action,
    method,
    host: new URL(options.baseUrl).host,
    path,
    query: new URLSearchParams(query).toString(),
    headers: read.headers ?? {},
    body: read.json === undefined ? "" : JSON.stringify(read.json),
    time: Date.UTC(2024, 0, 2, 3, 4, 5),
  };
  return options.sign?.(request, read.signal);
}
