import type {
  AccountScenario,
  AlibabaClusterScenario,
  FaultScenario,
  HuaweiClusterScenario,
  ResponsesScenario,
} from "@upgradectl/simulator";

export const sources = ["huawei-cce", "huawei-cce-autopilot", "huawei-css", "alibaba-ack"] as const;
export type Source = (typeof sources)[number];

/** What of a run a fault hits. */
export const places = ["everything", "sign-in", "list", "cluster", "upgrades"] as const;
export type Place = (typeof places)[number];

/** Every key and password of the matrix has it in it, and no output may. */
export const secretMark = "nobody-may-see";
const podRole = "acs:ram::123456789012:role/pod";
const oidcProvider = "acs:ram::123456789012:oidc-provider/ack";
export const oidcToken: string = `oidc-token-${secretMark}`;
/** Signs the clusters in that have no credentials of their own; the file's name is added. */
export const roleVariables = {
  ALIBABA_CLOUD_ROLE_ARN: podRole,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidcProvider,
};

type Fate = "healthy" | "moving" | "failed";

/** A status with the cloud's own body, in place of this answer. */
export interface Hit {
  readonly status: number;
  readonly action: string;
  readonly retryAfter?: number;
}

/** Of one account: who it is, and what it owns. */
export interface Owned {
  readonly name: string;
  readonly number: number;
  readonly clusters: readonly { readonly id: string; readonly fate: Fate; readonly hit?: Hit }[];
  /** Of the account itself. */
  readonly hit?: Hit;
  readonly responses?: ResponsesScenario;
}

/** One provider: its simulated accounts, its configuration, and which requests are which. */
export interface Cloud {
  readonly source: Source;
  readonly targetVersion: string;
  /** What the clusters that move are on their way to. */
  readonly nextVersion: string;
  readonly with?: object;
  readonly emptyList: ResponsesScenario;
  readonly account: (owned: Owned) => AccountScenario;
  /** With `signInUrl` it signs in there first. */
  readonly config: (number: number, endpoint: string, signInUrl?: string) => object;
  readonly list: RegExp;
  readonly cluster: (id: string) => RegExp;
  readonly upgrades: (id: string) => RegExp;
  readonly actions: { readonly list: string; readonly cluster: string; readonly upgrades: string };
}

const keyOf = (prefix: string, number: number) => `${prefix}${String(number).padStart(8, "0")}`;
const projectOf = (number: number) => number.toString(16).padStart(32, "0");

/** Its last upgrade failed though the version is as declared: whoever loses the upgrade sees a converged cluster. */
const failedAgo = { startedAgo: "2h", duration: "30m", outcome: "failed" } as const;
/** Before its upgrade task: upgradeinfo, which the clusters' other read asks, shows nothing of it. */
const failedEarly = { ...failedAgo, stopsAt: "PreCheck" } as const;
const movingNow = { startedAgo: "10m", duration: "2h" } as const;

function huawei(source: Exclude<Source, "alibaba-ack">, facts: HuaweiFacts): Cloud {
  const { service, version, next, prefix, suffix, actions } = facts;
  const credentials = (number: number) => ({
    accessKeyId: keyOf("HWKEYOFAMATRIX", number),
    secretAccessKey: `secret-${number}-${secretMark}`,
  });
  const user = (number: number) => ({
    username: `reader-${number}`,
    password: `password-${number}-${secretMark}`,
    domainName: `domain-${number}`,
  });
  const clusterOf = ({ id, fate, hit }: Owned["clusters"][number]) =>
    ({
      name: id,
      id,
      service,
      version,
      operations:
        fate === "healthy" ? [] : [{ to: next, ...(fate === "failed" ? facts.failedAgo : movingNow) }],
      faults: faultsOf(hit),
    }) as HuaweiClusterScenario; // the union of three services, of which this is one
  return {
    source,
    targetVersion: version,
    // CSS upgrades to a build of the same version.
    nextVersion: service === "css" ? version : next,
    ...(facts.with === undefined ? {} : { with: facts.with }),
    emptyList: { [actions.list]: { body: facts.emptyBody } },
    account: ({ name, number, clusters, hit, responses }) => ({
      cloud: "huawei",
      name,
      region: "cn-north-4",
      projectId: projectOf(number),
      ...credentials(number),
      domainName: user(number).domainName,
      users: [{ name: user(number).username, password: user(number).password }],
      faults: faultsOf(hit),
      clusters: clusters.map(clusterOf),
      ...(responses === undefined ? {} : { responses }),
    }),
    config: (number, endpoint, signInUrl) => ({
      region: "cn-north-4",
      projectId: projectOf(number),
      endpoint,
      ...(signInUrl === undefined
        ? { credentials: credentials(number) }
        : { iamEndpoint: signInUrl, credentials: user(number) }),
    }),
    list: new RegExp(`^${prefix}/[0-9a-f]{32}/clusters(\\?|$)`),
    cluster: (id) => new RegExp(`^${prefix}/[0-9a-f]{32}/clusters/${id}(\\?|$)`),
    upgrades: (id) => new RegExp(`^${prefix}/[0-9a-f]{32}/clusters/${id}/${suffix}(\\?|$)`),
    actions,
  };
}

