import type { FindingScenario } from "../../../scenario/base-scenario.ts";
import { deriveUuid } from "../../../scenario/derive-id.ts";
import type { ClusterAt, PlayedOperation } from "../../../timeline/cluster-at.ts";
import type { StepAt } from "../../../timeline/operation-at.ts";
import { utcTime } from "../times.ts";

/** The check of a workflow that has begun. */
export interface PreCheckAt {
  readonly id: string;
  readonly step: StepAt;
  readonly startedAt: number;
  readonly played: PlayedOperation;
}

/** Upgrades outside of a workflow have no check. */
export function checksOf(state: ClusterAt): readonly PreCheckAt[] {
  return state.operations.flatMap((played) => {
    const index = played.at.steps.findIndex(({ name }) => name === "PreCheck");
    const step = played.at.steps[index];
    const id = played.operation.stepIds[index];
    if (played.operation.id === null || step === undefined || step.startedAt === null || id === undefined)
      return [];
    return [{ id, step, startedAt: step.startedAt, played }];
  });
}

const phases = {
  waiting: "Init",
  running: "Running",
  paused: "Running",
  succeeded: "Success",
  failed: "Failed",
  cancelled: "Failed",
} as const;

/** A `PreCheckTask` (vendor SDK 3.1.211; no public sample). What passed counts for one hour (vendor's sample, 2024-11). */
export function preCheckBody(clusterId: string, { id, step, startedAt, played }: PreCheckAt): object {
  const { operation, at } = played;
  const phase = phases[step.phase];
  const items = itemsOf(played, step);
  const failed = step.phase === "failed";
  return {
    kind: "PreCheckTask",
    apiVersion: "v3",
    metadata: {
      uid: id,
      creationTimestamp: utcTime(startedAt),
      updateTimestamp: utcTime(step.finishedAt ?? at.updatedAt),
    },
    spec: { clusterID: clusterId, clusterVersion: operation.from, targetVersion: operation.to },
    status: {
      phase,
      ...(step.phase === "succeeded" &&
        step.finishedAt !== null && { expireTimeStamp: utcTime(step.finishedAt + 3_600_000) }),
      ...(failed && { message: operation.message ?? "the check before the upgrade failed" }),
      clusterCheckStatus: { phase, itemsStatus: items.filter(isOfCluster).map((item) => itemBody(item)) },
      addonCheckStatus: { phase, itemsStatus: items.filter(isOfAddon).map((item) => itemBody(item)) },
      nodeCheckStatus: { phase, nodeStageStatus: nodeStages(clusterId, items) },
    },
  };
}

type ItemPhase = "Init" | "Running" | "Success" | "Failed";

interface Item {
  readonly name: string;
  readonly group: string;
  readonly level: string;
  readonly phase: ItemPhase;
  readonly message: string;
  readonly resource: string | null;
}

// The first two names were seen live (2026-08), the third is ours.
const healthy: readonly FindingScenario[] = [
  { group: "LimitCheck", item: "upgrade-limit-check", level: "Fatal" },
  { group: "AddonCheck", item: "addon-limit-check", level: "Fatal" },
  { group: "NodeCheck", item: "node-ready-check", level: "Warning", resource: "node-1" },
];

/** While the check runs, nothing has been found. A check that failed without findings names the one that stopped it. */
function itemsOf({ operation }: PlayedOperation, step: StepAt): readonly Item[] {
  const given = operation.findings ?? [];
  const found = given.length === 0 && step.phase === "failed" ? [unnamed(operation.message)] : given;
  const named = new Set(found.map(({ item }) => item));
  const rest = healthy.filter(({ item }) => !named.has(item)).map((check) => item(check, restPhase(step)));
  if (step.phase === "running" || step.phase === "paused") return rest;
  return [...rest, ...found.map((finding) => item(finding, "Failed"))];
}

function restPhase({ phase }: StepAt): ItemPhase {
  return phase === "running" || phase === "paused" ? "Running" : "Success";
}

function unnamed(message: string | null): FindingScenario {
  return { item: "upgrade-limit-check", ...(message !== null && { message }) };
}

function item(check: FindingScenario, phase: ItemPhase): Item {
  const { item: name, group = "LimitCheck", level = "Fatal", message, resource = null } = check;
  return {
    name,
    group,
    level,
    phase,
    message: message ?? (phase === "Failed" ? `${name} failed` : ""),
    resource,
  };
}

function isOfNode({ group }: Item): boolean {
  return group === "NodeCheck" || group === "MasterCheck";
}

function isOfAddon({ group }: Item): boolean {
  return group === "AddonCheck";
}

function isOfCluster(each: Item): boolean {
  return !isOfNode(each) && !isOfAddon(each);
}

/** Only what is called an exception has to be mended; a risk may be accepted. */
function itemBody({ name, group, level, phase, message, resource }: Item, nodeId?: string): object {
  const risk = phase === "Failed" && resource !== null ? riskOf(group, resource, message, nodeId) : null;
  return {
    name,
    kind: level === "Fatal" ? "Exception" : "Risk",
    group,
    level,
    phase,
    message,
    ...(risk !== null && { riskSource: risk }),
    errorCodes: phase === "Failed" ? ["CCE.01400001"] : [],
  };
}

function riskOf(group: string, resource: string, message: string, nodeId: string | undefined): object {
  if (nodeId !== undefined) return { nodeRisks: [{ NodeID: nodeId }] };
  if (group === "AddonCheck") return { addonRisks: [{ addonTemplateName: resource, alias: resource }] };
  if (resource.startsWith("/")) return { deprecatedAPIRisks: [{ url: resource, userAgent: "unknown" }] };
  const field = { field: resource, operation: "Modify", originalValue: "", value: "" };
  return {
    configurationRisks: [{ package: "cluster", sourceFile: "", nodeMsg: message, ...field }],
  };
}

function nodeStages(clusterId: string, items: readonly Item[]): readonly object[] {
  const byNode = Map.groupBy(items.filter(isOfNode), ({ group, resource }) => resource ?? `${group}-node`);
  return [...byNode].map(([name, own]) => {
    const uid = deriveUuid(clusterId, name);
    const nodeType = own.some(({ group }) => group === "MasterCheck") ? "master" : "node";
    return {
      nodeInfo: { uid, name, status: "Active", nodeType },
      itemsStatus: own.map((each) => itemBody(each, uid)),
    };
  });
}
