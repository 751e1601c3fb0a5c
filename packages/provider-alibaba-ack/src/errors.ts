import {
  type Answer,
  type ErrorFacts,
  errorOfStatus,
  isProviderError,
  type ProviderError,
  type Read,
} from "@upgradectl/provider-sdk";
import { reads } from "./reads.ts";

type Meaning = Pick<ErrorFacts, "kind" | "retryable" | "hint">;

const keyHint =
  "Check the AccessKey ID: deleted and disabled keys answer the same. A temporary key (STS.…) also needs its security token.";
const signatureHint = "Check the AccessKey secret, and that this machine's clock is right to the minute.";
const clockHint = "Set this machine's clock: the service accepts 15 minutes of difference.";
const tokenHint = "The STS token is missing, wrong or expired: get a new temporary key with its token.";
const apiHint = "The host does not know this API: check `endpoint` and `region`.";
const retiredHint =
  "The vendor announced to switch GetUpgradeStatus off region by region from 2026-07-04 to 2026-09-30: use `with: { source: auto }`.";

/** First match wins. Codes of the gateway (PascalCase body) and of the service (lower case body) do not overlap. */
const meanings: readonly (readonly [code: RegExp, meaning: Meaning])[] = [
  [/^(?:Invalid|Missing|Inactive)AccessKeyId(\.|$)/i, { kind: "unauthenticated", hint: keyHint }],
  [
    /^(SignatureDoesNotMatch|IncompleteSignature|InvalidSignature)/i,
    { kind: "unauthenticated", hint: signatureHint },
  ],
  [/^(?:Invalid|Illegal)TimeStamp(\.|$)/i, { kind: "unauthenticated", hint: clockHint }],
  [/^(Missing|Invalid)SecurityToken(\.|$)/i, { kind: "unauthenticated", hint: tokenHint }],
  [/^SignatureNonceUsed$/i, { kind: "unavailable", retryable: true }],
  [/Throttling|FlowControl|TooManyRequests/i, { kind: "rate-limited" }],
  [/^(StatusForbidden|Forbidden|NoPermission)/i, { kind: "forbidden" }],
  [/^Invalid(Action|Api)\.NotFound$/i, { kind: "unavailable", retryable: false, hint: apiHint }],
  [/^(?:ServiceUnavailable|InternalError)(\.|$)/i, { kind: "unavailable", retryable: true }],
];

const permissions: ReadonlyMap<string, string | undefined> = new Map(
  reads.map((read: Read) => [read.action, read.permission]),
);

/** Names the error in an answer of either body shape; undefined where there is none, or nothing but a status. */
export function readError(answer: Answer): ErrorFacts | undefined {
  const error = readBody(answer.body);
  const succeeded = answer.status >= 200 && answer.status < 300;
  if (succeeded && !isBusinessError(error)) return undefined;
  const status = succeeded ? (error.status ?? answer.status) : answer.status;
  const explainsNothing = error.code === undefined && error.text === undefined;
  // The host knows better what to say of a proxy's page or a redirect.
  if (explainsNothing && answer.action !== "GetUpgradeStatus" && status !== 405 && status !== 410)
    return undefined;
  const meaning = meaningOf(answer.action, status, error);
  // A header may be a proxy's; what stands in the body is the cloud's own.
  const requestId = error.requestId ?? answer.requestId;
  return {
    message: describe(answer, error),
    ...meaning,
    ...(meaning.kind === "forbidden" ? { hint: permissionHint(answer.action, error) } : {}),
    ...(error.code === undefined ? {} : { code: error.code }),
    httpStatus: answer.status,
    ...(requestId === null ? {} : { requestId }),
  };
}

/**
 * True where the account will not get an answer here however often it asks: it may not, or the API is not there.
 * Never true of the cluster itself.
 */
export function isClosed(error: unknown): error is ProviderError {
  if (!isProviderError(error)) return false;
  return error.kind === "forbidden" || (error.kind === "unavailable" && !error.retryable);
}

export function isClusterMissing(error: unknown): boolean {
  return isProviderError(error) && error.code?.toLowerCase() === missingCluster;
}

