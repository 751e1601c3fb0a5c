const longest = 60;

/** Text that is safe to print: control, format and separator characters and lone surrogates become escapes. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Cuts to about 60 characters. */
export function cut(text: string, length: number = longest): string {
  if (text.length <= length) return text;
  return `${[...text.slice(0, length)].slice(0, -1).join("")}…`;
}

/** What a stranger wrote, in a sentence: printable, not long, between backticks. */
export function quote(text: string): string {
  return `\`${printable(cut(text))}\``;
}
