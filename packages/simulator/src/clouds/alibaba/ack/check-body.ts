import type { FindingScenario } from "../../../scenario/base-scenario.ts";
import { deriveHex } from "../../../scenario/derive-id.ts";
import type { Operation } from "../../../scenario/world.ts";
import type { ClusterAt, PlayedOperation } from "../../../timeline/cluster-at.ts";
import type { StepAt } from "../../../timeline/operation-at.ts";
import { nanosecondUtcTime } from "../times.ts";

/** The check at the beginning of an upgrade. */
export interface CheckAt {
  readonly id: string;
  readonly type: "ClusterUpgrade" | "NodePoolUpgrade";
  /** The node pool's id; null for the cluster itself. */
  readonly target: string | null;
  readonly step: StepAt;
  readonly startedAt: number;
  readonly played: PlayedOperation;
}

/** The checks that have begun, those of node pools among them. */
export function checksOf(state: ClusterAt): readonly CheckAt[] {
  return state.operations.flatMap((played) => {
    const { operation, at } = played;
    const step = at.steps.find(({ name }) => name === "PreCheck");
    if (step === undefined || step.startedAt === null) return [];
    const onPool = operation.kind === "node-pool";
    return [
      {
        id: checkId(state.cluster.id, played, step.startedAt),
        type: onPool ? "NodePoolUpgrade" : "ClusterUpgrade",
        target: onPool ? operation.poolId : null,
        step,
        startedAt: step.startedAt,
        played,
      } as const,
    ];
  });
}

/** `1697100584236600453-ce0d...-clustercheck-lboto` (vendor SDK 7.2.0). */
function checkId(cluster: string, { operation }: PlayedOperation, startedAt: number): string {
  const letters = deriveHex(cluster, operation.id ?? "").replace(
    /\d/g,
    (digit) => "ghijklmnop"[Number(digit)] ?? "",
  );
  return `${Math.floor(startedAt)}600453-${cluster}-clustercheck-${letters.slice(0, 5)}`;
}

// Only Succeeded is documented; the vendor's own command line waits for Failed too. The word of a check that runs is ours.
const statuses = {
  waiting: "Running",
  running: "Running",
  paused: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Failed",
} as const;

/** A row of ListClusterChecks. */
export function checkRow({ id, type, step, startedAt, played }: CheckAt): Readonly<Record<string, unknown>> {
  return {
    check_id: id,
    type,
    status: statuses[step.phase],
    message: messageOf(step, played.operation),
    created_at: nanosecondUtcTime(startedAt),
    ...(step.finishedAt !== null && { finished_at: nanosecondUtcTime(step.finishedAt) }),
  };
}

function messageOf({ phase }: StepAt, { message }: Operation): string {
  if (phase === "failed" || phase === "cancelled") return message ?? "task failed";
  return phase === "succeeded" ? "task succeed" : "";
}

/** GetClusterCheck: `check_items` are lists of objects by group. */
export function checkDetail(check: CheckAt): object {
  const groups = Map.groupBy(itemsOf(check), ({ group = "ClusterResource" }) => group);
  const check_items = Object.fromEntries([...groups].map(([group, items]) => [group, items.map(itemBody)]));
  return { ...checkRow(check), check_items };
}

const passed: readonly FindingScenario[] = [
  { group: "ClusterResource", item: "APIService", level: "normal", resource: "v1beta1.metrics.k8s.io" },
  { group: "NodeResource", item: "NodeStatus", level: "normal", resource: "cn-hangzhou.192.168.0.1" },
];

/** While a check runs, nothing has been found. One that failed without findings names the one that stopped it. */
function itemsOf({ step, played: { operation } }: CheckAt): readonly FindingScenario[] {
  if (step.phase === "running" || step.phase === "paused") return [];
  const given = operation.findings ?? [];
  if (given.length > 0 || step.phase !== "failed") return [...passed, ...given];
  return [...passed, { item: "ClusterStatus", message: messageOf(step, operation) }];
}

/** The level is the name of a member (sample in the vendor's document, 2026-04; the words beside `normal` are not). */
function itemBody({
  item,
  group = "ClusterResource",
  level = "error",
  message = "",
  resource,
}: FindingScenario): object {
  const targets = resource === undefined ? [] : [{ Target: resource }];
  return { Name: item, Group: group, Level: { [level]: { Message: message, Targets: targets } } };
}
