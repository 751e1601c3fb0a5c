import { parsePercent } from "@upgradectl/huawei-cloud";
import type { Condition, Finding, Observation, PropertyValue } from "@upgradectl/provider-sdk";
import { listOperations, type Upgrades } from "./operations.ts";
import type { Cluster, Image } from "./responses.ts";

/**
 * `status` of a cluster and of its nodes: 100 an operation is in progress, 200 available, 303 unavailable (API
 * reference, 2025-01); 300 unavailable in the documents of a sister cloud.
 */
const conditions: ReadonlyMap<string, Condition> = new Map(
  Object.entries({ "100": "busy", "200": "ready", "300": "failed", "303": "failed" } satisfies Record<
    string,
    Condition
  >),
);

/** Words of `actions` for what this reads; the documents name only others (REBOOTING, GROWING ...), as examples. */
const upgradeAction = /UPGRAD|AZ_?MIGRAT|MIGRAT(?:E|ING|ION)_?AZ/i;

/** What was read besides the cluster itself. */
export interface UpgradeState {
  readonly upgrades: Upgrades;
  /** Why upgrades could not be read. */
  readonly unread?: Observation["unread"];
  /** Images that the cluster could have; null where they could not be read, absent where they were not asked for. */
  readonly images?: readonly Image[] | null;
}

/** The facts about one cluster. */
export function observeCluster(cluster: Cluster, { upgrades, unread, images }: UpgradeState): Observation {
  const findings = findingsOf(cluster, images);
  return {
    version: cluster.datastore.version,
    state: stateOf(cluster),
    operations: listOperations(cluster, upgrades),
    properties: {
      image: cluster.datastore.subVersion,
      availabilityZones: zonesOf(cluster),
      ...(images === undefined ? {} : { targetImages: images === null ? null : nameImages(images) }),
    },
    ...(findings.length === 0 ? {} : { findings }),
    ...(unread == null ? {} : { unread }),
  };
}

/** What is known of a cluster whose upgrades could not be read. */
export function summarise(cluster: Cluster): string {
  return `status ${stateOf(cluster).raw || "not told"}, version ${cluster.datastore.version ?? "not told"}`;
}

/** The zones of all nodes; null where that of any is not told. */
export function zonesOf({ instances }: Cluster): PropertyValue {
  const zones = instances.flatMap(({ azCode }) => azCode ?? []);
  if (zones.length === 0 || zones.length < instances.length) return null;
  return [...new Set(zones)].toSorted();
}

/** Status 200 does not mean that nothing is under way: the vendor's own samples have it beside actions. */
function stateOf(cluster: Cluster): Observation["state"] {
  const status = cluster.status ?? "";
  const actions = actionsOf(cluster);
  const raw = actions.length === 0 ? status : `${status} (${actions.join(", ")})`.trim();
  const condition = conditions.get(status) ?? "unknown";
  if (condition === "failed" || condition === "unknown") return { condition, raw };
  if (actions.some((action) => upgradeAction.test(action))) return { condition: "upgrading", raw };
  const isBusy = actions.length > 0 || cluster.instances.some((instance) => instance.status === "100");
  return { condition: isBusy ? "busy" : condition, raw };
}

/** What is under way: the listed actions, and those whose progress (`{ "CREATING": "5%" }`) is not at its end. */
function actionsOf({ actions, actionProgress }: Cluster): readonly string[] {
  const isMap =
    typeof actionProgress === "object" && actionProgress !== null && !Array.isArray(actionProgress);
  const running = Object.entries(isMap ? actionProgress : {}).flatMap(([action, progress]) =>
    parsePercent(progress) === 1 ? [] : [action],
  );
  return [...new Set([...actions, ...running])];
}

function findingsOf(cluster: Cluster, images: UpgradeState["images"]): readonly Finding[] {
  const { failedReason, datastore, instances } = cluster;
  const isFailed = stateOf(cluster).condition === "failed";
  const findings: Finding[] = [];
  if (failedReason.errorCode !== null || failedReason.errorMsg !== null) {
    const item = failedReason.errorCode ?? "failedReason";
    findings.push({
      level: isFailed ? "error" : "warning",
      item,
      message: failedReason.errorMsg,
      resource: null,
    });
  }
  for (const { name, status } of instances) {
    if (conditions.get(status ?? "") !== "failed") continue;
    findings.push({
      level: "warning",
      item: "instance",
      message: `the node is unavailable (${status})`,
      resource: name,
    });
  }
  if (datastore.isEosCluster)
    findings.push({
      level: "warning",
      item: "image",
      message: describeEndOfSupport(datastore.subVersion, images),
      resource: null,
    });
  return findings;
}

function describeEndOfSupport(image: string | null, images: UpgradeState["images"]): string {
  const subject = `image ${image ?? "of the cluster"} is out of support`;
  if (images == null) return `${subject}; which images are offered could not be read`;
  const [best] = nameImages(images);
  return best === undefined ? `${subject}, and no other is offered` : `${subject}; ${best} is offered`;
}

/** A larger priority is the better image. */
function nameImages(images: readonly Image[]): readonly string[] {
  const rank = ({ priority }: Image) => (typeof priority === "number" ? priority : Number.NEGATIVE_INFINITY);
  return images
    .toSorted((a, b) => Math.sign(rank(b) - rank(a)) || 0)
    .flatMap(({ displayName, id }) => displayName ?? id ?? []);
}
