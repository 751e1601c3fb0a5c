import type { Reply } from "../../cloud.ts";
import type { IssuedKey } from "../../sign-in-desk.ts";
import { utcTime } from "../times.ts";

/** Long enough for any run. */
export const serverKeyLifetimeMs: number = 6 * 3_600_000;

/** A temporary key as the metadata service and credentials URIs show it (@alicloud/credentials 2.4.7). */
export function showKey(key: IssuedKey, now: number): Reply {
  const body = {
    AccessKeyId: key.accessKeyId,
    AccessKeySecret: key.secret,
    Expiration: utcTime(key.expiresAt),
    SecurityToken: key.securityToken,
    LastUpdated: utcTime(now),
    Code: "Success",
  };
  return { status: 200, body };
}
