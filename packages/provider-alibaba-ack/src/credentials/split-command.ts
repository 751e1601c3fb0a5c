/** Raised for a command line that has no words, or does not come to an end. */
export interface SplitFault {
  /** Completes "the command ...". */
  readonly fault: string;
}

/** Inside of double quotes a backslash stands for itself before anything else (POSIX shell, 2.2.3). */
const escapable: ReadonlySet<string> = new Set(['"', "\\", "$", "`"]);

/**
 * Splits a command line into words as a POSIX shell does, without expanding anything; what aliyun-cli and the official SDK
 * (@alicloud/credentials 2.4.7) do with `process_command`. On Windows a backslash separates folders and escapes nothing but
 * a double quote inside of double quotes.
 */
export function splitCommand(line: string, isWindows: boolean): readonly [string, ...string[]] | SplitFault {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < line.length; index += 1) {
    const sign = line.charAt(index);
    if (sign === quote) {
      quote = undefined;
    } else if (sign === "\\" && quote !== "'" && escapes(line, index, quote, isWindows)) {
      index += 1;
      if (index >= line.length) return { fault: "ends with a backslash" };
      // A backslash before a line break joins the lines.
      if (line.charAt(index) !== "\n") word = (word ?? "") + line.charAt(index);
    } else if (quote !== undefined) {
      word = (word ?? "") + sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= "";
    } else if (/\s/.test(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + sign;
    }
  }
  if (quote !== undefined) return { fault: "has a quote without its end" };
  if (word !== undefined) words.push(word);
  const [program, ...args] = words;
  return program ? [program, ...args] : { fault: "is empty" };
}

function escapes(line: string, index: number, quote: string | undefined, isWindows: boolean): boolean {
  const next = line.charAt(index + 1);
  if (isWindows) return quote === '"' && next === '"';
  return quote === undefined || next === "\n" || escapable.has(next);
}
