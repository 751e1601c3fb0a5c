import {
  type ClusterRef,
  type Connection,
  findCurrent,
  isUnderWay,
  type ListedCluster,
  type Observation,
  type Operation,
  parseBody,
  readTogether,
} from "@upgradectl/provider-sdk";
import type { HuaweiService } from "../service.ts";
import type { CceWith } from "./config.ts";
import { findVersion } from "./exact-version.ts";
import { isUpgrading, observeCluster, summarise } from "./observe.ts";
import { needsTasks, type UpgradeState } from "./operations.ts";
import { runPostCheck } from "./post-check.ts";
import type { CceProduct } from "./product.ts";
import { createReadBody } from "./read-body.ts";
import { readFindings } from "./read-findings.ts";
import { readUpgradePlans } from "./read-upgrade-plans.ts";
import { readUpgradeState } from "./read-upgrade-state.ts";
import { type Cluster, cluster, clusterList } from "./responses.ts";

export function createConnection(service: HuaweiService, product: CceProduct): Connection<CceWith> {
  const { actions } = product;
  return {
    observe: (reference, signal) => observe(service, product, reference, signal),
    list: (signal) => list(service, actions.clusters, signal),
    postCheck: ({ id }, upgrade, signal) => runPostCheck(service, actions.postCheck, id, upgrade, signal),
  };
}

async function observe(
  service: HuaweiService,
  product: CceProduct,
  reference: ClusterRef<CceWith>,
  signal: AbortSignal,
): Promise<Observation> {
  const { actions, conditions } = product;
  const { id, with: pins } = reference;
  const read = createReadBody(service, id);
  const row =
    findUsableRow(reference) ??
    (await read(actions.cluster, cluster, {}, signal, { what: "cluster", id, idOf }));
  const target = { summary: summarise(row), isUpgrading: isUpgrading(row, conditions), pins };
  const upgrades = await readUpgradeState(read, actions, target, signal);
  const observation = observeCluster(row, upgrades, conditions);
  const operation = findCurrent(observation.operations);
  const { plans } = actions;
  const [findings, upgradePlans] = await readTogether(
    signal,
    (each) => readFindings(read, actions, { clusterId: id, operation, workflows: upgrades.workflows }, each),
    async (each) =>
      plans === undefined || !isEventful(upgrades, operation, target.isUpgrading)
        ? undefined
        : readUpgradePlans(read, plans, each),
  );
  return {
    ...observation,
    ...(findings === undefined ? {} : { findings }),
    ...(upgradePlans === undefined ? {} : { properties: { upgradePlans } }),
  };
}

function idOf({ metadata }: Cluster): string | null {
  return metadata.uid;
}

/** True where an automatic upgrade may be what is under way, went wrong, or went unexplained. */
function isEventful(
  { info, workflows, pinned }: UpgradeState,
  operation: Operation | undefined,
  upgrading: boolean,
): boolean {
  if (operation !== undefined && (operation.phase === "failed" || isUnderWay(operation))) return true;
  return upgrading || (!pinned && needsTasks(info, workflows, upgrading));
}

async function* list(
  service: HuaweiService,
  action: string,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedCluster[]> {
  const answer = await service.read(action, { signal });
  yield parseBody(clusterList, answer).items.map((row) => ({
    id: row.metadata.uid ?? "",
    name: row.metadata.name ?? row.metadata.alias ?? "",
    version: findVersion(row, null).version,
    row,
  }));
}

/** A row without a state is no observation; the cluster's own read may have one. */
function findUsableRow({ listed }: ClusterRef<CceWith>): Cluster | undefined {
  const parsed = cluster.safeParse(listed?.row);
  return parsed.success && parsed.data.status.phase !== null ? parsed.data : undefined;
}
