import { cut, printable } from "../quote-text.ts";
import type { Cause } from "./network-errors.ts";

const ownAuthority =
  "If a private authority or a proxy issued it, name the authority's certificate (PEM) in `caFile` of this provider, or in NODE_EXTRA_CA_CERTS";

/** What OpenSSL says where the other side speaks no TLS at all. */
const noTls =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_TOO_SMALL|BAD_RECORD_TYPE/;
const oldProtocol =
  /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|NO_PROTOCOLS_AVAILABLE|INAPPROPRIATE_FALLBACK/;
const weak =
  /KEY_TOO_SMALL|MD_TOO_WEAK|KEY_TOO_WEAK|DH_KEY|LEGACY|NO_SHARED|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY/;
const wantsClient = /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_CERTIFICATE_UNKNOWN|ALERT_UNKNOWN_CA/;

/** Undefined where it is not TLS that failed. Another try would meet the same certificate, so none of these is retried. */
export function tlsCauseOf(error: unknown, code: string, host: string): Cause | undefined {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return tls(
      `the certificate of ${host} is for another name${namesIn(error)}`,
      "Check the host name in `endpoint` and the region, and whether a proxy answers in its place.",
    );
  const certificate = certificateFault(code, host);
  if (certificate !== undefined) return certificate;
  if (code !== "EPROTO" && !code.startsWith("ERR_SSL_") && !code.startsWith("ERR_TLS_")) return undefined;
  return handshakeFault(code === "EPROTO" ? reasonOf(error) : code, host);
}

function certificateFault(code: string, host: string): Cause | undefined {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return tls(
        `the certificate of ${host} has expired`,
        `Check the clock of this machine (it must not be fast); if it is right, the certificate, or its authority's, has to be renewed at ${host}.`,
      );
    case "CERT_NOT_YET_VALID":
      return tls(
        `the certificate of ${host} is not valid yet`,
        "Check the clock of this machine (it must not be slow); if it is right, the certificate is for later.",
      );
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return tls(
        `the certificate of ${host} is signed by itself, and this machine does not trust it`,
        "If it is yours, name it (PEM) in `caFile` of this provider, or in NODE_EXTRA_CA_CERTS; else something else answers there.",
      );
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return tls(
        `the certificate of ${host} is from an authority that this machine does not trust, or came without those between`,
        `${ownAuthority}; else the server has to send its whole chain.`,
      );
    case "CERT_REVOKED":
      return tls(`the certificate of ${host} was revoked`, "It has to be replaced there.");
  }
  if (!/SELF_SIGNED|^UNABLE_TO_|^CERT_|^INVALID_CA$|^HOSTNAME_MISMATCH$/.test(code)) return undefined;
  return tls(
    `the certificate of ${host} is from an authority that this machine does not trust (${code})`,
    `${ownAuthority}.`,
  );
}

function handshakeFault(reason: string, host: string): Cause {
  if (noTls.test(reason))
    return tls(
      `no TLS connection to ${host} could be agreed on: it does not speak https`,
      "Check the host and port of `endpoint`; plain http is for loopback only, written as http://.",
    );
  if (oldProtocol.test(reason))
    return tls(
      `no TLS connection to ${host} could be agreed on: it knows no version that is safe (1.2 or 1.3)`,
      "The server, or the proxy that answers in its place, has to be brought up to date.",
    );
  if (wantsClient.test(reason))
    return tls(
      `${host} ended the TLS connection because it wants a certificate of the client's`,
      "upgradectl has none; check the endpoint: the clouds' APIs ask for none.",
    );
  const why = weak.test(reason)
    ? "the two have nothing in common that is safe, or it wants a certificate of the client's"
    : "it failed";
  return tls(
    `no TLS connection to ${host} could be agreed on: ${why} (${reason})`,
    "Check that the endpoint's port speaks https, and whether a proxy answers in its place.",
  );
}

/** The server's own words, so data. */
function namesIn(error: unknown): string {
  const cert: unknown = error instanceof Error && "cert" in error ? error.cert : undefined;
  const names: unknown =
    typeof cert === "object" && cert !== null && "subjectaltname" in cert ? cert.subjectaltname : undefined;
  if (typeof names !== "string") return "";
  return ` (${printable(cut(names.replaceAll(/\b(?:DNS|IP Address):/g, ""), 120))})`;
}

/** `EPROTO` hides the reason in OpenSSL's line, as in "...:SSL routines:ssl3_get_record:wrong version number:...". */
function reasonOf(error: unknown): string {
  const reason: unknown = error instanceof Error && "reason" in error ? error.reason : undefined;
  const text = typeof reason === "string" ? reason : error instanceof Error ? error.message : "";
  const found =
    /SSL routines:[^:]*:([a-z0-9 _]+)/i.exec(text)?.[1] ?? (typeof reason === "string" ? reason : "");
  return found === "" ? "EPROTO" : found.trim().toUpperCase().replaceAll(" ", "_");
}

function tls(message: string, hint: string): Cause {
  return { kind: "network", message, hint, retryable: false };
}
