import { type Finding, type Operation, readOptional } from "@upgradectl/provider-sdk";
import { findPreCheck, findPreCheckId, wantsPreCheck } from "./find-pre-check.ts";
import { findingsOf, hasDetails } from "./findings.ts";
import { type PreCheck, preCheck, preCheckList } from "./pre-check-responses.ts";
import type { CceActions } from "./product.ts";
import type { ReadBody } from "./read-body.ts";
import type { Workflow } from "./responses.ts";

/** A cluster's operation that decides, and where its pre-upgrade check may be named. */
export interface FindingsTarget {
  readonly clusterId: string;
  readonly operation: Operation | undefined;
  readonly workflows: readonly Workflow[];
}

/**
 * What the pre-upgrade check of an operation that went wrong found. Undefined where nothing went wrong, null where it
 * could not be read.
 */
export async function readFindings(
  read: ReadBody,
  actions: Pick<CceActions, "preCheck" | "preChecks">,
  { clusterId, operation, workflows }: FindingsTarget,
  signal: AbortSignal,
): Promise<readonly Finding[] | null | undefined> {
  if (operation === undefined || !wantsPreCheck(operation)) return undefined;
  const show = (id: string) => read(actions.preCheck, preCheck, { task_id: id }, signal);
  const id = findPreCheckId(operation, workflows);
  const reading = id === undefined ? readNewest(read, actions.preChecks, operation, show, signal) : show(id);
  const check = await readOptional(reading, signal);
  if (check === undefined) return [];
  return check === null || isAboutAnother(check, clusterId) ? null : findingsOf(check);
}

async function readNewest(
  read: ReadBody,
  action: string,
  operation: Operation,
  show: (id: string) => Promise<PreCheck>,
  signal: AbortSignal,
): Promise<PreCheck | undefined> {
  const { items } = await read(action, preCheckList, {}, signal);
  const newest = findPreCheck(operation, items);
  const id = newest?.metadata.uid ?? null;
  return newest === undefined || id === null || hasDetails(newest) ? newest : show(id);
}

function isAboutAnother({ spec }: PreCheck, clusterId: string): boolean {
  return spec.clusterID !== null && spec.clusterID.toLowerCase() !== clusterId.toLowerCase();
}
