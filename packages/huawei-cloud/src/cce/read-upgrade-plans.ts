import { readOptional } from "@upgradectl/provider-sdk";
import type { ReadBody } from "./read-body.ts";
import { isClosed } from "./upgrade-errors.ts";
import { describePlans, upgradePlanList } from "./upgrade-plans.ts";

/**
 * The automatic upgrades that are planned, one line each. Undefined where there are none, or where the account has no
 * access to plans; null where they could not be read.
 */
export async function readUpgradePlans(
  read: ReadBody,
  action: string,
  signal: AbortSignal,
): Promise<readonly string[] | null | undefined> {
  const reading = read(action, upgradePlanList, {}, signal).then(
    ({ items }) => items,
    (error: unknown) => {
      if (isClosed(error)) return [];
      throw error;
    },
  );
  const plans = await readOptional(reading, signal);
  if (plans === null) return null;
  return plans.length === 0 ? undefined : describePlans(plans);
}
