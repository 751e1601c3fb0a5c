import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { Report } from "@upgradectl/core";
import { startSimulator } from "@upgradectl/simulator";
import { authority } from "./fault-matrix-certificates.ts";
import {
  type Cloud,
  clouds,
  type Owned,
  oidcToken,
  type Place,
  roleAccount,
  roleVariables,
  type Source,
  sources,
} from "./fault-matrix-clouds.ts";
import type { MatrixFault } from "./fault-matrix-faults.ts";
import { type FaultServer, startFaultServer } from "./fault-matrix-server.ts";
import { signInAnswer } from "./fault-matrix-sign-in.ts";
import { type CliResult, folderWith, reportOf, runCli } from "./run-cli.ts";

export interface Cell {
  readonly fault: MatrixFault;
  readonly place: Place;
  readonly source: Source;
}

export type ReportedCluster = Report["clusters"][number];

/** What one cell came to. */
export interface CellResult extends Cell {
  readonly cluster: ReportedCluster;
  /** Of the same provider and, where the fault leaves it alone, of the same account. */
  readonly sibling: ReportedCluster | undefined;
  /** Requests that met the fault; null where nothing of ours could count them. */
  readonly requests: number | null;
  readonly ms: number;
}

export interface GroupResult {
  readonly cells: readonly CellResult[];
  /** Healthy clusters of every provider beside them. */
  readonly witnesses: readonly ReportedCluster[];
  readonly result: CliResult;
  /** The report as text. */
  readonly text: string;
  readonly ms: number;
  /** Requests that followed a redirect. */
  readonly trapped: number;
}

export interface GroupOptions {
  /** `--timeout` of the run. */
  readonly deadlineMs?: number;
  /** Of the providers whose fault is waited for. */
  readonly timeout?: string;
  readonly trustsAuthority?: boolean;
}

export const shortTimeoutMs = 3000;

/** The places and providers of these faults. */
export function cellsOf(faults: readonly MatrixFault[], only: (place: Place) => boolean): readonly Cell[] {
  return faults.flatMap((fault) =>
    fault.places
      .filter(only)
      .flatMap((place) =>
        sources
          .filter((source) => fault.sources?.includes(source) ?? true)
          .map((source) => ({ fault, place, source })),
      ),
  );
}

