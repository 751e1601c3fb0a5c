export { type Clock, systemClock } from "./clock.ts";
export {
  type ClusterReport,
  clusterReport,
  type ReportError,
  type UpgradeReport,
  upgradeReport,
} from "./cluster-report.ts";
export type { Diagnostic, Problem, SourceLocation } from "./diagnostics.ts";
export { didYouMean } from "./did-you-mean.ts";
export { formatAge, parseDuration } from "./duration.ts";
export { type Estimate, estimateBases, estimateEnd } from "./estimate/estimate-end.ts";
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
export type { Evidence, RequestTrace } from "./http/evidence.ts";
export { IdentityGate } from "./http/identity-gate.ts";
export { createTransport, type Transport, type TransportOptions } from "./http/transport.ts";
export { isRecord } from "./is-record.ts";
export { type RunPolicy, verdictOf } from "./judge/apply-policy.ts";
export type { Drift } from "./judge/drift.ts";
export type { Judgement } from "./judge/judge.ts";
export type { PostCheckResult } from "./judge/judge-post-check.ts";
export { type JudgedCluster, judgeReading } from "./judge/judge-reading.ts";
export { type ExitCode, outcomeOf, type SignalExitCode } from "./judge/policy.ts";
export { show } from "./judge/show-value.ts";
export type { ManifestFile } from "./manifest/fleet/manifest.ts";
export { type FleetResult, type ReadFleetDependencies, readFleet } from "./manifest/read-fleet.ts";
export {
  type ProviderResult,
  readProvider,
  secretPathsOf,
} from "./manifest/read-provider.ts";
export { composeSchema, type PluginInUse } from "./manifest/schema/compose-schema.ts";
export { mergeReports, type ReportFile } from "./merge-reports.ts";
export {
  type ConnectedInstance,
  type ConnectResult,
  closeFleet,
  connectFleet,
  type Surroundings,
  type TransportSettings,
} from "./observe/connect-fleet.ts";
export { type DiscoveredCluster, type Discovery, discoverClusters } from "./observe/discover-clusters.ts";
export { observeFleet, visitFleet } from "./observe/observe-fleet.ts";
export type { ClusterReading, ObserveOptions } from "./observe/reading.ts";
export { type PostCheckedFleet, runPostChecks } from "./observe/run-post-checks.ts";
export { limitsOf, type Share, shareLimits } from "./observe/share-limits.ts";
export { parseReport } from "./parse-report.ts";
export { checkPlugin } from "./plugins/check-plugin.ts";
export { describeThrown } from "./plugins/describe-value.ts";
export type { Executable } from "./plugins/executable.ts";
export { listOfficial } from "./plugins/find-plugin.ts";
export {
  createPluginLoader,
  type LoadedPlugin,
  type LoadPlugin,
  type LockUse,
  type PluginLoaderOptions,
  type PluginRequest,
  type PluginResult,
} from "./plugins/load-plugin.ts";
export { type LockedPlugin, lockFileName, parseLock, renderLock } from "./plugins/lock/lock.ts";
export { lockSchema } from "./plugins/lock/lock-schema.ts";
export { lockPlugin } from "./plugins/lock/plugin-lock.ts";
export { PluginFault } from "./plugins/plugin-problem.ts";
export { parseRecording, type RecordingProblem } from "./recording/parse-recording.ts";
export { Recorder } from "./recording/recorder.ts";
export {
  exchangesFile,
  headFile,
  type ManifestDigest,
  type RecordedExchange,
  type RecordedPlugin,
  type RecordingHead,
} from "./recording/recording.ts";
export { recordedExchangeSchema, recordingSchema } from "./recording/recording-schema.ts";
export { type Recording, Replay } from "./recording/replay.ts";
export { Redactor } from "./redact.ts";
export {
  buildReport,
  concludeReport,
  type FailureReport,
  failureReport,
  type Report,
  type ReportConclusion,
  type ReportShard,
  type RunFacts,
} from "./report.ts";
export { reportSchema } from "./report-schema.ts";
export { type ReportSummary, ReportTally, type Totals } from "./report-tally.ts";
export { compareVersions } from "./version/order.ts";
export type { VersionTarget } from "./version/target.ts";
export type { WaitGoal } from "./wait/standing.ts";
export { type WaitOptions, waitForFleet } from "./wait/wait-for-fleet.ts";
