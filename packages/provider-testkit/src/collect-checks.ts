import { Kit } from "./bench/kit.ts";
import type { Check } from "./check.ts";
import { answerPlans } from "./checks/answers.ts";
import { definitionPlans } from "./checks/definition.ts";
import { endingPlans } from "./checks/ending.ts";
import { fieldPlans } from "./checks/fields.ts";
import { identityPlans } from "./checks/identity.ts";
import { listPlans } from "./checks/listing.ts";
import { checksOf } from "./checks/plan.ts";
import { recoveryPlans } from "./checks/recovery.ts";
import { requestPlans } from "./checks/requests.ts";
import { resultPlans } from "./checks/results.ts";
import { secretPlans } from "./checks/secrets.ts";
import { steadinessPlans } from "./checks/steadiness.ts";
import { timePlans } from "./checks/times.ts";
import { versionPlans } from "./checks/versions.ts";
import type { ProviderTests } from "./options.ts";

const plans = [
  ...definitionPlans,
  ...requestPlans,
  ...resultPlans,
  ...answerPlans,
  ...recoveryPlans,
  ...fieldPlans,
  ...timePlans,
  ...identityPlans,
  ...listPlans,
  ...endingPlans,
  ...steadinessPlans,
  ...versionPlans,
  ...secretPlans,
];

/**
 * All checks of a provider, for those who run them by themselves. Nothing runs before a check does. They share what
 * costs much, and one of them moves the process's clock: run them one after the other.
 */
export function collectChecks(tests: ProviderTests): readonly Check[] {
  const kit = new Kit(tests);
  return plans.flatMap((plan) => checksOf(plan, kit));
}
