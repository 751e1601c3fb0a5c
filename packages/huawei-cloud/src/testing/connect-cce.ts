import { connectCce } from "../cce/connect.ts";
import type { CceProduct } from "../cce/product.ts";
import { createCceReads } from "../cce/reads.ts";
import { type CceAccount, openAccount } from "./cce-account.ts";
import type { FakeRoute } from "./fake-http.ts";

const product: CceProduct = {
  prefix: "/test",
  actions: {
    clusters: "ListClusters",
    cluster: "ShowCluster",
    info: "ShowClusterUpgradeInfo",
    workflows: "ListUpgradeWorkFlows",
    workflow: "ShowUpgradeWorkFlow",
    tasks: "ListUpgradeClusterTasks",
    task: "ShowUpgradeClusterTask",
    preChecks: "ListPreCheckTasks",
    preCheck: "ShowPreCheck",
    postCheck: "CreatePostCheck",
  },
  conditions: {
    available: "ready",
    upgrading: "upgrading",
    rollingback: "rolling-back",
    error: "failed",
    scalingup: "busy",
  },
};

/** A healthy cluster of a product that does not upgrade clusters by itself. */
export function connect(routes: Record<string, FakeRoute> = {}): Promise<CceAccount> {
  return open(product, routes);
}

/** The same of a product that does. */
export function connectWithPlans(routes: Record<string, FakeRoute> = {}): Promise<CceAccount> {
  return open({ ...product, actions: { ...product.actions, plans: "ListUpgradePlans" } }, routes);
}

function open(of: CceProduct, routes: Record<string, FakeRoute>): Promise<CceAccount> {
  return openAccount({ reads: createCceReads(of), connect: (context) => connectCce(context, of) }, routes);
}

export const { conditions } = product;
