/** Why a cluster could not be observed. A closed list: reports and exit codes depend on it. */
export const errorKinds = [
  "unauthenticated",
  "forbidden",
  "not-found",
  "rate-limited",
  "timeout",
  "network",
  "unavailable",
  "unexpected-response",
  "plugin",
  "cancelled",
] as const;

/**
 * - `unauthenticated`: the credentials were refused or there are none; stops all reads of that identity
 * - `forbidden`: signed in, but not allowed
 * - `not-found`: the API says so of the cluster itself, or of an operation pinned in `with`; nothing else
 * - `rate-limited`, `timeout`, `network`, `unavailable`: passing by nature, retryable by default
 * - `unexpected-response`: an answer that the API's documents do not have (HTML, another shape)
 * - `plugin`: the plugin's own bug
 * - `cancelled`: the user or a deadline stopped the run
 */
export type ErrorKind = (typeof errorKinds)[number];

/** What is known about a failed read; everything but `kind` and `message` is optional. */
export interface ErrorFacts {
  readonly kind: ErrorKind;
  readonly message: string;
  /** One line that tells the user how to mend it. */
  readonly hint?: string;
  /** The cloud's own code, such as `CCE.01404001`. */
  readonly code?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  /** May the same request succeed a moment later? Default: by kind. */
  readonly retryable?: boolean;
  /** How long the service asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number;
}

const brand: unique symbol = Symbol.for("upgradectl.provider-error");
const configurationBrand: unique symbol = Symbol.for("upgradectl.configuration-error");
const passing: ReadonlySet<ErrorKind> = new Set(["rate-limited", "timeout", "network", "unavailable"]);

/** The one error that `observe` and `list` may throw; anything else counts as the plugin's bug. */
export class ProviderError extends Error implements ErrorFacts {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly hint?: string;
  readonly code?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  readonly retryAfterMs?: number;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts.message, options);
    this.name = "ProviderError";
    this.kind = facts.kind;
    this.retryable = facts.retryable ?? passing.has(facts.kind);
    if (facts.hint !== undefined) this.hint = facts.hint;
    if (facts.code !== undefined) this.code = facts.code;
    if (facts.httpStatus !== undefined) this.httpStatus = facts.httpStatus;
    if (facts.requestId !== undefined) this.requestId = facts.requestId;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a `ProviderError` of this or of any other copy of this package. */
export function isProviderError(value: unknown): value is ProviderError {
  return value instanceof Error && Reflect.get(value, brand) === true;
}

/** The facts of an error as plain data. */
export function factsOf(error: ErrorFacts): ErrorFacts {
  const { kind, message, hint, code, httpStatus, requestId, retryable } = error;
  return {
    kind,
    message: String(message),
    ...(retryable === undefined ? {} : { retryable }),
    ...(hint === undefined ? {} : { hint }),
    ...(code === undefined ? {} : { code }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/**
 * Thrown by `connect` where the configuration cannot work although its schema accepts it (no region, say).
 * It becomes a diagnostic at the provider's lines of the manifest, exit code 5, before anything is sent.
 */
export class ConfigurationError extends Error {
  readonly hint?: string;
  /** The configuration key that is at fault, as a JSON pointer such as `/region`. */
  readonly pointer?: string;

  constructor(message: string, details: { readonly hint?: string; readonly pointer?: string } = {}) {
    super(message);
    this.name = "ConfigurationError";
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.pointer !== undefined) this.pointer = details.pointer;
    Object.defineProperty(this, configurationBrand, { value: true });
  }
}

/** True for a `ConfigurationError` of this or of any other copy of this package. */
export function isConfigurationError(value: unknown): value is ConfigurationError {
  return value instanceof Error && Reflect.get(value, configurationBrand) === true;
}

/**
 * What an HTTP status means where nothing better is known. A bare 404 says nothing about the cluster
 * (a gateway answers it for a path that it does not have), so it is `unavailable` and not retried.
 */
export function errorOfStatus(status: number): Pick<ErrorFacts, "kind" | "retryable"> {
  if (status === 401) return { kind: "unauthenticated", retryable: false };
  if (status === 403) return { kind: "forbidden", retryable: false };
  if (status === 404) return { kind: "unavailable", retryable: false };
  if (status === 408) return { kind: "timeout", retryable: true };
  if (status === 429) return { kind: "rate-limited", retryable: true };
  if (status === 500 || status === 502 || status === 503 || status === 504)
    return { kind: "unavailable", retryable: true };
  if (status > 500) return { kind: "unavailable", retryable: false };
  return { kind: "unexpected-response", retryable: false };
}
