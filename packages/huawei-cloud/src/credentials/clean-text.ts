/** Undefined where nothing is left; null where it holds what cannot belong to it. */
export type Clean = (value: string | undefined) => string | null | undefined;

/**
 * The value without the white space around it, which secret stores like to leave behind; undefined where nothing is
 * left. Null where it holds what no key or token has and no header may carry: spaces, line breaks, non-ASCII.
 */
export function cleanSecret(value: string | undefined): string | null | undefined {
  const text = value?.trim();
  if (text === undefined || text === "") return undefined;
  return /^[\x21-\x7e]+$/.test(text) ? text : null;
}

/** The same for a name that goes into a JSON body: it may have spaces and any script, but no control characters. */
export function cleanName(value: string | undefined): string | null | undefined {
  const text = value?.trim();
  if (text === undefined || text === "") return undefined;
  return /\p{Cc}/u.test(text) ? null : text;
}

/** The same for a password. Spaces are allowed in one, at its ends too; only a line break at the end is none of it. */
export function cleanPassword(value: string | undefined): string | null | undefined {
  const text = value?.replace(/(?<![\r\n])[\r\n]+$/, "");
  if (text === undefined || text === "") return undefined;
  return /\p{Cc}/u.test(text) ? null : text;
}

/** What a null of `clean` means, for messages. */
export function describeDirt(clean: Clean): string {
  return clean === cleanSecret
    ? "holds a space, a line break or another character that no key or token has"
    : "holds a line break or another control character";
}
