import type { DiscoveredCluster } from "@upgradectl/core";
import { plainText } from "./plain-text.ts";

/** What a reader of the manifest should know of a cluster, and what `check` says of it; undefined where all is well. */
export function describeDoubt(cluster: DiscoveredCluster): string | undefined {
  const { version, isPartial, error, judgement } = cluster;
  const verdict = judgement?.verdict ?? "unknown";
  const parts = [
    ...(isPartial ? [`only ${version} is known of the version`] : []),
    ...(error === null ? [] : [`not read whole: ${error.kind}: ${error.message}`]),
    ...(verdict === "converged" || judgement === null ? [] : [inVendorsWords(cluster)]),
    ...(verdict === "converged" ? [] : [`check says ${verdict}${reasonOf(cluster)}`]),
  ];
  return parts.length === 0 ? undefined : toComment(parts.join("; "));
}

/** Why a cluster has no entry. */
export function describeLeft({ id, name, version, error }: DiscoveredCluster): string {
  const reason =
    error !== null
      ? `${error.kind}: ${error.message}`
      : version === null
        ? "the API tells no version; add it with the targetVersion that it should have"
        : `a manifest cannot hold its id or its version ${version}`;
  return toComment(`left out: ${name} (${id}): ${reason}`);
}

function inVendorsWords({ version, targetVersion, state, judgement }: DiscoveredCluster): string {
  const word = judgement?.operation?.rawPhase ?? null;
  const words = [
    ...(state === null || state === "" ? [] : [`the cluster is "${state}"`]),
    ...(word === null || word === "" ? [] : [`its last operation is "${word}"`]),
  ];
  const runs = version === targetVersion ? "" : `runs ${version ?? "a version that the API does not tell"}; `;
  return `${runs}the API says that ${words.length === 0 ? "nothing of its state" : words.join(", ")}`;
}

/** Reasons of errors were told already. */
function reasonOf({ judgement, error, version, targetVersion }: DiscoveredCluster): string {
  if (judgement === null || judgement.reason === error?.message) return " until it can be read";
  const { kind, toVersion } = judgement.operation ?? {};
  const leadsNowhere = kind === "version" && toVersion === null && version === targetVersion;
  const advice =
    leadsNowhere && judgement.verdict === "upgrading" ? "; write the version that it leads to" : "";
  return `: ${judgement.reason}${advice}`;
}

/**
 * One line that no text of a server can leave. U+FFFD stands for bytes that are not UTF-8, and a manifest with it is
 * refused, also in a comment.
 */
export function toComment(text: string): string {
  return plainText(text).replace(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, "?");
}
