import type { SecureContext } from "node:tls";

/** What is wrong with a file of certificates. */
export interface AuthoritiesFault {
  /** Completes "the file ...". */
  readonly fault: string;
  readonly hint: string;
}

/** The certificates of a PEM file, each as its own text. What else stands in it, comments and keys, is left alone. */
export function parseAuthorities(text: string): readonly string[] | AuthoritiesFault {
  const found: string[] = [];
  for (const part of text.split("-----BEGIN ").slice(1)) {
    const [label] = /^(?:X509 )?CERTIFICATE-----/.exec(part) ?? [];
    if (label === undefined) continue;
    const end = part.indexOf("-----END ");
    if (end < 0)
      return { fault: "has a certificate that does not end", hint: "Copy it again, with its last line." };
    found.push(`-----BEGIN ${part.slice(0, end)}-----END ${label}\n`);
  }
  if (found.length === 0) return noCertificate(text);
  const broken = found.findIndex((pem) => !isCertificate(pem));
  if (broken < 0) return found;
  const which = found.length === 1 ? "" : `, number ${broken + 1} of ${found.length},`;
  return {
    fault: `has a certificate${which} that cannot be read`,
    hint: "Export it again, as PEM: `openssl x509 -in FILE -noout -text` shows whether it is whole.",
  };
}

function isCertificate(pem: string): boolean {
  const { X509Certificate } = process.getBuiltinModule("node:crypto");
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function noCertificate(text: string): AuthoritiesFault {
  if (text.trim() === "")
    return { fault: "is empty", hint: "It has to hold the authority's certificate as PEM." };
  return {
    fault: "holds no certificate in PEM",
    hint: "PEM begins with `-----BEGIN CERTIFICATE-----`; from DER: `openssl x509 -inform der -in FILE -out FILE.pem`.",
  };
}

/**
 * Trusts these beside those that Node does, NODE_EXTRA_CA_CERTS among them. Any certificate of the file is trusted itself, also
 * one between the authority and the server, as with Go.
 */
export function trustAlso(authorities: readonly string[]): () => SecureContext {
  return () => {
    const key = authorities.join("\n");
    const known = contexts.get(key);
    if (known !== undefined) return known;
    const { createSecureContext, getCACertificates } = process.getBuiltinModule("node:tls");
    const ca = [...getCACertificates("default"), ...authorities];
    const context = createSecureContext({ ca, allowPartialTrustChain: true });
    contexts.set(key, context);
    return context;
  };
}

/** Each is made in 50 ms and holds hundreds of certificates; instances of one company name the same file. */
const contexts = new Map<string, SecureContext>();
