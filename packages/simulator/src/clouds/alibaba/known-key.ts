import type { Account } from "../../scenario/world.ts";
import type { Admission, Context } from "../cloud.ts";
import { gatewayError } from "./errors.ts";

const skewMs = 15 * 60_000;

export function refuse(context: Context, status: number, code: string, message: string): Admission {
  return { refusal: gatewayError(context, status, code, message), reason: `${code}: ${message}` };
}

/** A permanent key, or a temporary one. */
export interface KnownKey {
  readonly accounts: readonly Account[];
  readonly secret: string;
  readonly securityToken: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** A temporary key without its token is as unknown as one that does not exist. */
export function findKey({ desk }: Context, accessKeyId: string, hasToken: boolean): KnownKey | undefined {
  const accounts = desk.accounts.filter((account) => account.accessKeyId === accessKeyId);
  const [first] = accounts;
  const known =
    first?.secret == null
      ? desk.findKey(accessKeyId)
      : {
          accounts,
          secret: first.secret,
          securityToken: first.securityToken,
          expiresAt: Number.POSITIVE_INFINITY,
        };
  return known === undefined || (known.securityToken !== null && !hasToken) ? undefined : known;
}

export function unknownKey(context: Context): Admission {
  return refuse(context, 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
}

export function checkDate(context: Context, text: string): Admission | null {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    return refuse(
      context,
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  if (Math.abs(context.now - at) <= skewMs) return null;
  return refuse(context, 400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
}

export function checkToken(context: Context, known: KnownKey, token: string | undefined): Admission {
  if ((token ?? null) !== known.securityToken) {
    const message = "Specified SecurityToken is mismatch with the AccessKey.";
    return refuse(context, 400, "InvalidSecurityToken.MismatchWithAccessKey", message);
  }
  if (context.now < known.expiresAt) return { accounts: known.accounts };
  return refuse(context, 400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
}
