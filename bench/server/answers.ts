// Answers of healthy clouds, put together from texts that are made once. An account is the number of its clusters, and a
// cluster's id its number, so that the server keeps nothing and answers for accounts of any size.

/** What the answers say, for manifests. */
export const versions = { bench: "1.32.1", ack: "1.32.1-aliyun.1" } as const;

/** 33 characters, as ACK's ids have. */
export function idOf(index: number): string {
  return `c${index.toString().padStart(32, "0")}`;
}

/** An account's region, for the APIs that list by region. */
export function regionOf(clusters: number): string {
  return `bench-${clusters}`;
}

/** A whole answer, headers included, or undefined for a path that no API here has. */
export type Answers = (target: string) => string | undefined;

const created = "2026-03-02T09:14:55+08:00";

/** One cluster of the bench's own API, with its upgrades: 1.0 kB. */
function benchCluster(id: string): object {
  const upgrade = (number: number, fromVersion: string, toVersion: string) => ({
    id: `u-${number}`,
    state: "done",
    fromVersion,
    toVersion,
    startedAt: `2026-0${number}-02T01:14:55Z`,
    finishedAt: `2026-0${number}-02T02:31:07Z`,
    requestedBy: "platform-team",
    nodes: { total: 6, done: 6 },
  });
  return {
    id,
    name: `cluster-${id.slice(-6)}`,
    state: "ready",
    version: versions.bench,
    region: "north-1",
    createdAt: "2025-01-02T01:14:55Z",
    endpoint: `https://${id}.k8s.bench.example:6443`,
    network: { pods: "172.20.0.0/16", services: "172.21.0.0/20", mode: "ipvs", stack: "ipv4" },
    size: 6,
    tags: [{ key: "env", value: "prod" }],
    upgrades: [
      upgrade(3, "1.31.9", "1.32.1"),
      upgrade(2, "1.30.7", "1.31.9"),
      upgrade(1, "1.29.4", "1.30.7"),
    ],
  };
}

/** A row of DescribeClustersForRegion, all fields that the vendor gives: 0.7 kB. */
function ackRow(id: string): object {
  return {
    cluster_domain: "cluster.local",
    cluster_id: id,
    cluster_spec: "ack.pro.small",
    cluster_type: "ManagedKubernetes",
    container_cidr: "172.20.0.0/16",
    created,
    current_version: versions.ack,
    deletion_protection: true,
    init_version: "1.30.7-aliyun.1",
    ip_stack: "ipv4",
    name: `cluster-${id.slice(-6)}`,
    next_version: "",
    profile: "Default",
    proxy_mode: "ipvs",
    region_id: "cn-hangzhou",
    resource_group_id: "rg-acfm3mkrure0000",
    security_group_id: "sg-2vcgwsrwgt5mp0000000",
    service_cidr: "172.21.0.0/20",
    size: 6,
    state: "running",
    tags: [],
    timezone: "Asia/Shanghai",
    updated: created,
    vpc_id: "vpc-2vcg932hsxsxuqbgl0000",
    vswitch_ids: ["vsw-2vc41xuumx5z2rdma0000"],
  };
}

function ackTasks(id: string): object {
  const task = (type: string, number: number) => ({
    task_id: `T-${id.slice(-23)}${number}`,
    task_type: type,
    state: "success",
    created,
    updated: created,
  });
  const tasks = [task("cluster_upgrade", 2), task("cluster_create", 1)];
  return { tasks, page_info: { page_number: 1, page_size: 50, total_count: tasks.length } };
}

/** EKS's DescribeCluster, for Terraform: its provider ends at once where one of the objects is left out. */
function eksCluster(name: string): object {
  const cluster = {
    name,
    arn: `arn:aws:eks:eu-west-1:123456789012:cluster/${name}`,
    createdAt: 1_772_400_000,
    version: "1.32",
    status: "ACTIVE",
    platformVersion: "eks.9",
    endpoint: "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com",
    roleArn: "arn:aws:iam::123456789012:role/eks",
    certificateAuthority: { data: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t" },
    accessConfig: { authenticationMode: "API" },
    identity: { oidc: { issuer: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF" } },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: "172.20.0.0/16",
      ipFamily: "ipv4",
      elasticLoadBalancing: { enabled: false },
    },
    logging: { clusterLogging: [{ types: ["api"], enabled: false }] },
    resourcesVpcConfig: {
      subnetIds: ["subnet-0123456789abcdef0"],
      securityGroupIds: [],
      clusterSecurityGroupId: "sg-0123456789abcdef0",
      vpcId: "vpc-0123456789abcdef0",
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
    upgradePolicy: { supportType: "STANDARD" },
    tags: {},
  };
  return { cluster };
}

export function createAnswers(): Answers {
  const kinds: readonly (readonly [prefix: string, suffix: string, answer: (id: string) => string])[] = [
    ["/v1/clusters/", "", createTemplate(benchCluster)],
    ["/clusters/", "/tasks", createTemplate(ackTasks)],
    ["/clusters/", "", createTemplate(ackRow)],
    ["/eks/clusters/", "", createTemplate(eksCluster)],
  ];
  const pages = new Map<string, string>();
  return (target) => {
    const end = target.indexOf("?");
    const path = end < 0 ? target : target.slice(0, end);
    for (const [prefix, suffix, answer] of kinds) {
      const idEnd = path.length - suffix.length;
      if (!path.startsWith(prefix) || !path.endsWith(suffix)) continue;
      if (idEnd - prefix.length === 33) return answer(path.slice(prefix.length, idEnd));
    }
    const known = pages.get(target) ?? writePage(new URL(target, "http://bench"));
    if (known !== undefined) pages.set(target, known);
    return known;
  };
}

/** The answer with an id's place left open: ids are of one length, and so are the answers. */
function createTemplate(body: (id: string) => object): (id: string) => string {
  const [sample, short] = [idOf(0), idOf(0).slice(-6)];
  const parts = writeAnswer(body(sample)).split(sample);
  if (parts.length < 2) return (id) => parts.join(id);
  const shortParts = parts.map((part) => part.split(`cluster-${short}`));
  return (id) => shortParts.map((texts) => texts.join(`cluster-${id.slice(-6)}`)).join(id);
}

function writePage(url: URL): string | undefined {
  const count = Number(/^\/(?:v1\/accounts\/|regions\/bench-)(\d+)\/clusters$/.exec(url.pathname)?.[1]);
  if (!(count > 0)) return undefined;
  const isAck = url.pathname.startsWith("/regions/");
  const number = Number(url.searchParams.get(isAck ? "page_number" : "page") ?? 1);
  const size = isAck ? Math.min(50, Number(url.searchParams.get("page_size") ?? 10)) : 100;
  const first = (number - 1) * size;
  const ids = Array.from({ length: Math.max(0, Math.min(size, count - first)) }, (_, row) =>
    idOf(first + row),
  );
  if (!isAck) return writeAnswer({ clusters: ids.map(benchCluster), total: count });
  const page_info = { page_number: number, page_size: size, total_count: count };
  return writeAnswer({ clusters: ids.map(ackRow), page_info });
}

function writeAnswer(body: object): string {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-acs-request-id: 0F1A8B24-5C3D-4E6F-A7B8-C9D0E1F2A3B4\r\nContent-Length: ${text.length}\r\nConnection: keep-alive\r\n\r\n${text}`;
}
