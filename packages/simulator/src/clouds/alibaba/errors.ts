import type { FaultStatus } from "../../scenario/base-scenario.ts";
import type { Context, Reply } from "../cloud.ts";

/** An error of the gateway in front of the services: members begin with a capital. */
export function gatewayError(context: Context, status: number, code: string, message: string): Reply {
  const body = {
    RequestId: context.requestId,
    HostId: context.request.headers.host ?? "",
    Code: code,
    Message: message,
    Recommend: `https://api.example.com/troubleshoot?q=${code}`,
  };
  return { status, body };
}

/** An error of the container service itself: members begin in lower case. */
export function serviceError(
  context: Context,
  status: number,
  code: string,
  message: string,
  more?: object,
): Reply {
  return { status, body: { code, message, requestId: context.requestId, status, ...more } };
}

export function unknownCall(context: Context): Reply {
  const message = "Specified api is not found, please check your url and method.";
  return gatewayError(context, 404, "InvalidAction.NotFound", message);
}

export function forbidden(context: Context, action: string): Reply {
  return serviceError(context, 403, "StatusForbidden", `User policy Forbidden for action cs:${action}`, {
    accessDeniedDetail: {
      AuthAction: `cs:${action}`,
      AuthPrincipalType: "SubUser",
      NoPermissionType: "ImplicitDeny",
      PolicyType: "AccountLevelIdentityBasedPolicy",
    },
  });
}

export function throttled(context: Context): Reply {
  return gatewayError(context, 429, "Throttling.User", "Request was denied due to user flow control.");
}

/** What a fault of that status looks like. */
export function failure(context: Context, status: FaultStatus, retryAfterSeconds: number | undefined): Reply {
  const reply = failureBody(context, status);
  if (retryAfterSeconds === undefined) return reply;
  // This header counts milliseconds (vendor's OpenAPI clients, 2026).
  return { ...reply, headers: { "x-acs-retry-after": `${Math.round(retryAfterSeconds * 1000)}` } };
}

function failureBody(context: Context, status: FaultStatus): Reply {
  switch (status) {
    case 401:
      return serviceError(context, 401, "Unauthorized", "The access key is disabled.");
    case 403:
      return forbidden(context, "*");
    case 404:
      return unknownCall(context);
    case 429:
      return throttled(context);
    case 400:
      return serviceError(context, 400, "InvalidParameter", "this answer was asked for by the scenario");
    case 409:
      return serviceError(context, 409, "ErrorClusterState", "this answer was asked for by the scenario");
    case 500:
      return serviceError(context, 500, "InternalError", "this answer was asked for by the scenario");
    default:
      return gatewayError(
        context,
        status,
        "ServiceUnavailable",
        "The request has failed due to a temporary failure.",
      );
  }
}
