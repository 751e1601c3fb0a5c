export { connectLater } from "./connect-later.ts";
export { findCurrent, isUnderWay, newestOf } from "./current-operation.ts";
export {
  ConfigurationError,
  type ErrorFacts,
  type ErrorKind,
  errorKinds,
  errorOfStatus,
  factsOf,
  isConfigurationError,
  isProviderError,
  ProviderError,
} from "./errors.ts";
export { hmacSha256 } from "./hmac-sha256.ts";
export type {
  Answer,
  Api,
  ApiOptions,
  Http,
  Principal,
  Read,
  ReadRequest,
  SignableRequest,
  SignedHeaders,
} from "./http.ts";
export { type Fresh, keepFresh, type Perishable } from "./keep-fresh.ts";
export { describeMismatch } from "./mismatch.ts";
export {
  type Condition,
  conditions,
  type Finding,
  type FindingLevel,
  findingLevels,
  type Observation,
  type Operation,
  type OperationKind,
  type OperationNodes,
  type Phase,
  type PostCheck,
  type PropertyValue,
  phases,
  postCheckPhases,
  type Step,
} from "./observation.ts";
export { type BodyResult, type BodySchema, parseBody } from "./parse-body.ts";
export {
  type ClusterRef,
  type CompletedUpgrade,
  type ConnectContext,
  type Connection,
  defineProvider,
  type ExpectProperty,
  type ListedCluster,
  type ProgramOptions,
  type ProgramRun,
  type ProgramUse,
  type ProviderDefinition,
} from "./provider.ts";
export { readOptional } from "./read-optional.ts";
export { requireSame } from "./require-same.ts";
export type { FromSchema, JsonSchema, JsonType } from "./schema.ts";
export { readTogether, shareRead } from "./share-read.ts";
export { spareFailures } from "./spare-failures.ts";
export { parseTimestamp, type Timestamp } from "./timestamp.ts";
