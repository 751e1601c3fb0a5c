import { type ClusterReport, show } from "@upgradectl/core";
import { nextStep } from "./next-steps.ts";
import { plainText } from "./plain-text.ts";

/** A vendor's message may be of any length; machine formats are read by people too. */
const longest = 2000;
/** The newest requests are those that tell why a read ended as it did. */
const requests = 10;

/** What is known of one cluster as harmless lines `name: fact`, for formats that have room for a few. */
export function clusterFacts(cluster: ClusterReport): readonly string[] {
  const { error, observed, upgrade } = cluster;
  const facts: (readonly [string, string | undefined])[] = [
    ["reason", cluster.reason],
    ["next", nextStep(cluster)],
    ["declared", cluster.expected.version],
    ["observed", observed === null ? "not known" : `${observed.version ?? "?"}, state ${observed.state}`],
    ...cluster.drift.map(
      ({ property, expected, observed }) =>
        ["drift", `${property}: expected ${show(expected)}, observed ${show(observed)}`] as const,
    ),
    ["operation", upgrade === null ? undefined : describeOperation(upgrade)],
    ["message", upgrade?.message ?? undefined],
    ["error", error === null ? undefined : describeError(error)],
    ...cluster.evidence.slice(-requests).map((entry) => ["request", describeRequest(entry)] as const),
  ];
  return facts.flatMap(([name, fact]) =>
    fact === undefined ? [] : [`${name}: ${plainText(fact.slice(0, longest))}`],
  );
}

function describeOperation(operation: NonNullable<ClusterReport["upgrade"]>): string {
  const { kind, id, phase, rawPhase, fromVersion, toVersion, progress, startedAt } = operation;
  const parts = [
    `${kind}${id === null ? "" : ` ${id}`} ${phase}${rawPhase === null ? "" : ` (${rawPhase})`}`,
    fromVersion === null && toVersion === null ? "" : `${fromVersion ?? "?"} to ${toVersion ?? "?"}`,
    progress === null ? "" : `${Math.floor(progress * 100)}%`,
    startedAt === null ? "" : `since ${startedAt}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function describeError({ kind, message, code, httpStatus, requestId }: NonNullable<ClusterReport["error"]>) {
  const more = [
    httpStatus === null ? "" : `HTTP ${httpStatus}`,
    code ?? "",
    requestId === null ? "" : `request ${requestId}`,
  ].filter((part) => part !== "");
  return `${kind}: ${message}${more.length === 0 ? "" : ` (${more.join(", ")})`}`;
}

function describeRequest({
  action,
  httpStatus,
  requestId,
  exitCode,
}: ClusterReport["evidence"][number]): string {
  if (exitCode !== undefined)
    return `${action}, ${exitCode === null ? "did not end by itself" : `exit code ${exitCode}`}`;
  return `${action}, ${httpStatus === null ? "no answer" : `HTTP ${httpStatus}`}, ${requestId === null ? "no request id" : `id ${requestId}`}`;
}
