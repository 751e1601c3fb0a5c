import type { Step } from "@upgradectl/provider-sdk";
import { phaseOfTask } from "./phases.ts";

type Fields = Readonly<Record<string, unknown>>;

/** More would be no list of steps but something else. */
const mostSteps = 200;

/**
 * The parts of an upgrade task. Their field is typed as an untyped object in the documents; rows with a name and a
 * phase have been seen in answers (2026-08), also as a map by name. What is not recognised is left out.
 */
export function parseTaskSteps(items: unknown): readonly Step[] {
  return findRows(items)
    .slice(0, mostSteps)
    .flatMap(([key, row]) => {
      const name = firstText(row, "name", "itemName", "taskType", "type") ?? key;
      const raw = firstText(row, "phase", "status") ?? firstText(asFields(row.status) ?? {}, "phase");
      if (name === undefined || raw === undefined) return [];
      const message = firstText(row, "message", "reason") ?? null;
      return [{ name, phase: phaseOfTask(raw), rawPhase: raw, startedAt: null, finishedAt: null, message }];
    });
}

/** Says which steps failed; null where none did. */
export function nameFailed(steps: readonly Step[]): string | null {
  const failed = steps.filter((step) => step.phase === "failed");
  if (failed.length === 0) return null;
  return failed
    .map(({ name, message }) => (message === null ? `${name} failed` : `${name} failed: ${message}`))
    .join("; ");
}

function findRows(items: unknown): [string | undefined, Fields][] {
  if (Array.isArray(items)) {
    return items.flatMap((row) => {
      const fields = asFields(row);
      return fields === undefined ? [] : [[undefined, fields]];
    });
  }
  const fields = asFields(items);
  if (fields === undefined) return [];
  if (Array.isArray(fields.items)) return findRows(fields.items);
  if (firstText(fields, "phase", "status") !== undefined) return [[undefined, fields]];
  return Object.entries(fields).flatMap(([key, value]): [string, Fields][] => {
    const row = typeof value === "string" ? { phase: value } : asFields(value);
    return row === undefined ? [] : [[key, row]];
  });
}

function firstText(fields: Fields, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
