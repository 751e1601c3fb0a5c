export { type Clock, systemClock } from "./clock.ts";
export { type Diagnostic, hasErrors, type SourceLocation, sortDiagnostics } from "./diagnostics.ts";
export {
  type Cluster,
  type Fleet,
  type Outcome,
  outcomeNames,
  type Plugin,
  type PolicyTerm,
  type ProviderInstance,
  type VerdictName,
  verdictNames,
} from "./fleet.ts";
export type { Evidence } from "./http/evidence.ts";
export { IdentityGate } from "./http/identity-gate.ts";
export { createTransport, type Transport, type TransportOptions } from "./http/transport.ts";
export { currentOperation } from "./judge/current-operation.ts";
export { compare, type Drift, type Expectation } from "./judge/drift.ts";
export { formatAge, type Judgement, judge, show } from "./judge/judge.ts";
export { type JudgedCluster, judgeReading } from "./judge/judge-reading.ts";
export { type ExitCode, exitCodeOf, isNamed, outcomeOf, worstOutcome } from "./judge/policy.ts";
export { parseDuration } from "./manifest/duration.ts";
export {
  type FleetResult,
  type ManifestFile,
  type ReadFleetDependencies,
  readFleet,
} from "./manifest/read-fleet.ts";
export { composeSchema, manifestSchema } from "./manifest/schema.ts";
export {
  type ConnectedInstance,
  type ConnectResult,
  closeFleet,
  connectFleet,
  type Surroundings,
  type TransportSettings,
} from "./observe/connect-fleet.ts";
export { observationSchema } from "./observe/observation-schema.ts";
export { observeFleet } from "./observe/observe-fleet.ts";
export type { ClusterReading, ObserveOptions } from "./observe/reading.ts";
export {
  createPluginLoader,
  type LoadPlugin,
  type PluginProblem,
  type PluginResult,
} from "./plugins/load-plugin.ts";
export { Redactor } from "./redact.ts";
export {
  buildReport,
  type ClusterReport,
  type FailureReport,
  failureReport,
  type Report,
  type ReportError,
  type ReportSummary,
  type RunFacts,
} from "./report.ts";
export { reportSchema } from "./report-schema.ts";
export { compareVersions, type SplitVersion, splitVersion } from "./version/order.ts";
export { type Standing, standingOf } from "./version/standing.ts";
export { parseTarget, VersionSyntaxError, type VersionTarget } from "./version/target.ts";
