import type {
  AlibabaClusterScenario,
  CssClusterScenario,
  HuaweiAccountScenario,
  HuaweiClusterScenario,
  ResponsesScenario,
  Simulator,
} from "@upgradectl/simulator";
import { expect } from "vitest";
import { alibaba, type ClusterEntry, huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** One cluster of a table: what the cloud answers about it, what the manifest says of it, and what must come out. */
export interface Case<Cluster> {
  readonly name: string;
  /** Literal answers by call, instead of the simulator's own. */
  readonly answers?: ResponsesScenario;
  readonly cluster?: Partial<Cluster>;
  readonly entry?: Partial<ClusterEntry>;
  /** Part of the report's cluster; arrays are compared whole. */
  readonly expected: { readonly verdict: string; readonly [more: string]: unknown };
}

interface Outcome {
  readonly simulator: Simulator;
  /** The report's clusters by name. */
  readonly clusters: Readonly<Record<string, { readonly [field: string]: unknown }>>;
}

export const cceVersion = "v1.29.8-r4";
export const ackVersion = "1.32.1-aliyun.1";
export const cssVersion = "7.10.2";

/** All cases as clusters of one CCE account, in one run of the program. */
export function checkCce(
  cases: readonly Case<HuaweiClusterScenario>[],
  answers: ResponsesScenario = {},
): Promise<Outcome> {
  const clusters = cases.map((each, index) => ({ version: cceVersion, ...common(each, index) }));
  return check(cases, "hw", cceVersion, simulate(huawei(clusters, { responses: answers })));
}

/** All cases as clusters of one CSS account, in one run of the program. */
export function checkCss(
  cases: readonly Case<CssClusterScenario>[],
  account: Partial<HuaweiAccountScenario> = {},
): Promise<Outcome> {
  const clusters = cases.map((each, index) => ({
    version: cssVersion,
    ...common(each, index),
    service: "css" as const,
  }));
  return check(cases, "css", cssVersion, simulate(huawei(clusters, account)));
}

/** All cases as clusters of one account of CCE Autopilot, in one run of the program. */
export function checkAutopilot(
  cases: readonly Case<HuaweiClusterScenario>[],
  answers: ResponsesScenario = {},
): Promise<Outcome> {
  const clusters = cases.map(
    (each, index): HuaweiClusterScenario => ({
      version: cceVersion,
      ...common(each, index),
      service: "cce-autopilot",
    }),
  );
  return check(cases, "auto", cceVersion, simulate(huawei(clusters, { responses: answers })));
}

/** All cases as clusters of one ACK account, in one run of the program. */
export function checkAck(
  cases: readonly Case<AlibabaClusterScenario>[],
  answers: ResponsesScenario = {},
): Promise<Outcome> {
  const clusters = cases.map((each, index) => ({ version: ackVersion, ...common(each, index) }));
  return check(cases, "ali", ackVersion, simulate(alibaba(clusters, { responses: answers })));
}

/** The outcome for a cluster that could not be read. */
export function unread(kind: string, more: object = {}): Case<never>["expected"] {
  return {
    verdict: "unknown",
    outcome: "incomplete",
    observed: null,
    upgrade: null,
    error: { kind, ...more },
  };
}

/** The outcome for a cluster that could be read, at the wanted version as it seems, but not its upgrades. */
export function unreadUpgrades(kind: string, more: object = {}): Case<never>["expected"] {
  return {
    verdict: "unknown",
    outcome: "incomplete",
    observed: { version: expect.any(String), state: expect.any(String) },
    drift: [],
    upgrade: null,
    error: { kind, ...more },
  };
}

export function idOf(index: number): string {
  return `case-${index}`;
}

function common<Cluster extends object>({ answers, cluster }: Case<Cluster>, index: number) {
  return {
    name: idOf(index),
    id: idOf(index),
    ...(answers === undefined ? {} : { responses: answers }),
    ...cluster,
  };
}

async function check<Cluster>(
  cases: readonly Case<Cluster>[],
  provider: string,
  targetVersion: string,
  started: Promise<Simulator>,
): Promise<Outcome> {
  const simulator = await started;
  const entries = cases.map(({ name, entry }, index) => ({
    name,
    id: idOf(index),
    provider,
    targetVersion,
    ...entry,
  }));
  const cwd = await folderWith({ "upgradectl.yaml": manifest(simulator.url, entries) });
  const result = await runCli(["check", "--retries", "0", "-o", "json"], { cwd });
  const report = reportOf(result);
  const clusters = Object.fromEntries(
    report.clusters.map((cluster: { name: string }) => [cluster.name, cluster]),
  );
  expect(clusters).toMatchObject(Object.fromEntries(cases.map(({ name, expected }) => [name, expected])));
  expect(Object.keys(clusters)).toEqual(cases.map(({ name }) => name));
  expect(simulator.stats.rejected).toEqual([]);
  return { simulator, clusters };
}
