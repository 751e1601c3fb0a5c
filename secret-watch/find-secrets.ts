import type { Secrets } from "./secrets.ts";

export interface Found {
  readonly secret: string;
  readonly name: string;
  readonly encoding: string;
}

interface Needle {
  readonly found: Found;
  readonly bytes: Buffer;
}

/** Told apart by a hash of four bytes: the time hardly depends on the number of secrets. */
const lead = 4;

/** Looks for secrets in bytes: plain, and in the encodings that programs and servers write them in. */
export class SecretFinder {
  readonly #isLead = new Uint8Array(1 << 16);
  readonly #needles = new Map<number, Needle[]>();

  constructor(secrets: Secrets) {
    for (const [secret, name] of secrets)
      for (const [encoding, bytes] of encodingsOf(secret)) {
        if (bytes.length < lead) continue;
        const list = this.#needles.get(bytes.readInt32LE(0)) ?? [];
        list.push({ found: { secret, name, encoding }, bytes });
        this.#needles.set(bytes.readInt32LE(0), list);
        this.#isLead[hash(bytes, 0)] = 1;
      }
  }

  /** Each secret once, in the first encoding that it is found in. */
  find(bytes: Buffer): readonly Found[] {
    const found = new Map<string, Found>();
    if (this.#needles.size === 0) return [];
    for (let at = 0; at + lead <= bytes.length; at += 1) {
      if (this.#isLead[hash(bytes, at)] === 0) continue;
      for (const needle of this.#needles.get(bytes.readInt32LE(at)) ?? [])
        if (
          !found.has(needle.found.secret) &&
          needle.bytes.equals(bytes.subarray(at, at + needle.bytes.length))
        )
          found.set(needle.found.secret, needle.found);
    }
    return [...found.values()];
  }
}

function hash(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) ^
      ((bytes[at + 1] ?? 0) << 3) ^
      ((bytes[at + 2] ?? 0) << 6) ^
      ((bytes[at + 3] ?? 0) << 8)) &
    0xffff
  );
}

function* encodingsOf(secret: string): Iterable<readonly [string, Buffer]> {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const percent = encodeURIComponent(secret.toWellFormed());
  const texts: readonly (readonly [string, string])[] = [
    ["plain", secret],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    ["JSON", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/")],
    ["percent", percent],
    ["percent", percent.replace(/%../g, (code) => code.toLowerCase())],
    ["percent", encodeURIComponent(percent)],
    ["percent", new URLSearchParams({ "": secret }).toString().slice(1)],
    ["HTML", secret.replace(/[&<>"']/g, (sign) => `&${signs[sign]};`)],
    ["hexadecimal", hex],
    ["hexadecimal", hex.toUpperCase()],
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
  const told = new Set<string>();
  for (const [encoding, text] of texts) {
    if (!told.has(text)) yield [encoding, Buffer.from(text)];
    told.add(text);
  }
}

const signs: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39" };

/** Without the characters that hold bits of what stands before and behind. */
function base64At(bytes: Buffer, offset: number): readonly (readonly [string, string])[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const from = [0, 2, 3][offset] ?? 0;
  const to = Math.floor((padded.length * 8) / 6);
  const cut = (encoding: "base64" | "base64url") => padded.toString(encoding).slice(from, to);
  return [
    ["Base64", cut("base64")],
    ["Base64", cut("base64url")],
  ];
}
