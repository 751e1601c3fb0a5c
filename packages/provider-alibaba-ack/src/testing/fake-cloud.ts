import {
  type Answer,
  type Api,
  type ApiOptions,
  type ConnectContext,
  type Connection,
  errorOfStatus,
  type Http,
  ProviderError,
  type ReadRequest,
} from "@upgradectl/provider-sdk";
import type { Config, With } from "../config.ts";
import provider from "../index.ts";

/** One canned answer; a body that is a text stands for one that is no JSON. */
export interface Canned {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Reply = Canned | ProviderError;
export type Script = Readonly<Record<string, Reply | ((request: ReadRequest) => Reply)>>;

export interface RecordedRead {
  readonly action: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: NonNullable<ReadRequest["query"]>;
}

/** Serves canned answers through the plugin's own `readError`, as the host does; without signatures and retries. */
export class FakeCloud {
  readonly reads: RecordedRead[] = [];
  readonly http: Http;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
    this.http = { api: (options) => this.#api(options) };
  }

  get actions(): readonly string[] {
    return this.reads.map(({ action }) => action);
  }

  #api(options: ApiOptions): Api {
    return {
      read: async (action, request) => {
        request.signal.throwIfAborted();
        if (!provider.reads.some((read) => read.action === action))
          throw new Error(`${action} is not declared in reads`);
        this.reads.push({ action, path: request.path ?? {}, query: request.query ?? {} });
        const scripted = this.#script[action];
        if (scripted === undefined) throw new Error(`the test expects no ${action}`);
        const reply = typeof scripted === "function" ? scripted(request) : scripted;
        if (reply instanceof ProviderError) throw reply;
        return finish(toAnswer(action, reply), options);
      },
    };
  }
}

function finish(answer: Answer, options: ApiOptions): Answer {
  const error = options.readError?.(answer);
  if (error !== undefined) throw new ProviderError(error);
  const message = `HTTP ${answer.status}`;
  if (answer.status < 200 || answer.status > 299)
    throw new ProviderError({ ...errorOfStatus(answer.status), message });
  if (!answer.isJson) throw new ProviderError({ kind: "unexpected-response", message: "no JSON" });
  return answer;
}

export function toAnswer(action: string, { status = 200, headers = {}, body = {} }: Canned): Answer {
  return {
    action,
    status,
    headers,
    body,
    isJson: typeof body !== "string",
    requestId: headers["x-acs-request-id"] ?? null,
  };
}

/** The plugin, connected to the fake as the host would. */
export async function connect(
  cloud: FakeCloud,
  config: Config & { readonly endpoint?: string } = { region: "cn-hangzhou" },
): Promise<Connection<With>> {
  const context: ConnectContext<Config> = {
    instance: "ack",
    config,
    env: {},
    http: cloud.http,
    now: () => 0,
    readFile: async () => undefined,
    runProgram: async () => {
      throw new Error("there is no such program");
    },
    secret: () => undefined,
  };
  return provider.connect(context);
}
