import type { ErrorFacts } from "@upgradectl/provider-sdk";

/** What to do about an error of which nobody who saw it closer said what would mend it. */
export const defaultHints: Readonly<Record<ErrorFacts["kind"], string>> = {
  unauthenticated: "Check the credentials of this provider.",
  forbidden: "Allow this read for the identity of this provider; `upgradectl providers` lists what it needs.",
  "not-found":
    "Check the cluster's id and the account and region of its provider, or take it out of the manifest.",
  "rate-limited": "Run again later, or lower `limits.requestsPerSecond` of this provider.",
  timeout:
    "Run again; if it stays, give it longer with --request-timeout, and see whether the service is slow.",
  network: "Run again; if it stays, check the endpoint and this machine's network.",
  unavailable:
    "The service cannot answer this now: run again later, and see its status page; --retries tries more often.",
  "unexpected-response":
    "Check `endpoint` and `region`; if they are right, the service answers this request in a way that upgradectl does not know.",
  plugin: "This is a bug of the plugin; report it to its authors.",
  cancelled: "The run was ended before its time; run again.",
};
