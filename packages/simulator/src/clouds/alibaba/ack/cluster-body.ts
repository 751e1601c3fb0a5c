import type { ClusterAt, PoolAt } from "../../../timeline/cluster-at.ts";
import { chinaTime, nanosecondTime } from "../times.ts";

/** A row of DescribeClustersForRegion (vendor SDK 7.2.0). */
export function clusterRow(state: ClusterAt): Readonly<Record<string, unknown>> {
  const { cluster } = state;
  return {
    cluster_domain: "cluster.local",
    cluster_id: cluster.id,
    cluster_spec: "ack.pro.small",
    cluster_type: "ManagedKubernetes",
    container_cidr: "172.20.0.0/16",
    created: chinaTime(cluster.createdAt),
    current_version: state.version,
    deletion_protection: true,
    init_version: cluster.version,
    ip_stack: "ipv4",
    name: cluster.name,
    next_version: cluster.upgradableTo[0] ?? "",
    profile: "Default",
    proxy_mode: "ipvs",
    region_id: cluster.region,
    resource_group_id: "rg-acfm3mkrure0000",
    security_group_id: "sg-2vcgwsrwgt5mp0000000",
    service_cidr: "172.21.0.0/20",
    size: state.pools.reduce((sum, { pool }) => sum + pool.nodes, 0),
    state: stateWord(state),
    tags: [],
    timezone: "Asia/Shanghai",
    updated: chinaTime(state.updatedAt),
    vpc_id: "vpc-2vcg932hsxsxuqbgl0000",
    vswitch_ids: ["vsw-2vc41xuumx5z2rdma0000"],
  };
}

/** DescribeClusterDetail: the row and what the list leaves out; two members are JSON inside a text. */
export function clusterDetail(state: ClusterAt): Readonly<Record<string, unknown>> {
  return {
    ...clusterRow(state),
    auto_mode: { enable: false },
    maintenance_window: {
      enable: true,
      maintenance_time: "03:00:00Z",
      duration: "3h",
      weekly_period: "Monday,Thursday",
      recurrence: "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TH",
    },
    operation_policy: { cluster_auto_upgrade: { enabled: false, channel: "patch" } },
    master_url: '{"intranet_api_server_endpoint":"https://192.168.0.251:6443"}',
    meta_data: '{"Addons":[],"RuntimeVersion":"1.6.28"}',
    rrsa_config: { enabled: false },
  };
}

/** `upgrading` from the task's first step until the cluster has settled after its success. */
export function stateWord({ cluster, busyWith }: ClusterAt): string {
  return cluster.state ?? (busyWith === null ? "running" : "upgrading");
}

/** A node pool; the kubelet's version stands in `node_components`, and not for every pool. */
export function poolBody(state: ClusterAt, { pool, version, upgrading }: PoolAt): object {
  return {
    nodepool_info: {
      nodepool_id: pool.id,
      name: pool.name,
      type: "ess",
      is_default: false,
      region_id: state.cluster.region,
      created: nanosecondTime(state.cluster.createdAt),
      updated: nanosecondTime(state.updatedAt),
    },
    status: {
      state: pool.state ?? (upgrading ? "updating" : "active"),
      total_nodes: pool.nodes,
      healthy_nodes: pool.nodes,
      failed_nodes: 0,
      initial_nodes: 0,
      offline_nodes: 0,
      removing_nodes: 0,
      serving_nodes: pool.nodes,
    },
    ...(version !== null && {
      node_components: [
        { name: "kubelet", version, config_revision: "1", config: { custom_config: {}, envs: [] } },
      ],
    }),
    kubernetes_config: { runtime: "containerd", runtime_version: "1.6.28", unschedulable: false },
    management: { enable: true, auto_upgrade: false, auto_upgrade_policy: { auto_upgrade_kubelet: false } },
    scaling_group: { image_type: "AliyunLinux3", desired_size: pool.nodes },
    auto_mode: { enable: false },
  };
}
