import type { Source } from "./clouds.ts";
import type { CloudAnswer } from "./server.ts";

/** How IAM and STS name their errors; of the others they give the status alone. */
const stsCodes: Readonly<Record<number, string>> = {
  400: "MissingSecurityToken",
  401: "AuthenticationFail.OIDCToken.Invalid",
  403: "NoPermission",
  404: "EntityNotExist.Role",
  409: "Conflict",
  429: "Throttling.User",
  500: "InternalError",
  502: "ServiceUnavailable",
  503: "ServiceUnavailable",
  504: "ServiceUnavailable",
};

/** What the service that signs in answers with that status. */
export function signInAnswer(source: Source, status: number): CloudAnswer {
  const body =
    source === "alibaba-ack"
      ? { RequestId: "0A1B", HostId: "sts.example.com", Code: stsCodes[status], Message: "no" }
      : { error: { code: status, message: "no", title: "No" } };
  return {
    status,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(body)),
  };
}
