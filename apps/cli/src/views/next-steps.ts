import type { ClusterReport, VerdictName } from "@upgradectl/core";

/** Of upgrades that run as they should: the same for all of them, so lists say it once. */
export const runAgain = "Nothing to do: run again later.";

/** What to do about each verdict; `converged` needs nothing. */
const advice: Readonly<Record<VerdictName, (cluster: ClusterReport) => string | undefined>> = {
  unknown: ({ error }) => error?.hint ?? "Look at it in the vendor's console, then run again.",
  failed: ({ postCheck }) =>
    postCheck === null
      ? "Mend what failed, then retry the operation or roll it back with the vendor."
      : "See in the vendor's console what the post-upgrade check found wrong.",
  paused: () => "Continue or cancel the operation with the vendor.",
  diverging: (cluster) => `Stop the operation, or correct targetVersion at ${placeOf(cluster)}.`,
  stalled: () => "See in the vendor's console what the step waits for.",
  upgrading: ({ reason }) =>
    / expired at \S+, so it has to be run again$/.test(reason)
      ? "If it stands still, run its check again in the vendor's console."
      : runAgain,
  behind: (cluster) =>
    `Upgrade it to ${cluster.expected.version}, or correct the manifest at ${placeOf(cluster)}.`,
  ahead: (cluster) => `Raise what is declared at ${placeOf(cluster)}: clusters do not go back.`,
  different: (cluster) => `Bring cluster and manifest together: ${placeOf(cluster)}.`,
  converged: () => undefined,
};

export function nextStep(cluster: ClusterReport): string | undefined {
  return advice[cluster.verdict](cluster);
}

function placeOf({ location }: ClusterReport): string {
  return `${location.file}:${location.line}`;
}
