import type { Finding, FindingLevel } from "@upgradectl/provider-sdk";
import type { Check } from "./responses.ts";

type Item = Readonly<Record<string, unknown>>;

/** Words of the vendor's check, diagnosis and inspection APIs (2024 to 2026); `null` is for what is in order. */
const levels: ReadonlyMap<string, FindingLevel | null> = new Map<string, FindingLevel | null>([
  ...["error", "critical", "fatal", "failed", "fail", "failure", "abnormal", "high"].map(
    (word) => [word, "error"] as const,
  ),
  ...["warning", "warn", "medium"].map((word) => [word, "warning"] as const),
  ...["info", "notice", "advice", "hint", "low"].map((word) => [word, "info"] as const),
  ...["normal", "pass", "passed", "ok", "success", "succeeded", "true", "healthy", "ignored", "skipped"].map(
    (word) => [word, null] as const,
  ),
]);

/** A word outside of the list is worth knowing, and nobody said that it is worse. */
const unknownLevel: FindingLevel = "warning";

const names = {
  item: ["name", "item", "checkitem", "display", "displayname", "id"],
  level: ["level", "severity", "risklevel"],
  passed: ["status", "state", "result", "passed", "ispassed", "pass", "success", "issuccess"],
  message: ["message", "reason", "detail", "details", "description", "desc"],
  resource: ["targets", "target", "resources", "resource", "node", "object"],
} as const;

/**
 * What a check found. `check_items` has no documented shape: groups of objects, whose `Level` is a word, or has an entry with
 * `Message` and `Targets` for every level (vendor's sample of GetClusterCheck, 2025). Whatever is not in order is told; where
 * no item can be read, the check's own message is.
 */
export function toFindings(check: Check): readonly Finding[] {
  const groups = isItem(check.check_items) ? Object.entries(check.check_items) : [["", check.check_items]];
  const findings = groups.flatMap(([group, items]) =>
    listOf(items).flatMap((item) => (isItem(item) ? readItem(item, String(group)) : [])),
  );
  if (findings.some(({ level }) => level === "error")) return findings;
  const itself: Finding = {
    level: "error",
    item: check.type ?? "check",
    message: check.message,
    resource: null,
  };
  return check.message === null && findings.length > 0 ? findings : [itself, ...findings];
}

function readItem(item: Item, group: string): readonly Finding[] {
  const name = textOf(find(item, names.item)) ?? (group || "check");
  const level = find(item, names.level);
  if (isItem(level)) return Object.entries(level).flatMap(([word, detail]) => readLevel(word, detail, name));
  const passed = levelOf(find(item, names.passed));
  const severity = levelOf(level);
  const message = textOf(find(item, names.message));
  if (passed === null || (passed === undefined && severity === null)) return [];
  // Neither a word nor a text: nothing that one could tell.
  if (passed === undefined && severity === undefined && message === null) return [];
  return forResources(find(item, names.resource), {
    level: severity ?? passed ?? unknownLevel,
    item: name,
    message,
  });
}

/** An entry of `Level`: every level is listed, and only one with targets, or with a text where it has no list, was met. */
function readLevel(word: string, detail: unknown, item: string): readonly Finding[] {
  const level = levelOf(word) ?? null;
  if (level === null || !isItem(detail)) return [];
  const targets = find(detail, names.resource);
  const message = textOf(find(detail, names.message));
  const isMet = Array.isArray(targets) ? targets.length > 0 : targets !== undefined || message !== null;
  return isMet ? forResources(targets, { level, item, message }) : [];
}

/** One finding for each thing that is named, each with its own message where it has one. */
function forResources(resources: unknown, finding: Omit<Finding, "resource">): readonly Finding[] {
  const found = listOf(resources);
  if (found.length === 0) return [{ ...finding, resource: null }];
  return found.map((resource) => {
    if (!isItem(resource)) return { ...finding, resource: textOf(resource) };
    const own = textOf(find(resource, names.message));
    const named = find(resource, names.resource) ?? find(resource, names.item);
    return { ...finding, message: own ?? finding.message, resource: textOf(named) };
  });
}

/** Undefined: nothing is said. */
function levelOf(value: unknown): FindingLevel | null | undefined {
  if (value === false) return "error";
  const word = textOf(value)?.toLowerCase();
  if (word === undefined) return undefined;
  if (word === "false") return "error";
  const level = levels.get(word);
  return level === undefined ? unknownLevel : level;
}

/** Members come as `Level`, `level` and `check_item`. */
function find(item: Item, wanted: readonly string[]): unknown {
  const members = new Map(
    Object.entries(item).map(([key, value]) => [key.toLowerCase().replaceAll("_", ""), value]),
  );
  return wanted
    .map((name) => members.get(name))
    .find((value) => value !== undefined && value !== null && value !== "");
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value.trim() || null : null;
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
