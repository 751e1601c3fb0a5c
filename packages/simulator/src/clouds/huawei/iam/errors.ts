import type { Reply } from "../../cloud.ts";

/** An error of IAM's older calls, which are those of OpenStack's Keystone (IAM API reference, 2025-03). */
export function keystoneError(status: 400 | 401 | 403 | 404, message: string): Reply {
  return {
    status,
    body: { error: { code: status, message, title: keystoneTitles[status] } },
    mistake: message,
  };
}

const keystoneTitles = { 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" };

/** An error of IAM's calls under `/v3.0`, with the codes that its pages show for each status (2026-01). */
export function iamError(status: 400 | 401 | 403 | 404, message: string): Reply {
  return { status, body: { error_msg: message, error_code: iamCodes[status] }, mistake: message };
}

const iamCodes = { 400: "IAM.0011", 401: "IAM.0001", 403: "IAM.0003", 404: "IAM.0004" };
