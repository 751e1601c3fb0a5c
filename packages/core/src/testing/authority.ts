import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A certificate with its key, both PEM: what a TLS server takes. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateChanges {
  /** Default: localhost, 127.0.0.1 and every name below example.test. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** It may sign others. */
  readonly isAuthority?: boolean;
}

/** Somebody who signs certificates, and is known to no machine. */
export interface Authority extends Certificate {
  issue(changes?: CertificateChanges): Promise<Certificate>;
  /** One that it vouches for. */
  issueAuthority(): Promise<Authority>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 86_400_000;

export async function createAuthority(): Promise<Authority> {
  return makeAuthority(undefined);
}

interface Issuer {
  readonly name: string;
  readonly keys: CryptoKeyPair;
}

type CryptoKeyPair = Awaited<ReturnType<typeof createKeys>>;

let made = 0;

async function makeAuthority(issuer: Issuer | undefined): Promise<Authority> {
  made += 1;
  const own: Issuer = { name: `CN=Test authority ${made}`, keys: await createKeys() };
  const certificate = await make(own.name, own.keys, issuer ?? own, { names: [], isAuthority: true });
  return {
    ...certificate,
    issue: async (changes = {}) => make("CN=example.test", await createKeys(), own, changes),
    issueAuthority: () => makeAuthority(own),
  };
}

/** Signed by nobody else. */
export async function selfSign(changes: CertificateChanges = {}): Promise<Certificate> {
  const own: Issuer = { name: "CN=example.test", keys: await createKeys() };
  return make(own.name, own.keys, own, changes);
}

async function createKeys() {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function make(
  subject: string,
  keys: CryptoKeyPair,
  issuer: Issuer,
  {
    names = ["localhost", "127.0.0.1", "example.test", "*.example.test"],
    notBefore = new Date(Date.now() - day),
    notAfter = new Date(Date.now() + day),
    isAuthority = false,
  }: CertificateChanges,
): Promise<Certificate> {
  made += 1;
  const alternatives = names.map((value) => ({
    type: /^[\d.]+$/.test(value) ? ("ip" as const) : ("dns" as const),
    value,
  }));
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: made.toString(16).padStart(4, "0"),
      subject,
      issuer: issuer.name,
      notBefore,
      notAfter,
      publicKey: keys.publicKey,
      signingKey: issuer.keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(isAuthority, undefined, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey, false, crypto),
        ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(alternatives)]),
      ],
    },
    crypto,
  );
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = key.match(/.{1,64}/g) ?? [];
  return {
    cert: certificate.toString("pem"),
    key: ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n"),
  };
}
