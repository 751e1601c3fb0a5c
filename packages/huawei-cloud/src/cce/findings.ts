import type { Finding, FindingLevel } from "@upgradectl/provider-sdk";
import type { PreCheck, PreCheckItem } from "./pre-check-responses.ts";

/** The sections of a check, each with the lists of a risk's source and the fields that name the resource. */
const riskNames: Readonly<Record<string, readonly string[]>> = {
  addonRisks: ["alias", "addonTemplateName"],
  deprecatedAPIRisks: ["url"],
  configurationRisks: ["field", "sourceFile", "package"],
  nodeRisks: ["NodeID", "nodeID"],
};

const levels: Readonly<Record<string, FindingLevel>> = { fatal: "error", warning: "warning", info: "info" };

/** What a pre-upgrade check found: its items that did not succeed; where it names none, its own failure. */
export function findingsOf({ status }: PreCheck): readonly Finding[] {
  const stages = [status.clusterCheckStatus, status.addonCheckStatus];
  const found = [
    ...stages.flatMap((stage) =>
      stage.itemsStatus.filter((item) => isFound(item, stage.phase)).map((item) => findingOf(item, null)),
    ),
    ...status.nodeCheckStatus.nodeStageStatus.flatMap(({ nodeInfo, itemsStatus }) =>
      itemsStatus
        .filter((item) => isFound(item, status.nodeCheckStatus.phase))
        .map((item) => findingOf(item, nodeInfo.name ?? nodeInfo.uid)),
    ),
  ];
  return found.length > 0 ? found : findingOfWhole(status.phase, status.message);
}

/** True where a check has anything in it but its id: a row of the list may have less than the check itself. */
export function hasDetails({ status }: PreCheck): boolean {
  return (
    status.message !== null ||
    status.clusterCheckStatus.itemsStatus.length > 0 ||
    status.addonCheckStatus.itemsStatus.length > 0 ||
    status.nodeCheckStatus.nodeStageStatus.length > 0
  );
}

/** What has not run yet has found nothing. An item without a word of its own goes by its section. */
function isFound({ phase }: PreCheckItem, ofStage: string | null): boolean {
  const word = (phase ?? ofStage)?.toLowerCase();
  return word === undefined || !["success", "init", "running"].includes(word);
}

function findingOf(item: PreCheckItem, node: string | null): Finding {
  const codes = listOf(item.errorCodes).filter(isText);
  return {
    level: levelOf(item),
    item: item.name ?? item.group ?? "unnamed check",
    message: item.message ?? (codes.length === 0 ? null : codes.join(", ")),
    resource: node ?? resourceOf(item.riskSource),
  };
}

/** A risk may be acknowledged and skipped, an exception must be mended before the upgrade (API reference, 2025-11). */
function levelOf({ level, kind }: PreCheckItem): FindingLevel {
  const key = level?.toLowerCase() ?? "";
  if (Object.hasOwn(levels, key)) return levels[key] ?? "warning";
  return kind?.toLowerCase() === "exception" ? "error" : "warning";
}

function resourceOf(riskSource: unknown): string | null {
  if (!isRecord(riskSource)) return null;
  const names = Object.entries(riskNames).flatMap(([list, fields]) =>
    listOf(riskSource[list]).flatMap((risk) => {
      if (!isRecord(risk)) return [];
      return fields.map((field) => risk[field]).find(isText) ?? [];
    }),
  );
  return names.length === 0 ? null : [...new Set(names)].join(", ");
}

function findingOfWhole(phase: string | null, message: string | null): readonly Finding[] {
  const word = phase?.toLowerCase();
  const isFailure = word === "failed" || word === "error";
  if (word === "success" || (message === null && !isFailure)) return [];
  return [{ level: isFailure ? "error" : "warning", item: "PreCheck", message, resource: null }];
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
