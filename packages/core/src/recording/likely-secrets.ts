import { secretName } from "../secret-names.ts";
import { findPlaces, type Place } from "./secret-places.ts";

/** Shorter ones are more often words. */
const shortest = 8;
const plainWords = /^(?:true|false|null|none|undefined|yes|no|on|off|\d)$/i;
const headers = new RegExp(`^${secretName}$|^(?:set-cookie|authorization)$`, "i");
const variables =
  /(?:^|_)(?:AK|SK|PASS|PIN|AUTH|COOKIE)$|(?:KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)(?:_ID)?$/i;
/** Fewer than in an answer to a sign-in: pages have tokens, tags have keys. */
const fields = /(?:secret|password|passwd|passphrase|private_?key|access_?key|kubeconfig)$|^authorization$/i;

/**
 * What a text for signing in holds that looks like a secret, and is long enough to be looked for elsewhere. Plugins name
 * the secrets that they use; a file may also hold those of other accounts, and an answer some that nobody used.
 */
export function findLikelySecrets(text: string, mayBeToken: boolean): readonly string[] {
  const found = findPlaces(text, mayBeToken).flatMap((place) =>
    spellings(text.slice(place.start, place.end)),
  );
  return [...new Set(found)].filter(isLikely);
}

/** Replaces what looks like a secret, also where it is short. */
export function replaceLikelySecrets(
  text: string,
  mayBeToken: boolean,
  replace: (secret: string) => string,
): string {
  const isJson = /^\s*[[{]/.test(text);
  let replaced = "";
  let copied = 0;
  for (const { start, end } of findPlaces(text, mayBeToken)) {
    const secret = text.slice(start, end);
    if (start < copied || plainWords.test(secret) || isOther(secret)) continue;
    if (isJson && isNumber(text, { start, end })) continue;
    replaced += text.slice(copied, start) + replace(secret);
    copied = end;
  }
  return replaced + text.slice(copied);
}

/** Is the value of a header of this name likely a secret? */
export function isSecretHeader(header: string, value: string): boolean {
  return headers.test(header) && isLikely(value);
}

/** Is the value of an environment variable of this name likely a secret? */
export function isSecretVariable(variable: string, value: string): boolean {
  return variables.test(variable) && value !== "" && !plainWords.test(value) && !isOther(value);
}

/** Is a text of this name in any answer likely a secret? */
export function isSecretField(field: string): boolean {
  return fields.test(field);
}

/** Is it one that may be looked for elsewhere? */
export function isLikely(value: string): boolean {
  return value.length >= shortest && !isOther(value);
}

function isOther(value: string): boolean {
  return /^https?:\/\/|^\d{4}-\d\d-\d\dT/.test(value);
}

/** In JSON a mask would have to be quoted. */
function isNumber(text: string, { start, end }: Place): boolean {
  return text[start - 1] !== '"' && /^-?\d[\d.eE+-]*$/.test(text.slice(start, end));
}

/** As it stands, as it reads in JSON, in a URL, and before the comment that may follow it. */
function spellings(secret: string): readonly string[] {
  return [secret, decodeJson(secret), decodeUrl(secret), secret.replace(/\s[;#].*$/s, "").trimEnd()];
}

function decodeJson(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
