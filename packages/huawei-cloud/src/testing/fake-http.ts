import {
  type Answer,
  type Api,
  type ApiOptions,
  errorOfStatus,
  type Http,
  ProviderError,
  type Read,
  type ReadRequest,
} from "@upgradectl/provider-sdk";

export interface FakeAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

export interface FakeRequest {
  readonly action: string;
  readonly baseUrl: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: ReadRequest["query"];
  /** Lower case, those of the signature among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly identity: string | undefined;
  readonly signal: AbortSignal;
}

export type FakeRoute = FakeAnswer | ((request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>);

/** Serves canned answers by action and keeps every request. No network, no retries, one fixed clock. */
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
    const declared = this.#reads.find((candidate) => candidate.action === action);
    if (declared === undefined || (declared.service ?? "default") !== (options.service ?? "default"))
      throw new Error(`${action} is not declared for this service`);
    const path = declared.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = read.path?.[name];
      if (value === undefined) throw new Error(`${action} lacks ${name}`);
      return encodeURIComponent(value);
    });
    const signed = await options.sign?.({
      action,
      method: declared.method ?? "GET",
      host: new URL(options.baseUrl).host,
      path,
      query: new URLSearchParams(
        Object.entries(read.query ?? {}).map(([k, v]): [string, string] => [k, String(v)]),
      ).toString(),
      headers: read.headers ?? {},
      body: "",
      time: Date.UTC(2024, 0, 2, 3, 4, 5),
    });
    const request: FakeRequest = {
      action,
      baseUrl: options.baseUrl,
      path: read.path ?? {},
      query: read.query,
      headers: { ...read.headers, ...signed?.headers },
      identity: signed?.identity,
      signal: read.signal,
    };
    this.requests.push(request);
    return this.#answer(options, request);
  }

  async #answer(options: ApiOptions, request: FakeRequest): Promise<Answer> {
    const route = this.routes[request.action];
    if (route === undefined) throw new Error(`no answer for ${request.action}`);
    const { status = 200, body = "" } = typeof route === "function" ? await route(request) : route;
    const isJson = typeof body !== "string";
    const answer = { action: request.action, status, headers: {}, body, isJson, requestId: "req-1" };
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
    if (!isJson) throw new ProviderError({ kind: "unexpected-response", message: "no JSON" });
    return answer;
  }
}
