import { type ErrorFacts, isProviderError, ProviderError } from "@upgradectl/provider-sdk";
import { pluginError } from "./build-request.ts";

type Cause = Pick<ErrorFacts, "kind" | "message" | "hint" | "retryable">;

const direct = "upgradectl connects directly, not through a proxy";

/** What a failed exchange means. `host` is as in the `Host` header; undici's and Node's own words are not for users. */
export function networkError(error: unknown, action: string, host: string): ProviderError {
  if (isProviderError(error)) return error;
  const code = codeOf(error);
  if (code.startsWith("UND_ERR_INVALID") || code === "UND_ERR_NOT_SUPPORTED")
    return pluginError(`made a request for ${action} that HTTP does not allow: ${messageOf(error)}`);
  const { message, ...facts } = isInterimAnswer(error)
    ? interim(host)
    : causeOf(code, host, messageOf(error));
  return new ProviderError({ ...facts, message: `${action}: ${message}` });
}

function causeOf(code: string, host: string, message: string): Cause {
  switch (code) {
    case "ENOTFOUND":
      return network(`the name ${host} does not exist`, `Check the region and the endpoint; ${direct}.`);
    case "EAI_AGAIN":
      return network(`the name ${host} could not be looked up`, "Check this machine's DNS and network.");
    case "ECONNREFUSED":
      return network(`${host} refused the connection`, `Check the endpoint's host and port; ${direct}.`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return network(`there is no route to ${host}`, `Check this machine's network; ${direct}.`);
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
    case "UND_ERR_RES_CONTENT_LENGTH_MISMATCH":
    case "HPE_EOF":
      return network(`${host} broke the connection off before its answer was complete`);
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT": {
      const hint = `Check the endpoint, firewalls and this machine's network; ${direct}.`;
      return { kind: "timeout", message: `${host} did not accept a connection in time`, hint };
    }
    case "UND_ERR_HEADERS_OVERFLOW":
      return odd(`${host} answered with more headers than any API has`);
    case "HPE":
      return odd(`${host} answered something that is not HTTP`);
    default:
      return tlsCauseOf(code, host) ?? network(`the exchange with ${host} failed: ${message}`);
  }
}

/** Another try would meet the same certificate, so none of these is retried. */
function tlsCauseOf(code: string, host: string): Cause | undefined {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return tls(
      `the certificate of ${host} is for another name`,
      "Check the endpoint's host name, and whether a proxy answers in its place.",
    );
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID")
    return tls(
      `the certificate of ${host} is not valid today`,
      "Check the clock of this machine and the endpoint.",
    );
  if (/SELF_SIGNED|^UNABLE_TO_|^CERT_/.test(code))
    return tls(
      `the certificate of ${host} is from an authority that this machine does not trust`,
      "If a proxy or a private authority issued it, name its file in NODE_EXTRA_CA_CERTS.",
    );
  if (code === "EPROTO" || code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return tls(
      `no TLS connection to ${host} could be agreed on (${code})`,
      "Check that the endpoint's port speaks https, and whether a proxy answers in its place.",
    );
  return undefined;
}

/** undici refuses `100 Continue` and `101 Switching Protocols`, which nobody asked for. */
function isInterimAnswer(error: unknown): boolean {
  return error instanceof Error && (error.message === "bad response" || error.message === "bad upgrade");
}

function interim(host: string): Cause {
  return odd(`${host} sent an interim answer (status 100 or 101) in place of an answer`);
}

function network(message: string, hint?: string): Cause {
  return { kind: "network", message, ...(hint === undefined ? {} : { hint }) };
}

function tls(message: string, hint: string): Cause {
  return { kind: "network", message, hint, retryable: false };
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
