import { type Finding, findCurrent, type Operation, readOptional } from "@upgradectl/provider-sdk";
import { toFindings } from "./check-findings.ts";
import type { AckClient } from "./client.ts";
import type { CheckRow } from "./responses.ts";

/** A check comes before its upgrade, but one of last week was before another. */
const longestBeforeMs = 24 * 60 * 60_000;

/**
 * Why the upgrade that decides has failed, from the vendor's cluster checks. Undefined where none has failed: nothing is
 * read then. Null where the checks could not be read, which costs nothing but the explanation.
 */
export async function readFindings(
  client: AckClient,
  clusterId: string,
  operations: readonly Operation[],
  signal: AbortSignal,
): Promise<readonly Finding[] | null | undefined> {
  const operation = findCurrent(operations);
  if (operation?.phase !== "failed") return undefined;
  return readOptional(readCheckOf(client, clusterId, operation, signal), signal);
}

async function readCheckOf(
  client: AckClient,
  clusterId: string,
  operation: Operation,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const reportId = reportIdOf(operation);
  const row = chooseCheck(await client.readChecks(clusterId, signal), operation, reportId);
  const checkId = row === undefined ? reportId : row.check_id;
  if (checkId !== null && fillsSegment(checkId))
    return toFindings(await client.readCheck(clusterId, checkId, signal));
  return row === undefined ? [] : toFindings(row);
}

/** The one that the upgrade names, else the newest failed one of its kind that is not too old to be its own. */
function chooseCheck(
  checks: readonly CheckRow[],
  operation: Operation,
  reportId: string | null,
): CheckRow | undefined {
  const named = reportId === null ? undefined : checks.find(({ check_id }) => check_id === reportId);
  if (named !== undefined) return named;
  const start = operation.startedAt === null ? null : Date.parse(operation.startedAt);
  return checks
    .filter((check) => /^(?:fail|error|timeout)/i.test(check.status ?? "") && isOfKind(check, operation))
    .filter((check) => start === null || (timeOf(check) ?? start) >= start - longestBeforeMs)
    .toSorted((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
}

/** Types of ListClusterChecks (vendor's SDK 7.2.0): ClusterUpgrade, MasterUpgrade, NodePoolUpgrade, ClusterMigrate. */
function isOfKind({ type }: CheckRow, { kind }: Operation): boolean {
  const word = type?.toLowerCase() ?? "";
  if (word.includes("migrate")) return false;
  return kind === "node-pool" ? !word.includes("master") : kind !== "version" || !word.includes("nodepool");
}

function timeOf({ created_at, finished_at }: CheckRow): number | null {
  const time = created_at ?? finished_at;
  return time === null ? null : Date.parse(time.at);
}

/** GetUpgradeStatus has the id of the check that the upgrade began with. */
function reportIdOf({ details }: Operation): string | null {
  const id = details?.precheckReportId;
  return typeof id === "string" ? id : null;
}

/** Ids have no documented form; the transport encodes all but these. */
function fillsSegment(id: string): boolean {
  return /^[\x21-\x7e]+$/.test(id) && id !== "." && id !== "..";
}
