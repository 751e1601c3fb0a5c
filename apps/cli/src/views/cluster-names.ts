import type { DiscoveredCluster } from "@upgradectl/core";

const longest = 253;

/**
 * Names that a manifest allows, each once, in the clusters' order; a cloud may have several clusters of one name, or use
 * any character. The first of a name keeps it, and so does every cluster that is alone with its name.
 */
export function nameClusters(clusters: readonly Pick<DiscoveredCluster, "id" | "name">[]): readonly string[] {
  const bases = clusters.map(({ name, id }) => cutTo(clean(name) || clean(id), longest));
  const reserved = new Set(bases);
  const given = new Set<string>();
  const next = new Map<string, number>();
  return bases.map((base) => {
    let unique = base;
    for (let number = next.get(base) ?? 2; given.has(unique); number += 1) {
      const suffix = `-${number}`;
      const numbered = cutTo(base, longest - suffix.length) + suffix;
      if (!reserved.has(numbered)) unique = numbered;
      next.set(base, number + 1);
    }
    given.add(unique);
    return unique;
  });
}

function clean(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, "-").trim();
}

function cutTo(text: string, length: number): string {
  return [...text].slice(0, length).join("").trim();
}
