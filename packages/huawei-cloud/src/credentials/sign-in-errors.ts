import { type Answer, type ErrorFacts, errorOfStatus } from "@upgradectl/provider-sdk";
import { signInReads } from "./sign-in-reads.ts";

type ReadError = (answer: Answer) => ErrorFacts | undefined;

const actions: ReadonlySet<string> = new Set(signInReads.map(({ action }) => action));

/**
 * What a refused sign-in means. Of what IAM says only words of a sentence's length are shown, for its answers are secrets
 * that nobody knows yet.
 */
export function createSignInReadError(readError: ReadError): ReadError {
  return (answer) => {
    if (!actions.has(answer.action)) return readError(answer);
    const facts = readError(answer) ?? bareRefusal(answer);
    if (facts === undefined) return undefined;
    const hint = hintOf(answer, facts);
    return {
      ...facts,
      ...(isRefused(answer, facts) ? { kind: "unauthenticated", retryable: false } : {}),
      message: facts.message.replace(/(?<=\s)\S{20,}/g, "…"),
      ...(hint === undefined ? {} : { hint }),
    };
  };
}

/** Whatever IAM calls it (a missing agency is a 404, a bad scope a 400): nobody is signed in, and no other try helps. */
function isRefused({ status }: Answer, { kind }: ErrorFacts): boolean {
  if (status === 408 || status === 429 || kind === "rate-limited" || kind === "timeout") return false;
  return (status >= 400 && status < 500) || (status < 300 && kind === "unexpected-response");
}

/** A body that explains nothing, or none at all. */
function bareRefusal({ action, status }: Answer): ErrorFacts | undefined {
  if (status < 400) return undefined;
  return { ...errorOfStatus(status), message: `${action} answered ${status}`, httpStatus: status };
}

function hintOf({ action, status }: Answer, facts: ErrorFacts): string | undefined {
  if (status < 400 || status >= 500 || status === 408 || status === 429) return facts.hint;
  if (action === "KeystoneCreateUserTokenByPassword")
    return "Check the user's name, the password and the domain name (the account's name), that the user may use programmatic access, and `region` or `projectId`. It is not tried again, because IAM locks a user after repeated failures.";
  if (action === "CreateTemporaryAccessKeyByAgency") {
    if (facts.kind === "unauthenticated" && /^APIGW?\./.test(facts.code ?? "")) return facts.hint;
    return "Check the agency's name and the account that made it, that it is entrusted to this account, and that this identity may assume agencies (`Agent Operator`, `iam:agencies:assume`).";
  }
  return "Check the id token and its provider: the token must be valid still, and the provider known to the account under this id.";
}
