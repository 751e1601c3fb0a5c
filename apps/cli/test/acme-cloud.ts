import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OnEnd } from "./run-cli.ts";

const key = "acme-secret-of-the-tests";

/** What the imaginary API of a new provider answers, two clusters a page. Its README describes it. */
const clusters = [
  {
    id: "c-1",
    name: "payments",
    version: "1.29.8",
    state: "ready",
    upgrade: { state: "done", to: "1.29.8" },
  },
  {
    id: "c-2",
    name: "checkout",
    version: "1.28.15",
    state: "ready",
    upgrade: { state: "cancelled", to: "1.29.8" },
  },
  {
    id: "c-3",
    name: "search",
    version: "1.28.15",
    state: "upgrading",
    upgrade: { state: "running", to: "1.29.8" },
  },
  {
    id: "c-4",
    name: "ledger",
    version: "1.29.8",
    state: "ready",
    upgrade: { state: "failed", to: "1.29.8" },
  },
  {
    id: "c-5",
    name: "orders",
    version: "1.29.8",
    state: "ready",
    upgrade: { state: "paused?", to: "1.29.8" },
  },
] as const;

/** What `upgradectl check` has to say of them with the target 1.29; the last one is not there. */
export const acmeVerdicts = {
  "c-1": "converged",
  "c-2": "behind",
  "c-3": "upgrading",
  "c-4": "failed",
  "c-5": "unknown",
  "c-9": "unknown",
} as const;

export interface AcmeCloud {
  readonly url: string;
  readonly key: string;
  /** Method and path of each request. */
  readonly requests: readonly string[];
}

/** Serves it on loopback to whoever sends the key as a bearer token or in `x-api-key`. */
export async function startAcmeCloud(onEnd: OnEnd): Promise<AcmeCloud> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://acme");
    requests.push(`${request.method} ${pathname}`);
    const { authorization, "x-api-key": given } = request.headers;
    const isKnown = authorization === `Bearer ${key}` || given === key;
    const [status, body] = isKnown
      ? answer(pathname, Number(searchParams.get("cursor") ?? 0))
      : [401, { code: "Unauthenticated", message: "who are you?" }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onEnd(async () => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, key, requests };
}

function answer(path: string, from: number): readonly [status: number, body: object] {
  const [, id, isUpgrades] = /^\/v1\/clusters(?:\/([^/]+)(\/upgrades)?)?$/.exec(path) ?? [];
  if (path === "/v1/clusters") {
    const rows = clusters.slice(from, from + 2).map(({ upgrade: _, ...row }) => row);
    return [200, { clusters: rows, next: from + 2 < clusters.length ? String(from + 2) : null }];
  }
  const found = clusters.find((cluster) => cluster.id === id);
  if (found === undefined) return [404, { code: "ClusterNotFound", message: `there is no cluster ${id}` }];
  const { upgrade, ...cluster } = found;
  if (isUpgrades === undefined) return [200, cluster];
  const times = { startedAt: new Date(Date.now() - 600_000).toISOString(), finishedAt: null };
  return [
    200,
    {
      upgrades: [{ id: `u-${id}`, from: "1.28.15", percent: 40, message: null, ...times, ...upgrade }],
      next: null,
    },
  ];
}
