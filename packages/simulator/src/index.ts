export type {
  DurationText,
  FaultKind,
  FaultScenario,
  FaultStatus,
  FindingScenario,
  Outcome,
  PreCheckScenario,
  ResponseScenario,
  ResponsesScenario,
  StepScenario,
} from "./scenario/base-scenario.ts";
export { listClusters, type ScenarioCluster } from "./scenario/build-world.ts";
export type {
  CssClusterScenario,
  CssEngine,
  CssImageScenario,
  CssOperationScenario,
  CssOutcome,
} from "./scenario/css-scenario.ts";
export type {
  CceAutopilotClusterScenario,
  CceClusterScenario,
  HuaweiClusterScenario,
  HuaweiOperationScenario,
  UpgradePlanScenario,
} from "./scenario/huawei-scenario.ts";
export { parseScenario, type ScenarioProblem, type ScenarioResult } from "./scenario/parse-scenario.ts";
export type {
  AccountScenario,
  AlibabaAccountScenario,
  AlibabaClusterScenario,
  AlibabaOperationScenario,
  ClusterScenario,
  HuaweiAccountScenario,
  NodePoolScenario,
  OperationScenario,
  Scenario,
} from "./scenario/scenario.ts";
export { scenarioSchema } from "./scenario/schema.ts";
export type {
  AgencyScenario,
  AlibabaMetadataScenario,
  AlibabaSignIn,
  HuaweiMetadataScenario,
  HuaweiSignIn,
  IdentityProviderScenario,
  OidcScenario,
  PodIdentityScenario,
  RoleScenario,
  UserScenario,
} from "./scenario/sign-in.ts";
export type { AccountStats, Rejection, RequestRecord, SimulatorStats } from "./server/statistics.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";
