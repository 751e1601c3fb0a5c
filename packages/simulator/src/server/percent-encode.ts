/** RFC 3986: everything but letters, digits and `-_.~` is escaped, in upper-case hexadecimal UTF-8. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
