export { type Clock, systemClock } from "./clock.ts";
export type { Diagnostic, Problem, SourceLocation } from "./diagnostics.ts";
export { didYouMean } from "./did-you-mean.ts";
export { formatAge, parseDuration } from "./duration.ts";
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
export type { Drift } from "./judge/drift.ts";
export type { Judgement } from "./judge/judge.ts";
export type { PostCheckResult } from "./judge/judge-post-check.ts";
export { type JudgedCluster, judgeReading } from "./judge/judge-reading.ts";
export type { ExitCode } from "./judge/policy.ts";
export { show } from "./judge/show-value.ts";
export type { ManifestFile } from "./manifest/fleet/manifest.ts";
export { type FleetResult, type ReadFleetDependencies, readFleet } from "./manifest/read-fleet.ts";
export { composeSchema, type PluginInUse } from "./manifest/schema/compose-schema.ts";
export {
  type ConnectedInstance,
  type ConnectResult,
  closeFleet,
  connectFleet,
  type Surroundings,
  type TransportSettings,
} from "./observe/connect-fleet.ts";
export { observeFleet } from "./observe/observe-fleet.ts";
export type { ClusterReading, ObserveOptions } from "./observe/reading.ts";
export { type PostCheckedFleet, runPostChecks } from "./observe/run-post-checks.ts";
export { describeThrown } from "./plugins/describe-value.ts";
export {
  createPluginLoader,
  type LoadPlugin,
  type PluginLoaderOptions,
  type PluginRequest,
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
export type { VersionTarget } from "./version/target.ts";
