import { type ErrorFacts, isProviderError, ProviderError } from "@upgradectl/provider-sdk";
import { pluginError } from "./build-request.ts";
import { tlsCauseOf } from "./tls-errors.ts";
import type { Way } from "./way.ts";

export type Cause = Pick<ErrorFacts, "kind" | "message" | "hint" | "retryable">;

/** How the other side was spoken with. */
export interface Link {
  /** Over TLS. */
  readonly isSecure: boolean;
  readonly way: Way;
}

/** Why there is no connection, where that is known already. */
export class ConnectError extends Error {
  readonly facts: Cause;

  constructor(facts: Cause) {
    super(facts.message);
    this.facts = facts;
  }
}

/** What a failed exchange means. `host` is as in the `Host` header; undici's and Node's own words are not for users. */
export function networkError(error: unknown, action: string, host: string, link: Link): ProviderError {
  if (isProviderError(error)) return error;
  const code = codeOf(error);
  if (code.startsWith("UND_ERR_INVALID") || code === "UND_ERR_NOT_SUPPORTED")
    return pluginError(`made a request for ${action} that HTTP does not allow: ${messageOf(error)}`);
  const { message, ...facts } = error instanceof ConnectError ? error.facts : causeOf(error, host, link);
  return new ProviderError({ ...facts, message: `${action}: ${message}` });
}

export function causeOf(error: unknown, host: string, { isSecure, way }: Link): Cause {
  const code = codeOf(error);
  const how = way.words;
  if (isInterimAnswer(error)) return interim(host);
  switch (code) {
    case "ENOTFOUND":
      return network(`the name ${host} does not exist`, `Check the region and the endpoint; ${how}.`);
    case "EAI_AGAIN":
      return network(
        `the name ${host} could not be looked up`,
        `Check this machine's DNS and network; ${how}.`,
      );
    case "ECONNREFUSED":
      return network(`${host} refused the connection`, `Check the endpoint's host and port; ${how}.`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return network(`there is no route to ${host}`, `Check this machine's network; ${how}.`);
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
    case "UND_ERR_RES_CONTENT_LENGTH_MISMATCH":
    case "HPE_EOF":
      return brokenOff(error, host, isSecure, how);
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT": {
      const hint = `Check the endpoint, firewalls and this machine's network; ${how}.`;
      return { kind: "timeout", message: `${host} did not accept a connection in time`, hint };
    }
    case "UND_ERR_HEADERS_OVERFLOW":
      return odd(`${host} answered with more headers than any API has`);
    case "HPE":
      return odd(`${host} answered something that is not HTTP`);
    default:
      return (
        tlsCauseOf(error, code, host) ?? network(`the exchange with ${host} failed: ${messageOf(error)}`)
      );
  }
}

/** Passing by nature; where it stays, something between the two may cut it. */
function brokenOff(error: unknown, host: string, isSecure: boolean, how: string): Cause {
  if (/before secure TLS connection/.test(messageOf(error)))
    return network(
      `${host} broke the connection off before TLS was agreed on`,
      `If it stays, check that the endpoint's port speaks https, and firewalls; ${how}.`,
    );
  const hint = isSecure
    ? `If it stays, a firewall or proxy may cut connections; ${how}.`
    : "If it stays and the port speaks https, write https:// in `endpoint`.";
  return network(`${host} broke the connection off before its answer was complete`, hint);
}

/** undici refuses `100 Continue` and `101 Switching Protocols`, which nobody asked for. */
function isInterimAnswer(error: unknown): boolean {
  return error instanceof Error && (error.message === "bad response" || error.message === "bad upgrade");
}

export function interim(host: string): Cause {
  return odd(`${host} sent interim answers (status 100 to 199) in place of an answer`);
}

function network(message: string, hint?: string): Cause {
  return { kind: "network", message, ...(hint === undefined ? {} : { hint }) };
}

function odd(message: string): Cause {
  const hint = "Check the endpoint's host, port and scheme; something else than the API answers there.";
  return { kind: "unexpected-response", message, hint };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  // undici 8.12 loses the code of its parser's errors; only the reason in the message tells them apart.
  if (error.name === "HTTPParserError")
    return error.message.includes("Invalid EOF state") ? "HPE_EOF" : "HPE";
  const code: unknown = "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
