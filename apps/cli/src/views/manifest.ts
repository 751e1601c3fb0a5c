import type { DiscoveredCluster, Discovery, ProviderInstance } from "@upgradectl/core";
import { Document, isNode, isSeq } from "yaml";
import { escapeDollars, type WrittenConfig } from "../written-config.ts";
import { describeDoubt, describeLeft, toComment } from "./cluster-comment.ts";
import { nameClusters } from "./cluster-names.ts";
import { plural } from "./plain-text.ts";

export interface DiscoveredFleet extends WrittenConfig, Discovery {
  readonly instance: ProviderInstance;
  /** RFC 3339. */
  readonly at: string;
}

/** Live clusters as a manifest that holds of them; what could not be known is said in comments. */
export function renderManifest(fleet: DiscoveredFleet): string {
  const { clusters, error } = fleet;
  const [written, left] = [clusters.filter(hasEntry), clusters.filter((cluster) => !hasEntry(cluster))];
  const document = new Document(toManifest(fleet, written), { aliasDuplicateObjects: false });
  const list = document.get("clusters", true);
  if (isSeq(list))
    for (const [index, item] of list.items.entries()) {
      const cluster = written[index];
      const comment = cluster === undefined ? undefined : describeDoubt(cluster);
      if (comment !== undefined && isNode(item)) item.commentBefore = ` ${comment}`;
    }
  const end = [
    ...left.map((cluster) => `  # ${describeLeft(cluster)}\n`),
    ...(error === undefined
      ? []
      : [`# This list is not complete: it ended early, ${toComment(`${error.kind}: ${error.message}`)}\n`]),
  ];
  return `${headOf(fleet).join("\n")}\n\n${document.toString({ lineWidth: 0 })}${end.join("")}`;
}

/** What the vendor says is not there is no cluster to declare. */
export function hasEntry({ targetVersion, error }: DiscoveredCluster): boolean {
  return targetVersion !== null && error?.kind !== "not-found";
}

function toManifest(
  { instance, config }: DiscoveredFleet,
  clusters: readonly DiscoveredCluster[],
): Readonly<Record<string, unknown>> {
  const { name, source } = instance;
  const names = nameClusters(clusters);
  const provider = {
    ...(source === name ? {} : { source }),
    ...(Object.keys(config).length > 0 ? { config } : {}),
  };
  const { region } = config;
  return {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    ...(Object.keys(provider).length === 0 ? {} : { providers: { [name]: provider } }),
    defaults: { provider: name, ...(typeof region === "string" ? { labels: { region } } : {}) },
    clusters: clusters.map(({ id, targetVersion }, index) => ({
      name: escapeDollars(names[index] ?? id),
      id: escapeDollars(id),
      targetVersion: escapeDollars(targetVersion ?? ""),
    })),
  };
}

function headOf({ instance, clusters, omitted, at }: DiscoveredFleet): readonly string[] {
  return [
    "# yaml-language-server: $schema=./upgradectl.schema.json",
    "# Completion and checks in editors, with this file as live.yaml: upgradectl schema live.yaml > upgradectl.schema.json",
    `# ${plural(clusters.length, "cluster")} of ${toComment(instance.name)} as they were at ${at}. Versions are what runs, not what should run; where an`,
    "# upgrade is under way, what it leads to. A comment says where `check` finds a cluster not converged now, and why.",
    "# Nobody but you knows, so not here: labels of your own, stalledAfter, and further properties to expect.",
    ...omitted.map(
      (key) =>
        `# Left out of config, as it holds secrets: ${toComment(key)}. Set it by \${VARIABLES}, or in the environment.`,
    ),
  ];
}
