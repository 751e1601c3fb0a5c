export { cceErrorRules, missingCluster } from "./cce/error-rules.ts";
export { findVersion } from "./cce/exact-version.ts";
export { listOperations, type UpgradeState } from "./cce/operations.ts";
export {
  type Pins,
  readUpgradeState,
  type UpgradeActions,
  type UpgradeTarget,
} from "./cce/read-upgrade-state.ts";
export { type Cluster, cluster, clusterList, upgradeInfo, workflow } from "./cce/responses.ts";
export { type HuaweiConfig, huaweiConfigProperties } from "./config.ts";
export type { ErrorRule } from "./errors.ts";
export { idPattern } from "./ids.ts";
export { projectRead } from "./project-id.ts";
export { type HuaweiContext, type HuaweiService, openService, type ServiceOptions } from "./service.ts";
