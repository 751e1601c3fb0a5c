import type { Diagnostic, DiscoveredCluster, Discovery, ProviderInstance } from "@upgradectl/core";
import { hasEntry } from "./views/manifest.ts";

/** More are a list that nobody reads; each cluster has a comment in the manifest. */
const mostNamed = 5;

/** False also of a cluster that the vendor says is gone: that is known. */
export function isUnread({ error }: DiscoveredCluster): boolean {
  return error !== null && error.kind !== "not-found";
}

/** What the reader of the manifest should know before reading it. */
export function problemsOf(
  { clusters, error }: Discovery,
  { name }: ProviderInstance,
): readonly Diagnostic[] {
  const unread = clusters.filter(isUnread);
  return [
    ...(error === undefined ? [] : [endOfList(error, clusters.length, name)]),
    ...unread.slice(0, mostNamed).flatMap(describeUnread),
    ...(unread.length > mostNamed ? [moreUnread(unread.length - mostNamed)] : []),
    ...unsettled(clusters),
    ...(clusters.length > 0 && !clusters.some(hasEntry) ? [noEntries] : []),
    ...(error === undefined && clusters.length === 0 ? [noClusters] : []),
  ];
}

function endOfList(error: NonNullable<Discovery["error"]>, read: number, provider: string): Diagnostic {
  const { kind, message, hint } = error;
  const summary =
    read === 0
      ? `the clusters of "${provider}" could not be listed: ${message}`
      : `the list of the clusters of "${provider}" is not complete, it ended after ${read}: ${message}`;
  return { severity: "error", code: kind, summary, ...(hint === undefined ? {} : { hint }) };
}

function describeUnread({ name, id, error }: DiscoveredCluster): readonly Diagnostic[] {
  if (error === null) return [];
  const summary = `${name} (${id}) could not be read: ${error.message}`;
  const { hint } = error;
  return [{ severity: "warning", code: error.kind, summary, ...(hint === undefined ? {} : { hint }) }];
}

function moreUnread(count: number): Diagnostic {
  return {
    severity: "warning",
    code: "unread-clusters",
    summary: `${count} more could not be read`,
    hint: "The comments of the manifest say which, and why.",
  };
}

/** Those that were read, and that `check` would not pass as they are written. */
function unsettled(clusters: readonly DiscoveredCluster[]): readonly Diagnostic[] {
  const found = clusters.flatMap(({ name, judgement, error }) =>
    judgement === null || judgement.verdict === "converged" || error !== null
      ? []
      : [`${name} (${judgement.verdict})`],
  );
  if (found.length === 0) return [];
  const more = found.length > mostNamed ? `, and ${found.length - mostNamed} more` : "";
  return [
    {
      severity: "warning",
      code: "not-converged",
      summary: `not converged now: ${found.slice(0, mostNamed).join(", ")}${more}`,
      hint: "Their comments in the manifest say why; check reports them until that is over.",
    },
  ];
}

const noEntries: Diagnostic = {
  severity: "warning",
  code: "no-clusters",
  summary: "none of the clusters could be written, so the manifest is not complete",
  hint: "Its comments say why; a manifest needs at least one cluster.",
};

const noClusters: Diagnostic = {
  severity: "warning",
  code: "no-clusters",
  summary: "the account has no clusters, so the manifest is not complete",
  hint: "A manifest needs at least one cluster; is this the right region and project?",
};
