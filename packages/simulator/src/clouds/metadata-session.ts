import type { Account } from "../scenario/world.ts";
import type { Call, Context, Reply } from "./cloud.ts";

/** How a cloud's metadata service speaks of sessions. */
export interface SessionForms {
  /** Request header with the seconds that a session is to last. */
  readonly ttlHeader: string;
  /** Request header with a session's token. */
  readonly tokenHeader: string;
  /** What a service without sessions answers to the call that opens one. */
  readonly unknownStatus: 404 | 405;
}

/** What the clients of both clouds ask for: six hours. */
const longestSeconds = 21_600;

/** The one account whose server's metadata is played, if any. */
export function ownersOfMetadata({ desk }: Context): readonly Account[] {
  return desk.accounts.filter((account) => account.signIn.metadata !== null);
}

export function openSession(call: Call, forms: SessionForms): Reply {
  if (call.account.signIn.metadata?.version === "v1") return plain(forms.unknownStatus, "Not Found");
  const given = call.request.headers[forms.ttlHeader] ?? "";
  const seconds = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (seconds < 1 || seconds > longestSeconds)
    return refuse(400, `${forms.ttlHeader} must be 1 to ${longestSeconds}`);
  return plain(200, call.desk.openSession(call.now + seconds * 1000));
}

/** Null where the request may be answered. */
export function checkSession(call: Call, forms: SessionForms): Reply | null {
  const token = call.request.headers[forms.tokenHeader];
  const { metadata } = call.account.signIn;
  if (metadata?.version === "v1") return null;
  if (token === undefined)
    return metadata?.version === "both" ? null : refuse(401, `Unauthorized: ${forms.tokenHeader} is missing`);
  return call.desk.isOpenSession(token, call.now)
    ? null
    : refuse(401, `Unauthorized: ${forms.tokenHeader} is not valid`);
}

export function plain(status: number, text: string): Reply {
  return { status, body: null, text };
}

function refuse(status: number, text: string): Reply {
  return { ...plain(status, text), mistake: text };
}
