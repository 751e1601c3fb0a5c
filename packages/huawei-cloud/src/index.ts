export { type HuaweiContext, type HuaweiService, openService, type ServiceOptions } from "./account.ts";
export { cceErrorRules, missingCluster } from "./cce/error-rules.ts";
export { findVersion } from "./cce/exact-version.ts";
export { listOperations, type UpgradeState } from "./cce/operations.ts";
export {
  type Pins,
  readUpgradeState,
  type UpgradeActions,
  type UpgradeTarget,
} from "./cce/read-upgrade-state.ts";
export {
  type Cluster,
  cluster,
  clusterList,
  upgradeInfo,
  upgradeTask,
  upgradeTaskList,
  workflow,
  workflowList,
} from "./cce/responses.ts";
export { type HuaweiConfig, huaweiConfigProperties } from "./config.ts";
export type { AccessKey, AuthToken, CredentialSource, Credentials } from "./credentials.ts";
export { serviceUrl } from "./endpoints.ts";
export { createReadError, type ErrorRule } from "./errors.ts";
export { idPattern, isPlainId } from "./ids.ts";
export { parsePercent } from "./percent.ts";
export { projectRead } from "./project-id.ts";
export * as shapes from "./shapes.ts";
export { readTogether, shareRead } from "./shared-read.ts";
export { signRequest } from "./sign.ts";
