import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "@upgradectl/core";
import { startSimulator } from "@upgradectl/simulator";
import { type CliResult, folderWith, reportOf, runCli } from "../run-cli.ts";
import { accountsOf, type Cell, type Plan, planCell, planWitness, type Witness } from "./cells.ts";
import { authority } from "./certificates.ts";
import { oidcToken, roleVariables, sources } from "./clouds.ts";
import { serveCell } from "./serve-cell.ts";
import { startStrangers, startTrap } from "./strangers.ts";

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

/** Gets clusters by their names. */
export function finderIn(report: Report): (name: string) => ReportedCluster {
  const byName = new Map(report.clusters.map((cluster) => [cluster.name, cluster]));
  return (name) => {
    const cluster = byName.get(name);
    if (cluster === undefined) throw new Error(`the report lacks ${name}`);
    return cluster;
  };
}

/** Runs the program once over all cells, each an account of its own, and over healthy accounts beside them. */
export async function runGroup(cells: readonly Cell[], options: GroupOptions = {}): Promise<GroupResult> {
  const plans = cells.map(planCell);
  const healthy = sources.map((source, index) => planWitness(source, 9000 + index));
  await using stack = new AsyncDisposableStack();
  const simulator = await startSimulator({ scenario: { accounts: accountsOf(plans, healthy) } });
  stack.defer(() => simulator.close());
  const trap = await startTrap();
  stack.defer(trap.close);
  const strangers = await startStrangers();
  stack.defer(strangers.close);
  const place = { upstream: simulator.url, trap: trap.url, strangers };
  const servers = await Promise.all(plans.map((plan) => serveCell(plan, place)));
  for (const { server } of servers) if (server !== undefined) stack.defer(server.close);

  const fleet = fleetOf(plans, healthy, {
    upstream: simulator.url,
    urlOf: (index) => servers[index]?.url ?? simulator.url,
    stallTimeout: options.timeout ?? `${shortTimeoutMs / 1000}s`,
  });
  const files = { "upgradectl.json": fleet, "ca.pem": authority, token: oidcToken };
  const cwd = await folderWith(files, (end) => stack.defer(end));
  const timeout = `${(options.deadlineMs ?? 90_000) / 1000}s`;
  const startedAt = performance.now();
  const result = await runCli(
    ["check", "--retries", "1", "-o", "json", "-o", "text=report.txt", "--timeout", timeout],
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
  const find = finderIn(reportOf(result));
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

interface Surrounding {
  readonly upstream: string;
  /** Of the server in front of a cell's account. */
  readonly urlOf: (index: number) => string;
  readonly stallTimeout: string;
}

/** The manifest: a provider for each cell and each witness. */
function fleetOf(
  plans: readonly Plan[],
  healthy: readonly Witness[],
  { upstream, urlOf, stallTimeout }: Surrounding,
): object {
  const providers = Object.fromEntries([
    ...plans.map(({ name, cell, cloud, owned }, index) => {
      const url = urlOf(index);
      const config =
        cell.place === "sign-in"
          ? cloud.config(owned.number, upstream, url)
          : cloud.config(owned.number, url);
      const timeout = cell.fault.stalls ? { timeout: stallTimeout } : {};
      return [name, { source: cell.source, config: { ...config, ...timeout } }];
    }),
    ...healthy.map(({ cloud, owned }) => [
      owned.name,
      { source: cloud.source, config: cloud.config(owned.number, upstream) },
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
  return { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
}