const missingCluster = "errorclusternotfound";

interface CloudError {
  readonly code?: string | undefined;
  readonly text?: string | undefined;
  readonly requestId?: string | undefined;
  readonly status?: number | undefined;
  /** The RAM action that was refused. */
  readonly ramAction?: string | undefined;
}

function readBody(body: unknown): CloudError {
  if (!isRecord(body)) return {};
  const code = body.Code ?? body.code;
  const status = Number(body.status);
  const denied = body.accessDeniedDetail ?? body.AccessDeniedDetail;
  return {
    code: textOf(typeof code === "number" ? String(code) : code),
    text: textOf(body.Message) ?? textOf(body.message),
    requestId: textOf(body.RequestId) ?? textOf(body.requestId) ?? textOf(body.request_id),
    status: status >= 400 && status < 600 ? status : undefined,
    ramAction: isRecord(denied) ? textOf(denied.AuthAction) : undefined,
  };
}

/**
 * Some failures come with status 200, an empty list or a cluster's row beside their code. No result of these APIs has a
 * `code` of its own (vendor's SDK 7.2.0), so whatever stands beside one that is no success is not to be trusted.
 */
function isBusinessError({ code }: CloudError): boolean {
  if (code === undefined) return false;
  const number = Number(code);
  const succeeded =
    number === 0 || (number >= 200 && number < 300) || ["ok", "success"].includes(code.toLowerCase());
  return !succeeded;
}

function meaningOf(action: string, status: number, error: CloudError): Meaning {
  const { code = "", text = "" } = error;
  const found =
    meanings.find(([pattern]) => pattern.test(code))?.[1] ?? meaningHere(action, status, code, text);
  if (action !== "GetUpgradeStatus" || code.toLowerCase() === missingCluster) return found;
  // How a switched-off API answers is not documented; a request this plain is refused for no other reason.
  const isRefused = found.kind === "unexpected-response" && status >= 400 && status < 500;
  const isGone = isRefused || (found.kind === "unavailable" && found.retryable === false);
  return isGone ? { kind: "unavailable", retryable: false, hint: retiredHint } : found;
}

/** Where the code says nothing by itself. */
function meaningHere(action: string, status: number, code: string, text: string): Meaning {
  const isTask = action === "DescribeTaskInfo";
  if (isTask && ((status === 404 && code + text !== "") || /Task\.?NotFound$/i.test(code)))
    return { kind: "not-found", hint: "Check `with.taskId`, the region and the account of the access key." };
  if (code.toLowerCase() === missingCluster)
    return action === "DescribeClusterDetail"
      ? { kind: "not-found", hint: "Check the id, the region and the account of the access key." }
      : { kind: "unavailable", retryable: false };
  if (/flow control|too many requests|throttl/i.test(text) && [400, 429, 503].includes(status))
    return { kind: "rate-limited" };
  if (status === 405 || status === 410) return { kind: "unavailable", retryable: false, hint: apiHint };
  return errorOfStatus(status);
}

function describe({ action, status }: Answer, { code, text }: CloudError): string {
  const named = code === undefined ? `HTTP ${status}` : `${code} (HTTP ${status})`;
  const sentence = text === undefined ? "" : withoutEcho(text);
  return `${action} answered ${named}${sentence === "" ? "" : `: ${sentence}`}`;
}

/**
 * The gateway repeats the whole string to sign, with the AccessKey ID in it, which is not for people. Otherwise nothing is
 * cut: half of a secret would not be recognised and masked any more.
 */
function withoutEcho(text: string): string {
  const plain = text.replace(/\s+/g, " ").replace(/[\s.:,;]{0,9}server string to sign.*/is, "");
  return plain.trim();
}

function permissionHint(action: string, { ramAction }: CloudError): string {
  const wanted =
    ramAction !== undefined && /^[a-z][a-z-]*:[A-Za-z*]+$/.test(ramAction)
      ? ramAction
      : permissions.get(action);
  return `Allow the RAM action ${wanted ?? `cs:${action}`} for the identity of the access key${action === "DescribeTaskInfo" ? " (on all resources: it cannot be granted for one cluster)" : ""}.`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
