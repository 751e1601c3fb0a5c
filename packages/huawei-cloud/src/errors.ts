import { type Answer, type ErrorFacts, errorOfStatus, type Read } from "@upgradectl/provider-sdk";
import { isPlainId } from "./ids.ts";

/** What one error means. The first rule that fits an answer decides. */
export interface ErrorRule {
  /** Fits where one of the answer's codes matches. */
  readonly code?: RegExp;
  /** Fits where the answer's explanation matches. */
  readonly message?: RegExp;
  /** Only for these reads. */
  readonly actions?: readonly string[];
  readonly kind: ErrorFacts["kind"];
  readonly retryable?: boolean;
  readonly hint?: string;
}

const badSignature =
  "Check the access key and its secret, that this machine's clock is right (15 minutes off is refused), and that the key belongs to this site and region. More than five failures lock a key for five minutes.";
const forbidden = "The gateway refuses this identity. Check its permissions and the region.";

/**
 * Codes that every service shares: the API gateway's (API Gateway error codes, 2021-09; the prefix is `APIG` or
 * `APIGW`, `APIGW` in answers of CCE seen in 2026-08) and IAM's. What is not here goes by its HTTP status.
 */
export const sharedErrorRules: readonly ErrorRule[] = [
  {
    message: /AK access failed to reach the limit/i,
    kind: "unauthenticated",
    retryable: false,
    hint: "This access key is locked for five minutes after too many failed signatures; mend the key, then wait.",
  },
  {
    code: /^APIGW?\.0307$/,
    kind: "unauthenticated",
    retryable: false,
    hint: "Get a new token; it lives 24 hours at most.",
  },
  {
    code: /^APIGW?\.0301$/,
    message: /security ?token/i,
    kind: "unauthenticated",
    retryable: false,
    hint: "The security token is missing, wrong or expired: get a new temporary key together with its token.",
  },
  { code: /^APIGW?\.030[135]$/, kind: "unauthenticated", retryable: false, hint: badSignature },
  { code: /^APIGW?\.030[246]$/, kind: "forbidden", retryable: false, hint: forbidden },
  {
    code: /^APIGW?\.0310$/,
    kind: "forbidden",
    retryable: false,
    hint: "The project cannot be used; check `projectId`.",
  },
  {
    code: /^APIGW?\.0802$/,
    kind: "forbidden",
    retryable: false,
    hint: "This identity may not use this region; check `region`, and that the account has it enabled.",
  },
  { code: /^APIGW?\.0308$/, kind: "rate-limited", retryable: true },
  {
    code: /^APIGW?\.0101$/,
    kind: "unavailable",
    retryable: false,
    hint: "The gateway knows no such API; check `region` and `endpoint`, and that the service is offered there.",
  },
  { code: /^APIGW?\.06(01|10|13)$/, kind: "unavailable", retryable: true },
];

/**
 * Makes the `readError` of an API: names the error in any of the shapes that Huawei's services use, also in a 2xx
 * body. `rules` come before the shared ones; `reads` let a refusal name the permission that it wants. Where a body
 * explains nothing (a proxy's page, a redirect), the host knows better what to say.
 */
