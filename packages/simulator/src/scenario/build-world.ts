import { buildOperations } from "./build-operation.ts";
import { buildSearchCluster } from "./build-search-cluster.ts";
import { type CloudForms, cloudForms } from "./cloud-forms.ts";
import type { CssClusterScenario } from "./css-scenario.ts";
import { durationMs } from "./duration.ts";
import type { CceAutopilotClusterScenario, CceClusterScenario } from "./huawei-scenario.ts";
import type {
  AccountScenario,
  AlibabaClusterScenario,
  ClusterScenario,
  NodePoolScenario,
  Scenario,
} from "./scenario.ts";
import { buildSignIn } from "./sign-in-world.ts";
import type {
  Account,
  CloudName,
  Cluster,
  KubernetesCluster,
  NodePool,
  Operation,
  ServiceName,
  World,
} from "./world.ts";

const age = 90 * 86_400_000;

/** A scenario with everything filled in; `startedAt` (epoch milliseconds) is what its durations count from. */
export function buildWorld(scenario: Scenario, startedAt: number): World {
  return { accounts: scenario.accounts.map((account) => buildAccount(account, startedAt)) };
}

/** The clusters of a scenario with the ids that the simulator gives them, for writing manifests by program. */
export function listClusters(scenario: Scenario): readonly ScenarioCluster[] {
  return scenario.accounts.flatMap((account) =>
    expand(account).map(({ scenario: cluster, name, id }) => ({
      cloud: account.cloud,
      service: serviceOf(account, cluster),
      account: account.name,
      name,
      id,
    })),
  );
}

export interface ScenarioCluster {
  readonly cloud: CloudName;
  readonly service: ServiceName;
  readonly account: string;
  readonly name: string;
  readonly id: string;
}

function buildAccount(account: AccountScenario, startedAt: number): Account {
  const huawei = account.cloud === "huawei" ? account : undefined;
  const clusters = expand(account).map((named) => buildCluster(account, named, startedAt));
  return {
    cloud: account.cloud,
    name: account.name,
    region: account.region,
    projectId: huawei?.projectId ?? "",
    accessKeyId: account.accessKeyId ?? null,
    secret: (account.cloud === "huawei" ? account.secretAccessKey : account.accessKeySecret) ?? null,
    securityToken: account.securityToken ?? null,
    token: huawei?.token ?? null,
    signIn: buildSignIn(account),
    latencyMs: durationMs(account.latency, 0),
    requestsPerSecond: account.requestsPerSecond ?? null,
    upgradeApi: account.upgradeApi ?? "open",
    cssPaging: huawei?.cssPaging ?? "both",
    cssLargestPage: huawei?.cssLargestPage ?? 1000,
    faults: account.faults ?? [],
    responses: account.responses ?? {},
    clusters: new Map(clusters.map((cluster) => [cluster.id, cluster])),
  };
}

interface NamedCluster {
  readonly scenario: ClusterScenario;
  readonly name: string;
  readonly id: string;
}

function expand(account: AccountScenario): readonly NamedCluster[] {
  const forms = cloudForms[account.cloud];
  return account.clusters.flatMap((scenario: ClusterScenario) =>
    suffixes(scenario.count).map((suffix) => {
      const name = `${scenario.name}${suffix}`;
      const id = scenario.id === undefined ? forms.clusterId(account.name, name) : `${scenario.id}${suffix}`;
      return { scenario, name, id };
    }),
  );
}

function suffixes(count: number | undefined): readonly string[] {
  if (count === undefined) return [""];
  const width = Math.max(3, `${count}`.length);
  return Array.from({ length: count }, (_, index) => `-${String(index + 1).padStart(width, "0")}`);
}

function serviceOf(account: AccountScenario, cluster: ClusterScenario): ServiceName {
  if (account.cloud === "alibaba") return "ack";
  return ("service" in cluster ? cluster.service : undefined) ?? "cce";
}

function buildCluster(account: AccountScenario, named: NamedCluster, startedAt: number): Cluster {
  const { scenario, name, id } = named;
  const common = {
    name,
    id,
    account: account.name,
    region: account.region,
    version: scenario.version,
    state: scenario.state ?? null,
    message: scenario.message ?? null,
    faults: scenario.faults ?? [],
    responses: scenario.responses ?? {},
  };
  if (isSearch(scenario)) {
    const parts = buildSearchCluster(scenario, {
      region: account.region,
      startedAt,
      names: [account.name, name],
    });
    return { ...common, ...parts, createdAt: bornBefore(startedAt, parts.operations) };
  }
  const service = serviceOf(account, scenario);
  if (service === "css") throw new Error("a CSS cluster is built as one");
  return { ...common, ...buildKubernetesCluster(scenario, service, [account.name, name], startedAt) };
}

function isSearch(cluster: ClusterScenario): cluster is CssClusterScenario {
  return "service" in cluster && cluster.service === "css";
}

function buildKubernetesCluster(
  scenario: CceClusterScenario | CceAutopilotClusterScenario | AlibabaClusterScenario,
  service: KubernetesCluster["service"],
  names: readonly string[],
  startedAt: number,
): Pick<
  KubernetesCluster,
  "service" | "createdAt" | "upgradableTo" | "operations" | "pools" | "postCheck" | "upgradePlan"
> {
  const forms = cloudForms[service === "ack" ? "alibaba" : "huawei"];
  const poolScenarios = "nodePools" in scenario ? (scenario.nodePools ?? []) : [];
  const pools = poolScenarios.map((pool) => buildPool(pool, names, forms));
  const context = { forms, startedAt, names, pools };
  const operations = buildOperations(scenario.operations ?? [], scenario.version, context);
  const createdAt = bornBefore(startedAt, operations);
  const created = service === "ack" ? [creation(scenario.version, createdAt, names, forms)] : [];
  return {
    service,
    createdAt,
    upgradableTo: scenario.upgradableTo ?? [],
    operations: [...created, ...operations],
    pools,
    postCheck: ("postCheck" in scenario ? scenario.postCheck : undefined) ?? "Success",
    upgradePlan: ("upgradePlan" in scenario ? scenario.upgradePlan : undefined) ?? null,
  };
}

function bornBefore(
  startedAt: number,
  operations: readonly { readonly plan: { readonly startsAt: number } }[],
) {
  return Math.min(startedAt, ...operations.map((operation) => operation.plan.startsAt)) - age;
}

function buildPool(pool: NodePoolScenario, names: readonly string[], forms: CloudForms): NodePool {
  return {
    id: pool.id ?? forms.poolId(...names, pool.name),
    name: pool.name,
    version: pool.version ?? null,
    state: pool.state ?? null,
    nodes: pool.nodes ?? 3,
  };
}

/** ACK lists every task of a cluster, its creation first: a reader has to pick the upgrades out of them. */
function creation(version: string, at: number, names: readonly string[], forms: CloudForms): Operation {
  const steps = [{ name: "Create", ms: 600_000 }];
  return {
    kind: "create",
    id: forms.operationId(...names, "create"),
    stepIds: [],
    mainStep: 0,
    from: version,
    to: version,
    plan: { startsAt: at, queuedMs: 0, steps, outcome: "succeeded", stopsAt: 0 },
    message: null,
    settleMs: 0,
    poolId: null,
    nodes: [],
    findings: null,
  };
}
