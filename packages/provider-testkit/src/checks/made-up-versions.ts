import { isRecord } from "@upgradectl/core";
import { observedIn } from "../bench/kit.ts";
import { leavesOf } from "../bodies/leaves.ts";

/** A version that a result has, although neither the usual one nor any of the answers does; undefined where all is right. */
export function findMadeUp(value: unknown, usual: unknown, bodies: readonly unknown[]): string | undefined {
  const known = new Set(versionsIn(usual));
  const sent = bodies.flatMap((body) => leavesOf(body).flatMap(({ value }) => textOf(value)));
  const isSent = (version: string) => sent.some((text) => isTakenFrom(version, text));
  const made = versionsIn(value).find((version) => !known.has(version) && !isSent(version));
  return made === undefined ? undefined : `the version "${made}", which no answer has`;
}

function versionsIn(value: unknown): readonly string[] {
  const rows: readonly unknown[] = Array.isArray(value)
    ? value
    : [value, ...(observedIn(value)?.operations ?? [])];
  const versions = rows.flatMap((row) =>
    isRecord(row) ? [row.version, row.fromVersion, row.toVersion] : [],
  );
  return versions.filter((version) => typeof version === "string");
}

/** A whole number is no version, but a count or a time. */
function textOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "number" && !Number.isInteger(value) ? [String(value)] : [];
}

/** A provider may take a version out of a longer text, or put it together of several; of one number that says nothing. */
function isTakenFrom(version: string, text: string): boolean {
  if (version === text) return true;
  return (
    (/\d\D+\d/.test(version) && text.includes(version)) || (/\d\D+\d/.test(text) && version.includes(text))
  );
}