/** Runs the program once over all cells, each an account of its own, and over healthy accounts beside them. */
export async function runGroup(cells: readonly Cell[], options: GroupOptions = {}): Promise<GroupResult> {
  const plans = cells.map(planCell);
  const healthy = sources.map((source, index) => planWitness(source, 9000 + index));
  const signedIn = plans.filter(({ ownsRole }) => ownsRole).flatMap(({ owned }) => owned.clusters);
  const role: Owned = { name: roleAccount, number: 9999, clusters: signedIn };
  const accounts = [
    ...plans.filter(({ ownsRole }) => !ownsRole).map(({ cloud, owned }) => cloud.account(owned)),
    ...healthy.map(({ cloud, owned }) => cloud.account(owned)),
    ...(signedIn.length > 0 ? [clouds["alibaba-ack"].account(role)] : []),
  ];
  await using stack = new AsyncDisposableStack();
  const simulator = await startSimulator({ scenario: { accounts } });
  stack.defer(() => simulator.close());
  const trap = await startTrap();
  stack.defer(trap.close);
  const strangers = await startStrangers();
  stack.defer(strangers.close);
  const place = { upstream: simulator.url, trap: trap.url, strangers };
  const servers = await Promise.all(plans.map((plan) => serveCell(plan, place)));
  for (const { server } of servers) if (server !== undefined) stack.defer(server.close);

  const providers = Object.fromEntries([
    ...plans.map(({ name, cell, cloud, owned }, index) => {
      const url = servers[index]?.url ?? simulator.url;
      const config =
        cell.place === "sign-in"
          ? cloud.config(owned.number, simulator.url, url)
          : cloud.config(owned.number, url);
      const timeout = cell.fault.stalls ? { timeout: options.timeout ?? `${shortTimeoutMs / 1000}s` } : {};
      return [name, { source: cell.source, config: { ...config, ...timeout } }];
    }),
    ...healthy.map(({ cloud, owned }) => [
      owned.name,
      { source: cloud.source, config: cloud.config(owned.number, simulator.url) },
    ]),
  ]);
  const clusters = [...plans, ...healthy].flatMap(({ cloud, owned }) =>
    owned.clusters.map(({ id, fate }) => ({
      name: id,
      id,
      provider: owned.name,
      targetVersion: fate === "moving" ? cloud.nextVersion : cloud.targetVersion,
      ...(cloud.with === undefined ? {} : { with: cloud.with }),
    })),
  );
  const fleet = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
  await using folder = new AsyncDisposableStack();
  const cwd = await folderWith({ "upgradectl.json": fleet, "ca.pem": authority, token: oidcToken }, (end) =>
    folder.defer(end),
  );
  const startedAt = performance.now();
  const result = await runCli(
    [
      "check",
      "--retries",
      "1",
      "-o",
      "json",
      "-o",
      "text=report.txt",
      "--timeout",
      `${(options.deadlineMs ?? 90_000) / 1000}s`,
    ],
    {
      cwd,
      env: {
        ...roleVariables,
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: join(cwd, "token"),
        ...(options.trustsAuthority ? { NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") } : {}),
      },
    },
  );
  const ms = performance.now() - startedAt;
  const report = reportOf(result);
  const byName = new Map(report.clusters.map((cluster) => [cluster.name, cluster]));
  const find = (name: string) => {
    const cluster = byName.get(name);
    if (cluster === undefined) throw new Error(`the report lacks ${name}`);
    return cluster;
  };
  return {
    cells: plans.map(({ cell, name, hasSibling }, index) => {
      const server = servers[index]?.server;
      const cluster = find(name);
      return {
        ...cell,
        cluster,
        sibling: hasSibling ? find(`${name}-sibling`) : undefined,
        requests: server?.hits() ?? null,
        // Where requests can be seen, from the first that met the fault to the end of the last.
        ms:
          server !== undefined && server.hits() > 0 && !cell.fault.stalls
            ? server.hitMs()
            : cluster.durationMs,
      };
    }),
    witnesses: healthy.flatMap(({ owned }) => owned.clusters.map(({ id }) => find(id))),
    result,
    text: await readFile(join(cwd, "report.txt"), "utf8"),
    ms,
    trapped: trap.hits(),
  };
}

interface Plan {
  readonly name: string;
  readonly cell: Cell;
  readonly cloud: Cloud;
  readonly owned: Owned;
  /** Its cluster belongs to the account that roles open. */
  readonly ownsRole: boolean;
  readonly hasSibling: boolean;
}

function planCell(cell: Cell, index: number): Plan {
  const { fault, place, source } = cell;
  const cloud = clouds[source];
  const name = `${source}-${place}-${index}`;
  const hasSibling = place !== "sign-in";
  const { status, retryAfter } = fault;
  const action = place === "everything" || place === "sign-in" ? undefined : cloud.actions[place];
  const hit =
    status === undefined || action === undefined
      ? undefined
      : { status, action, ...(retryAfter === undefined ? {} : { retryAfter }) };
  const owned: Owned = {
    name,
    number: index + 1,
    clusters: [
      { id: name, fate: "failed", ...(hit === undefined || place === "list" ? {} : { hit }) },
      ...(hasSibling ? [{ id: `${name}-sibling`, fate: "healthy" as const }] : []),
    ],
    ...(hit === undefined || place !== "list" ? {} : { hit }),
    // So that each cluster is read by itself.
    ...(place === "cluster" ? { responses: cloud.emptyList } : {}),
  };
  return { name, cell, cloud, owned, ownsRole: place === "sign-in" && source === "alibaba-ack", hasSibling };
}

function planWitness(source: Source, number: number) {
  const name = `${source}-witness`;
  const owned: Owned = {
    name,
    number,
    clusters: [
      { id: `${name}-healthy`, fate: "healthy" },
      { id: `${name}-moving`, fate: "moving" },
    ],
  };
  return { cloud: clouds[source], owned };
}

interface Surround {
  readonly upstream: string;
  readonly trap: string;
  readonly strangers: { readonly silent: string; readonly plain: string };
}

async function serveCell(
  { cell, cloud, name }: Plan,
  { upstream, trap, strangers }: Surround,
): Promise<{ readonly url: string; readonly server?: FaultServer }> {
  const { fault, place } = cell;
  if (fault.url === "https:silent") return { url: strangers.silent };
  if (fault.url === "https:plain") return { url: strangers.plain };
  if (fault.url !== undefined) return { url: fault.url };
  const pattern = { list: cloud.list, cluster: cloud.cluster(name), upgrades: cloud.upgrades(name) };
  const isHit = ({ url = "" }: { readonly url?: string | undefined }) =>
    place === "everything" || place === "sign-in" || pattern[place].test(url);
  // Nobody speaks through a certificate that is refused.
  const nothing = () => {};
  const answer = fault.status === undefined ? undefined : signInAnswer(cell.source, fault.status);
  const given = fault.fault ?? (fault.status === undefined ? nothing : passOn);
  const own: typeof given =
    place === "sign-in" && answer !== undefined
      ? (exchange) => given({ ...exchange, forward: async () => answer })
      : given;
  const { certificate } = fault;
  const server = await startFaultServer({
    upstream,
    isHit,
    fault: own,
    trap,
    ...(certificate === undefined ? {} : { certificate }),
  });
  return { url: server.url, server };
}

const passOn: NonNullable<MatrixFault["fault"]> = async ({ response, forward }) => {
  const { status, headers, body } = await forward();
  response.writeHead(status, headers).end(body);
};

async function startTrap() {
  let hits = 0;
  const server = createHttpServer((_request, response) => {
    hits += 1;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: () => hits,
    close: async () => void server.close().closeAllConnections(),
  };
}

/** Where an https endpoint meets something else: silence, or plain text. */
async function startStrangers() {
  const sockets = new Set<Socket>();
  const listen = async (talk: (socket: Socket) => void) => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      talk(socket);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const silent = await listen(() => {});
  const plain = await listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  return {
    silent: silent.url,
    plain: plain.url,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      silent.server.close();
      plain.server.close();
    },
  };
}
