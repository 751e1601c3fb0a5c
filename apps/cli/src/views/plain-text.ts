/** C0 and C1 controls, soft hyphen, line and paragraph separators, bidirectional controls, zero-width characters, BOM, tags. */
const dangerous =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** What GitHub's runners take for a command: at the beginning of a line, and in an older form anywhere. */
const command = /^::|##(?=\[)/g;

/**
 * Text from servers, manifests and plugins as one harmless line: white space is folded, and what could steer a
 * terminal, reverse a line or command a pipeline's runner is written as `\u{1b}`.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\t\n\v\f\r ]+/g, " ")
    .trim()
    .replace(dangerous, spell)
    .replace(command, (signs) => spell(signs[0] ?? "") + signs.slice(1));
}

function spell(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}

/** The same for text that may have lines. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map(keepIndent)
    .join("\n");
}

function keepIndent(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  return indent + plainText(line);
}

/** `1 cluster`, `2 clusters`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
