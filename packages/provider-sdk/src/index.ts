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
export type {
  Answer,
  Api,
  ApiOptions,
  Http,
  Read,
  ReadRequest,
  SignableRequest,
  SignedHeaders,
} from "./http.ts";
export {
  type Condition,
  conditions,
  type Observation,
  type Operation,
  type OperationKind,
  type OperationNodes,
  type Phase,
  type PropertyValue,
  phases,
  type Step,
} from "./observation.ts";
export { type BodyResult, type BodySchema, parseBody } from "./parse-body.ts";
export {
  type ClusterRef,
  type ConnectContext,
  type Connection,
  defineProvider,
  type ExpectProperty,
  type ListedCluster,
  type ProviderDefinition,
} from "./provider.ts";
export type { FromSchema, JsonSchema, JsonType } from "./schema.ts";
export { parseTimestamp, type Timestamp } from "./timestamp.ts";
