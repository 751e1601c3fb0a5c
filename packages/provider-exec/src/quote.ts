/** Longer texts are cut or told by their length alone. */
const longestLine = 300;
const longestValue = 80;

/**
 * One line of a program's standard error that tells most: the last one, past indented details and Node's own last words.
 * Words are never cut, because half a secret is not recognised as one.
 */
export function lastWords(stderr: string): string | undefined {
  const lines = stderr.split(/\r?\n|\r/).filter((line) => line.trim() !== "");
  const told = lines.findLast((line) => !/^\s/.test(line) && !/^Node\.js v\d/.test(line)) ?? lines.at(-1);
  return told === undefined ? undefined : shorten(told.trim());
}

export function shorten(text: string): string {
  if (text.length <= longestLine) return text;
  const end = text.lastIndexOf(" ", longestLine);
  return end > 0 ? `${text.slice(0, end)} …` : `a line of ${text.length} characters`;
}

/** A value of an answer in a few words; a text whole, or by its length alone. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return `the number ${value}`;
  const text = String(value);
  return text.length <= longestValue ? JSON.stringify(text) : `a text of ${text.length} characters`;
}
