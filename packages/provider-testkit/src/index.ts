export { type Check, CheckFailure, type CheckOutcome } from "./check.ts";
export { collectChecks } from "./collect-checks.ts";
export type {
  Case,
  Exchange,
  Expected,
  ProviderTests,
  Reason,
  Source,
  TestedCluster,
} from "./options.ts";
export { type TestRunner, testProvider } from "./test-provider.ts";
