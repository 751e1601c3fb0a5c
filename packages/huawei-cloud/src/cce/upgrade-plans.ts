import { parseTimestamp } from "@upgradectl/provider-sdk";
import type * as z from "zod/mini";
import { anything, resource, resourceList, section, text } from "../shapes.ts";

const plan = resource({
  spec: section({
    clusterVersion: text,
    targetVersion: text,
    notBefore: anything,
    notAfter: anything,
    notBeforeDeadline: anything,
  }),
  status: section({ phase: text }),
});
export type UpgradePlan = z.infer<typeof plan>;

/**
 * Automatic upgrades that the service plans (CCE Autopilot API reference, "Obtaining an Automatic Upgrade Plan",
 * 2025-11). Its `items` is documented as one plan, its kind as `List`.
 */
export const upgradePlanList = resourceList(plan);

/** One line for each plan, the earliest first: "v1.31.4-r2: Scheduled, from v1.29.8-r4, not before ..., not after ...". */
export function describePlans(plans: readonly UpgradePlan[]): readonly string[] {
  return plans.toSorted((a, b) => startOf(a) - startOf(b)).map(describePlan);
}

function describePlan({ spec, status }: UpgradePlan): string {
  const times = [
    ["not before", spec.notBefore],
    ["not after", spec.notAfter],
    ["can be put off until", spec.notBeforeDeadline],
  ] as const;
  const parts = [
    status.phase,
    spec.clusterVersion === null ? null : `from ${spec.clusterVersion}`,
    ...times.map(([words, time]) => describeTime(words, time)),
  ].filter((part) => part !== null);
  return [spec.targetVersion ?? "a version that is not told", parts.join(", ")]
    .filter((part) => part !== "")
    .join(": ");
}

/** The times are documented as UTC; how they are written is not. One in an unknown form is shown as sent. */
function describeTime(words: string, value: unknown): string | null {
  const time = parseTimestamp(value)?.at ?? value;
  return typeof time === "string" && time.trim() !== "" ? `${words} ${time}` : null;
}

function startOf({ spec }: UpgradePlan): number {
  const start = parseTimestamp(spec.notBefore);
  return start === null ? Number.MAX_SAFE_INTEGER : Date.parse(start.at);
}
