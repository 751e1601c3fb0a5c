export { listClusters, type ScenarioCluster } from "./scenario/build-world.ts";
export { parseScenario, type ScenarioProblem, type ScenarioResult } from "./scenario/parse-scenario.ts";
export type {
  AccountScenario,
  AlibabaAccountScenario,
  AlibabaClusterScenario,
  AlibabaOperationScenario,
  ClusterScenario,
  DurationText,
  FaultKind,
  FaultScenario,
  FaultStatus,
  HuaweiAccountScenario,
  HuaweiClusterScenario,
  HuaweiOperationScenario,
  NodePoolScenario,
  OperationScenario,
  Outcome,
  ResponseScenario,
  ResponsesScenario,
  Scenario,
  StepScenario,
} from "./scenario/scenario.ts";
export { scenarioSchema } from "./scenario/schema.ts";
export type { AccountStats, Rejection, RequestRecord, SimulatorStats } from "./server/statistics.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";