interface HuaweiFacts {
  readonly service: "cce" | "cce-autopilot" | "css";
  readonly version: string;
  readonly next: string;
  readonly failedAgo: object;
  readonly prefix: string;
  readonly suffix: string;
  readonly with?: object;
  readonly emptyBody: object;
  readonly actions: Cloud["actions"];
}

function faultsOf(hit: Hit | undefined): readonly FaultScenario[] {
  if (hit === undefined) return [];
  const { status, action, retryAfter } = hit;
  const kind = status as 400; // of those that the simulator knows
  return [{ kind, action, ...(retryAfter === undefined ? {} : { retryAfter }) }];
}

const emptyItems = { kind: "Cluster", apiVersion: "v3", items: [] };
const workflows = "operation/upgradeworkflows";

export const clouds: Readonly<Record<Source, Cloud>> = {
  "huawei-cce": huawei("huawei-cce", {
    service: "cce",
    version: "v1.29.8-r4",
    next: "v1.31.4-r2",
    failedAgo: failedEarly,
    prefix: "/api/v3/projects",
    suffix: workflows,
    emptyBody: emptyItems,
    actions: { list: "ListClusters", cluster: "ShowCluster", upgrades: "ListUpgradeWorkFlows" },
  }),
  "huawei-cce-autopilot": huawei("huawei-cce-autopilot", {
    service: "cce-autopilot",
    version: "v1.29.8-r4",
    next: "v1.31.4-r2",
    failedAgo: failedEarly,
    prefix: "/autopilot/v3/projects",
    suffix: workflows,
    emptyBody: emptyItems,
    actions: {
      list: "ListAutopilotClusters",
      cluster: "ShowAutopilotCluster",
      upgrades: "ListAutopilotUpgradeWorkFlows",
    },
  }),
  "huawei-css": huawei("huawei-css", {
    service: "css",
    version: "7.10.2",
    next: "7.10.2_25.1.0_0101",
    failedAgo,
    prefix: "/v1.0",
    suffix: "upgrade/detail",
    // One list of upgrades, so that the number of requests does not hang on which of two fails first.
    with: { operations: ["UPGRADING"] },
    emptyBody: { totalSize: 0, clusters: [] },
    actions: { list: "ListClustersDetails", cluster: "ShowClusterDetail", upgrades: "UpgradeDetail" },
  }),
  "alibaba-ack": {
    source: "alibaba-ack",
    targetVersion: "1.32.1-aliyun.1",
    nextVersion: "1.34.1-aliyun.1",
    emptyList: {
      DescribeClustersForRegion: {
        body: { clusters: [], page_info: { page_number: 1, page_size: 50, total_count: 0 } },
      },
    },
    account: ({ name, number, clusters, hit, responses }) => ({
      cloud: "alibaba",
      name,
      region: "cn-hangzhou",
      accessKeyId: keyOf("LTAI5tMatrix", number),
      accessKeySecret: `secret-${number}-${secretMark}`,
      // What the tasks do not tell, nobody else tells.
      upgradeApi: "absent",
      ...(name === roleAccount
        ? { oidc: { providerArn: oidcProvider, roleArn: podRole, token: oidcToken } }
        : {}),
      faults: faultsOf(hit),
      clusters: clusters.map(
        ({ id, fate, hit: own }): AlibabaClusterScenario => ({
          name: id,
          id,
          version: "1.32.1-aliyun.1",
          operations:
            fate === "healthy"
              ? []
              : [{ to: "1.34.1-aliyun.1", ...(fate === "failed" ? failedAgo : movingNow) }],
          faults: faultsOf(own),
        }),
      ),
      ...(responses === undefined ? {} : { responses }),
    }),
    config: (number, endpoint, signInUrl) => ({
      region: "cn-hangzhou",
      endpoint,
      ...(signInUrl === undefined
        ? {
            credentials: {
              accessKeyId: keyOf("LTAI5tMatrix", number),
              accessKeySecret: `secret-${number}-${secretMark}`,
            },
          }
        : { stsEndpoint: signInUrl }),
    }),
    list: /^\/regions\/[^/]+\/clusters(\?|$)/,
    cluster: (id) => new RegExp(`^/clusters/${id}(\\?|$)`),
    // The detail of a task may still tell what the list has wrong.
    upgrades: (id) => new RegExp(`^/(clusters/${id}/tasks(\\?|$)|tasks/)`),
    actions: {
      list: "DescribeClustersForRegion",
      cluster: "DescribeClusterDetail",
      upgrades: "DescribeClusterTasks",
    },
  },
};

/** Owns every cluster of ACK whose provider signs in: its requests name a role, and no account. */
export const roleAccount = "role";