export function createReadError(
  rules: readonly ErrorRule[],
  reads: readonly Read[],
): (answer: Answer) => ErrorFacts | undefined {
  const table = [...rules, ...sharedErrorRules];
  return (answer) => {
    const ok = answer.status >= 200 && answer.status < 300;
    const reported = parseReported(answer);
    if (ok && !reported.isError) return undefined;
    if (!reported.isError && reported.codes.length === 0 && reported.message === "") return undefined;
    const fitting = table.find((candidate) => fits(candidate, answer, reported));
    const status = ok ? (reported.status ?? answer.status) : answer.status;
    // A 401 is a refused identity whatever the code beside it: it counts towards the lock of a key.
    const rule = status === 401 && fitting?.kind !== "unauthenticated" ? undefined : fitting;
    const meaning = rule ?? errorOfStatus(status);
    const hint = rule?.hint ?? defaultHint(meaning.kind, answer.action, reads);
    const code = reported.codes.find((each) => rule?.code?.test(each)) ?? reported.codes[0];
    const requestId = answer.requestId ?? reported.requestId;
    const said = [code, reported.message].filter((part) => part !== undefined && part !== "").join(": ");
    return {
      kind: meaning.kind,
      message: `${answer.action} answered ${answer.status} ${said || "and calls it a failure"}`,
      httpStatus: answer.status,
      ...(meaning.retryable === undefined ? {} : { retryable: meaning.retryable }),
      ...(hint === undefined ? {} : { hint }),
      ...(code === undefined ? {} : { code }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  };
}

interface Reported {
  /** Most specific first; an answer of CCE may carry one of each of two families. */
  readonly codes: readonly string[];
  readonly message: string;
  /** Says of itself that it is an error, whatever the HTTP status. */
  readonly isError: boolean;
  /** The HTTP status that a body of Kubernetes' kind `Status` names for the error. */
  readonly status?: number;
  /** The gateway writes it into its body too. */
  readonly requestId?: string;
}

function fits(rule: ErrorRule, { action }: Answer, { codes, message }: Reported): boolean {
  if (rule.actions?.includes(action) === false) return false;
  const { code } = rule;
  if (code !== undefined && !codes.some((each) => code.test(each))) return false;
  return rule.message === undefined || rule.message.test(message);
}

function parseReported({ body, status }: Answer): Reported {
  if (!isRecord(body)) return { codes: [], message: "", isError: false };
  const nested = isRecord(body.error) ? body.error : {};
  const named = texts(body.errorCode, body.error_code, body.errCode);
  const loose = texts(nested.code, body.code).filter((code) => code !== String(status));
  const own = texts(
    body.errorMessage,
    body.error_msg,
    body.errorMsg,
    body.externalMessage,
    nested.message,
    body.message,
  );
  const failed = body.kind === "Status" ? parseStatus(body) : undefined;
  const said = own.length > 0 ? own : (failed?.reason ?? []);
  return {
    codes: [...new Set([...named, ...loose])],
    message: [...new Set(said.map((part) => part.replace(/\.$/, "")))].join("; "),
    isError:
      named.length > 0 ||
      body.status === "Failure" ||
      texts(nested.code).length > 0 ||
      failed?.isError === true,
    ...(failed?.status === undefined ? {} : { status: failed.status }),
    ...(isRequestId(body.request_id) ? { requestId: body.request_id } : {}),
  };
}

function isRequestId(value: unknown): value is string {
  return typeof value === "string" && value.length <= 128 && isPlainId(value);
}

/** A `Status` of Kubernetes; some leave out the `Failure` beside the code and the reason. */
function parseStatus(body: Readonly<Record<string, unknown>>) {
  const code = Number(texts(body.code)[0]);
  const reason = texts(body.reason);
  const namesError = code >= 400;
  return {
    reason,
    isError: namesError || (reason.length > 0 && body.status !== "Success"),
    ...(namesError ? { status: code } : {}),
  };
}

/** Texts and numbers that say something; `0` and empty are how a success fills the same fields. */
function texts(...values: readonly unknown[]): string[] {
  return values
    .filter((value) => typeof value === "string" || typeof value === "number")
    .map((value) => String(value).trim())
    .filter((text) => text !== "" && text !== "0");
}

function defaultHint(kind: ErrorFacts["kind"], action: string, reads: readonly Read[]): string | undefined {
  if (kind === "unauthenticated") return badSignature;
  if (kind !== "forbidden") return undefined;
  const permission = reads.find((read) => read.action === action)?.permission;
  const wanted = permission === undefined ? "this read" : `\`${permission}\``;
  return `Allow ${wanted} for this identity in IAM, and check that the service is authorised in this region.`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
