import type { Random } from "./random-documents.ts";

const usualTexts =
  `""|"a"|"name"|"v1.29.8-r4"|"1.30"|"a b"|"é"|"\${A}"|"\${N:-d} x"|"$$"|"a: b # c"|"{[,]}:"|"\\""|"\\\\"|"a\\\\\\"b"|"\\n"|"\\u00e9"|"\\u0024{A}"|"\\/"`.split(
    "|",
  );
const oddTexts =
  `"\\ud83d\\ude00"|"\\ud800"|"😀"|"日本"|"\\u0000"|"\u007f"|"a\u00a0b"|"\u0085"|"\u2028"|"\ufeff"|"\t"|"a\nb"|"\${A"|"\${N}"|"\${C}"|"\\x41"|"\\'"|'a'|"\\`.split(
    "|",
  );
const usualScalars = ["0", "1", "-1", "1.30", "1e3", "-0", "true", "false", "null", "0.5"];
const oddScalars =
  "01|+1|1.|.5|1e400|-1e-400|123456789012345|12345678901234567890|1.0000000000000000001|0x1F|1_0|NaN|Infinity|True|nul|~|a|1E+2|0.1e1".split(
    "|",
  );
const usualKeys = [`"a"`, `"b"`, `"name"`, `"clusters"`, `"x-y"`, `"é"`, `"a b"`, `"$k"`, `"q\\"r"`];
const oddKeys = [
  ...[`"0"`, `"1a"`, `""`, `"<<"`, `"__proto__"`, `"constructor"`, `"\\u0061"`, `"\\u0031"`, `a`, `'a'`],
  ...[`"😀"`, `"${"k".repeat(247)}"`, `"${"k".repeat(260)}"`, `"${"\\u0062".repeat(200)}"`, `"a`, `"null"`],
];

/** Documents of JSON, of which one in a few has something that is not, or that YAML reads in another way. */
export class JsonWriter {
  readonly #random: Random;
  readonly #odds: number;
  #blanks: readonly string[] = [""];

  /** @param odds one in so many places is odd */
  constructor(random: Random, odds: number) {
    this.#random = random;
    this.#odds = odds;
  }

  write(): string {
    this.#blanks = this.#pick(
      [[""], ["", " "], ["\n", "\n  ", " "], ["", "\n", "  \n\n "]],
      [["", "\t", "\r\n"]],
    );
    const before = this.#pick([""], ["\n", " ", "\ufeff", "# c\n", "---\n", "[]"]);
    const body = this.#random(20) === 0 ? this.#list(0) : this.#mapping(0);
    return (
      before + body + this.#pick(["", "\n"], [" ", " # c", "\n---\n", "\n...\n", ",", "}", "\n{}", "\t"])
    );
  }

  #value(depth: number): string {
    if (depth > 4 || this.#random(3) > 0)
      return this.#random(3) > 0 ? this.#pick(usualTexts, oddTexts) : this.#pick(usualScalars, oddScalars);
    if (this.#isOdd() && this.#isOdd()) return `${"[".repeat(47)}${this.#list(depth)}${"]".repeat(47)}`;
    return this.#random(2) === 0 ? this.#list(depth) : this.#mapping(depth);
  }

  #list(depth: number): string {
    return `[${this.#join(Array.from({ length: this.#random(4) }, () => this.#value(depth + 1)))}]`;
  }

  #mapping(depth: number): string {
    const first = this.#random(usualKeys.length);
    const members = Array.from({ length: this.#random(5) }, (_, index) => {
      const usual = usualKeys[(first + index) % usualKeys.length] ?? "";
      // Keys that come twice are odd.
      const key = this.#isOdd() ? this.#pick(usualKeys, oddKeys) : usual;
      const colon = this.#pick([":"], [" :", "::", ""]);
      return `${key}${colon}${this.#blank()}${this.#value(depth + 1)}`;
    });
    return `{${this.#join(members)}}`;
  }

  #join(parts: readonly string[]): string {
    const padded = parts.map((part) => `${this.#blank()}${part}${this.#blank()}`);
    return padded.length === 0 ? this.#blank() : padded.join(this.#pick([","], [",,", "", ", #c\n"]));
  }

  #blank(): string {
    return this.#blanks[this.#random(this.#blanks.length)] ?? "";
  }

  #isOdd(): boolean {
    return this.#random(this.#odds) === 0;
  }

  #pick<T>(usual: readonly T[], odd: readonly T[] = usual): T {
    const values = odd !== usual && this.#isOdd() ? odd : usual;
    const value = values[this.#random(values.length)];
    if (value === undefined) throw new Error("there is nothing to pick from");
    return value;
  }
}
