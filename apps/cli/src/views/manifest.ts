import { acceptsCluster, type DiscoveredCluster, type ProviderInstance } from "@upgradectl/core";
import { Document, isNode, isSeq } from "yaml";
import { escapeDollars, type WrittenConfig } from "../written-config.ts";
import { plainText, plural } from "./plain-text.ts";

/** For editors; `upgradectl schema` writes the file. */
export const schemaLines: string = [
  "# yaml-language-server: $schema=./upgradectl.schema.json",
  "# Completion and checks in editors: upgradectl schema > upgradectl.schema.json",
].join("\n");

export interface DiscoveredFleet extends WrittenConfig {
  readonly instance: ProviderInstance;
  readonly clusters: readonly DiscoveredCluster[];
  /** RFC 3339. */
  readonly at: string;
}

interface Entry {
  readonly name: string;
  readonly id: string;
  readonly targetVersion: string;
}

/** Live clusters as a manifest that holds of them; what could not be known is said in comments. */
export function renderManifest(fleet: DiscoveredFleet): string {
  const { instance, clusters, config, omitted, at } = fleet;
  const { name, source } = instance;
  const nameOf = createNamer();
  const entries: Entry[] = [];
  const comments: (string | undefined)[] = [];
  const left: string[] = [];
  for (const cluster of clusters) {
    const { id, version } = cluster;
    if (version === null || !acceptsCluster(instance, id, version)) {
      left.push(describeLeft(cluster));
      continue;
    }
    entries.push({
      name: escapeDollars(nameOf(cluster)),
      id: escapeDollars(id),
      targetVersion: escapeDollars(version),
    });
    comments.push(describeDoubt(cluster));
  }
  const hasConfig = Object.keys(config).length > 0;
  const entry = { ...(source === name ? {} : { source }), ...(hasConfig ? { config } : {}) };
  const isBare = Object.keys(entry).length === 0;
  const document = new Document(
    {
      apiVersion: "upgradectl.dev/v1",
      kind: "Fleet",
      ...(isBare ? {} : { providers: { [name]: entry } }),
      defaults: { provider: name },
      clusters: entries,
    },
    { aliasDuplicateObjects: false },
  );
  const list = document.get("clusters", true);
  if (isSeq(list))
    for (const [index, item] of list.items.entries()) {
      const comment = comments[index];
      if (comment !== undefined && isNode(item)) item.commentBefore = ` ${comment}`;
    }
  const head = [
    schemaLines,
    `# ${plural(clusters.length, "cluster")} of ${plainText(name)} as they were at ${at}. Versions are what runs, not what should run.`,
    "# Not known from a list, so not here: labels, stalledAfter, and further properties to expect.",
    ...omitted.map(
      (key) =>
        `# Left out of config, as it holds secrets: ${plainText(key)}. Set it by \${VARIABLES}, or in the environment.`,
    ),
    "",
    document.toString({ lineWidth: 0 }),
  ];
  return `${head.join("\n")}${left.map((line) => `  # ${line}\n`).join("")}`;
}

function describeDoubt({ version, isPartial, error }: DiscoveredCluster): string | undefined {
  if (!isPartial) return undefined;
  const reason = error === null ? "the API tells no more of the version" : `${error.kind}: ${error.message}`;
  return comment(`only ${version} is known: ${reason}`);
}

/** U+FFFD stands for bytes that are not UTF-8, and a manifest with it is refused, also in a comment. */
function comment(text: string): string {
  return plainText(text).replace(/[\p{C}\ufffd]/gu, "?");
}

function describeLeft({ id, name, version, error }: DiscoveredCluster): string {
  const reason =
    error !== null
      ? `${error.kind}: ${error.message}`
      : version === null
        ? "the API tells no version"
        : `a manifest cannot hold its id or its version ${version}`;
  return comment(`left out: ${name} (${id}): ${reason}`);
}

const longest = 253;

/** Names that manifests allow, each once; a cloud may have several clusters of one name, or use any character. */
function createNamer(): (cluster: DiscoveredCluster) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return ({ name, id }) => {
    const base = clean(name) || clean(id);
    let number = next.get(base) ?? 1;
    let unique = cutTo(base, longest);
    while (taken.has(unique)) {
      number += 1;
      const suffix = `-${number}`;
      unique = cutTo(base, longest - suffix.length) + suffix;
    }
    next.set(base, number);
    taken.add(unique);
    return unique;
  };
}

function clean(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, "-").trim();
}

function cutTo(text: string, length: number): string {
  return [...text].slice(0, length).join("");
}
