import type { FaultStatus } from "../../scenario/base-scenario.ts";
import type { Context, Reply } from "../cloud.ts";

/** An error of the API gateway in front of the services. The numbers are those of its public table (2021-09). */
export function gatewayError({ requestId }: Context, status: number, code: string, message: string): Reply {
  return { status, body: { error_msg: message, error_code: code, request_id: requestId } };
}

/** 401 of the gateway: everything about signatures and tokens is APIG.0301, only the text differs. */
export function incorrectAuthentication(context: Context, detail: string): Reply {
  return gatewayError(context, 401, "APIG.0301", `Incorrect IAM authentication information: ${detail}`);
}

export function unknownCall(context: Context): Reply {
  const message = "The API does not exist or has not been published in the environment";
  return gatewayError(context, 404, "APIG.0101", message);
}

/** What CCE itself answers: two families of codes side by side, and the useful part in `message` (live bodies, 2026). */
export function cceError(status: 400 | 403 | 404 | 409 | 500, detail: string): Reply {
  const { code, text, inner, reason } = cceErrors[status];
  const body = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    code: status,
    errorCode: code,
    errorMessage: `${text}.`,
    error_code: inner,
    error_msg: text,
    message: detail,
    reason,
  };
  return { status, body };
}

const cceErrors = {
  400: { code: "CCE.01400001", text: "Invalid request", inner: "CCE_CM.0004", reason: "BadRequest" },
  403: { code: "CCE.01403001", text: "Forbidden", inner: "CCE_CM.0002", reason: "Forbidden" },
  404: { code: "CCE.01404001", text: "Resource not found", inner: "CCE_CM.0003", reason: "NotFound" },
  409: { code: "CCE.01409001", text: "Resource conflict", inner: "CCE_CM.0007", reason: "Conflict" },
  500: { code: "CCE.01500001", text: "Internal error", inner: "CCE_CM.0001", reason: "InternalError" },
} as const;

/** CSS has an API of its own, which begins with its version. */
export function isCss({ request }: Context): boolean {
  return request.segments[0] === "v1.0";
}

// Codes and statuses: error table of Open Telekom Cloud, which runs the same product (2026-04).
const cssErrors = {
  "CSS.0001": { status: 400, text: "Incorrect parameters" },
  "CSS.0005": { status: 500, text: "System error" },
  "CSS.0010": { status: 403, text: "Insufficient permissions" },
  "CSS.0011": { status: 409, text: "Another operation is being performed on the cluster" },
  "CSS.0015": { status: 403, text: "Access denied" },
} as const;

/** What CSS itself answers: a third way to name the code and the message (live bodies, 2026). */
export function cssError(code: keyof typeof cssErrors, detail: string): Reply {
  const { status, text } = cssErrors[code];
  return { status, body: { errCode: code, externalMessage: `${code} : ${text}. (${detail})` } };
}

const cssFaults = { 400: "CSS.0001", 403: "CSS.0010", 409: "CSS.0011", 500: "CSS.0005" } as const;

/** What a fault of that status looks like. */
export function failure(context: Context, status: FaultStatus, retryAfterSeconds: number | undefined): Reply {
  const reply = failureBody(context, status);
  return retryAfterSeconds === undefined
    ? reply
    : { ...reply, headers: { "retry-after": `${retryAfterSeconds}` } };
}

const byScenario = "this answer was asked for by the scenario";

function failureBody(context: Context, status: FaultStatus): Reply {
  switch (status) {
    case 401:
      return incorrectAuthentication(context, "decrypt token fail");
    case 404:
      return unknownCall(context);
    case 408:
      return gatewayError(context, 408, "APIG.0201", "Request timed out");
    case 429:
      return throttled(context, "unknown");
    case 502:
    case 504:
      return gatewayError(
        context,
        status,
        "APIG.0201",
        status === 504 ? "Backend timeout" : "Backend unavailable",
      );
    case 503:
      return gatewayError(context, 503, "APIG.0613", "IAM service is temporarily unavailable");
    default:
      return isCss(context) ? cssError(cssFaults[status], byScenario) : cceError(status, byScenario);
  }
}

export function throttled(context: Context, limit: string): Reply {
  const message = `The throttling threshold has been reached: policy user over ratelimit,limit:${limit},time:1 second`;
  return gatewayError(context, 429, "APIG.0308", message);
}
