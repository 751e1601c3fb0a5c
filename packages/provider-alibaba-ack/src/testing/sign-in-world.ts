import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createTransport, IdentityGate, Redactor, type Transport } from "@upgradectl/core";
import type { Api, ConnectContext, Fresh } from "@upgradectl/provider-sdk";
import { onTestFinished } from "vitest";
import type { Config } from "../config.ts";
import { createCredentials } from "../credentials/create-credentials.ts";
import { createRenewal } from "../credentials/renewal.ts";
import { readError } from "../errors.ts";
import { reads } from "../reads.ts";
import { createSigner, type SourcedKey } from "../sign.ts";

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly status?: number;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** What one machine has: files, variables, programs, and the services that it can reach. */
export interface Machine {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Error>>;
  readonly config?: Config;
  /** STS, the metadata service and credentials URIs, all at one loopback address. Absent: HTTP 404. */
  readonly serve?: (request: Received) => Reply;
  readonly run?: ConnectContext<Config>["runProgram"];
}

export interface World {
  readonly credentials: Fresh<SourcedKey>;
  /** ACK, at the same address. */
  readonly ack: Api;
  readonly url: string;
  readonly received: readonly Received[];
  readonly redactor: Redactor;
  readonly transport: Transport;
  now: number;
  /** The key that the chain gives now. */
  current(): Promise<SourcedKey>;
}

export const signal: AbortSignal = new AbortController().signal;
export const start: number = Date.parse("2026-11-20T10:00:00Z");

/** The real transport and a real server on loopback; `{url}` in variables and files is its address. */
export async function openWorld(machine: Machine): Promise<World> {
  const received: Received[] = [];
  const url = await listen(received, machine.serve ?? (() => ({ status: 404 })));
  const redactor = new Redactor();
  const transport = createTransport({
    instance: "ack",
    reads,
    concurrency: 8,
    requestTimeoutMs: 5000,
    retries: 0,
    redactor,
    clock: { now: () => world.now, sleep: async () => undefined, alarm: async () => undefined },
    random: () => 0,
    identities: new IdentityGate(),
  });
  onTestFinished(() => transport.close());
  const place = (text: string) => text.replaceAll("{url}", url);
  const env = Object.fromEntries(
    Object.entries(machine.env ?? {}).map(([name, value]) => [name, place(value)]),
  );
  const context: ConnectContext<Config> = {
    instance: "ack",
    config: { region: "cn-hangzhou", stsEndpoint: url, metadataEndpoint: url, ...machine.config },
    env,
    http: transport.http,
    now: () => world.now,
    readFile: async (path) => {
      const file = machine.files?.[path];
      if (file instanceof Error) throw file;
      return file === undefined ? undefined : place(file);
    },
    runProgram:
      machine.run ??
      (async () => {
        throw new Error("there is no such program");
      }),
    secret: (value, show) => redactor.add(value, show),
  };
  const credentials = createCredentials(context);
  const renew = createRenewal(credentials);
  const ack = transport.http.api({ baseUrl: url, sign: createSigner(credentials), renew, readError });
  const current = () => credentials.current(signal);
  const world: World = { credentials, ack, url, received, redactor, transport, now: start, current };
  return world;
}

/** A key as STS, the metadata service and credentials URIs give it. */
export function temporaryKey(name: string, expiresInMs: number | null = 3_600_000) {
  return {
    AccessKeyId: `STS.${name}-id`,
    AccessKeySecret: `${name}-temporary-secret`,
    SecurityToken: `${name}-security-token==`,
    ...(expiresInMs === null ? {} : { Expiration: new Date(start + expiresInMs).toISOString() }),
  };
}

async function listen(received: Received[], serve: NonNullable<Machine["serve"]>): Promise<string> {
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.setEncoding("utf8");
    incoming.on("data", (chunk: string) => {
      body += chunk;
    });
    incoming.on("end", () => {
      const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://127.0.0.1");
      const request: Received = {
        method: incoming.method ?? "",
        path: pathname,
        query: Object.fromEntries(searchParams),
        form: Object.fromEntries(new URLSearchParams(body)),
        headers: incoming.headers,
      };
      received.push(request);
      const { status = 200, body: answer = {} } = serve(request);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
