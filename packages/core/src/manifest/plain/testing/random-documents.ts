import { mulberry32 } from "@upgradectl/proof";

/** Whole numbers from 0 up to, and without, a limit. */
export type Random = (below: number) => number;

/** The same numbers in every run. */
export function randomSource(seed: number): Random {
  const next = mulberry32(seed);
  return (below) => next() % below;
}

const usualKeys = ["a", "b", "name", "id", "env", "k1", "a.b/c", "x-y", "_z", "é", '"q r"', "'s'"];
const oddKeys =
  `1|"1"|01|true|null|~|<<|"<<"|""|''|constructor|__proto__|a b|[a]|{a: b}|? a|a:b|a |"a" |"\\u0061"|'i''s'|-a|*a|&a b|!t a|$k|.a|"a\\x41"|a"b|a#b|名|😀|toString`.split(
    "|",
  );
const usualValues =
  `x|some words|v1.29.8-r4|1.30|12|-5|0.5|true|false|null|~|"quoted"|'single'|http://127.0.0.1:80/a?b=c#d|\${A}|\${N:-d}|a:b|c1-2|6h|/x/y|"\${A} x"|"a \\" b"|'it''s'|[]|{}|[a, 1]|{ a: b, c: [d] }|{"a":1,"b":"c"}`.split(
    "|",
  );
const oddValues =
  `"a\\u00e9\\n"¦"\\x41"¦"\\ud83d\\ude00"¦"\\/"¦"\\ "¦a #b¦a#b¦#b¦"a"#b¦a: b¦a :b¦:a¦a:¦-¦- x¦-x¦--- x¦---¦...¦*a¦&a b¦!t a¦!!str 1¦|¦>¦>-¦@a¦\`a¦%a¦?a¦? a¦,a¦a,b¦a]b¦}¦"open¦'open¦[a¦[a,]¦[,]¦[a: b]¦[a b, c]¦{a}¦{a:}¦{a: }¦{a:1}¦{"a":}¦{"a" :1}¦{a : 1}¦{a: b: c}¦{a: b,}¦{1: 2}¦{"1": 2}¦{a: 1, a: 2}¦[[[[]]]]¦[-]¦[-1]¦[- 1]¦[a#b]¦[a #b]¦["a"b]¦[http://x]¦[a:,b]¦{a:{}}¦[?a]¦[*a]¦["a":b]¦[{}, {}]¦{ a: [b }¦0x1F¦0xg¦0o17¦0o8¦017¦1e3¦1E-3¦1e¦+1¦+¦-0¦1.¦.5¦.¦..¦.inf¦-.INF¦+.inf¦.nan¦.NaN¦-.nan¦1_000¦12345678901234567890¦1.2.3¦1:30¦2001-01-01¦yes¦Null¦NULL¦nULL¦TRUE¦tRUE¦False¦<<¦<1.30¦>=1.28¦=¦^1.0¦~1.2¦\\a¦$¦$$¦$\${A}¦\${¦\${A¦\${N}¦\${N:?m}¦\${A:-\${B}}¦\${B}¦\${B:-e}¦\${C}¦{a: \${A}}¦é¦日本語¦😀¦ ¦\t¦a\tb¦a\u00a0b¦\u2028¦\ufeff¦x\u0085y¦"a\tb"¦(a)¦;a¦a\\¦a"b"¦it's¦"a" b¦'a'b¦"a" ¦"a":¦"a": b`.split(
    "¦",
  );

/** Documents of the plain kind, of which one in a few has something that is not, or looks as if it were not. */
export class DocumentWriter {
  readonly #random: Random;
  /** One in so many places is odd. */
  readonly #odds: number;

  constructor(random: Random, odds: number) {
    this.#random = random;
    this.#odds = odds;
  }

  write(): string {
    const kind = this.#random(10);
    const body = kind < 7 ? this.#block(0, 0) : kind < 9 ? this.#json() : this.#flow(0);
    const before = this.#pick(
      ["", "", "---\n", "# c\n", "\n\n# c\n---\n"],
      ["%YAML 1.2\n---\n", "--- ", "--- # c\n", "\ufeff", " ", "...\n", "---\n---\n", "\t\n"],
    );
    const after = this.#pick(
      ["", "\n", "\n# c", "\n\n  # c\n"],
      ["\n---\n", "\n...\n", "\n---\na: b\n", " x", "\n x", "\n]", "\t"],
    );
    const text = before + body.replace(/\n$/, "") + after;
    return this.#isOdd() && this.#isOdd() ? text.replaceAll("\n", "\r\n") : text;
  }

  #block(indent: number, depth: number): string {
    return this.#random(3) === 0
      ? this.#sequence(indent, depth)
      : this.#mapping(indent, depth, this.#pad(indent));
  }

  /** @param first what stands before the first key */
  #mapping(indent: number, depth: number, first: string): string {
    const keys = this.#sample(usualKeys, 1 + this.#random(4));
    return keys
      .map((usual, index) => {
        const key = this.#isOdd() ? this.#pick(usualKeys, oddKeys) : usual;
        const colon = this.#pick([":"], [":", " :", "", "::"]);
        const start = index === 0 ? first : `${this.#filler(indent)}${this.#pad(indent)}`;
        return `${start}${key}${colon}${this.#beside(indent, depth)}`;
      })
      .join("");
  }

  #beside(indent: number, depth: number): string {
    if (depth > 3 || this.#random(3) > 0) return `${this.#gap()}${this.#scalar(depth)}${this.#lineEnd()}`;
    if (this.#random(6) === 0) return this.#lineEnd();
    const isSame = this.#random(3) === 0;
    const inner = isSame ? indent : indent + 1 + this.#random(4);
    return `${this.#lineEnd()}${isSame ? this.#sequence(inner, depth + 1) : this.#block(inner, depth + 1)}`;
  }

  #sequence(indent: number, depth: number): string {
    return Array.from({ length: 1 + this.#random(3) }, () => {
      const start = `${this.#filler(indent)}${this.#pad(indent)}-`;
      if (this.#isOdd()) return `${start}${this.#pick(["", " ", "  "])}${this.#lineEnd()}`;
      const gap = this.#random(4) === 0 ? "   " : " ";
      if (depth > 3 || this.#random(2) === 0) return `${start}${gap}${this.#scalar(depth)}${this.#lineEnd()}`;
      return this.#mapping(indent + 1 + gap.length, depth + 1, `${start}${gap}`);
    }).join("");
  }

  #scalar(depth: number): string {
    if (this.#isOdd()) return this.#pick(oddValues);
    return this.#random(6) === 0 ? this.#flow(depth + 1, "") : this.#pick(usualValues);
  }

  /** @param lines what may stand where blanks may */
  #flow(depth: number, lines = "\n"): string {
    const gap = () => this.#pick(["", " ", " "], [lines, ` ${lines} `, lines === "" ? "  " : " # c\n"]);
    const isMapping = this.#random(2) === 0;
    const parts = Array.from({ length: this.#random(4) }, () => {
      const value = depth < 4 && this.#random(4) === 0 ? this.#flow(depth + 1, lines) : this.#flowScalar();
      const key = this.#pick(usualKeys, oddKeys);
      return `${gap()}${isMapping ? `${key}:${/^["']/.test(key) ? gap() : " "}` : ""}${value}${gap()}`;
    });
    const inside = parts.join(this.#pick([","], [",", ",,", ""]));
    return isMapping ? `{${inside}}` : `[${inside}]`;
  }

  #flowScalar(): string {
    return this.#pick(["a", "1", "x y", '"q"', "'s'", "1.30", "null", '"${A}"', "a:b"], oddValues);
  }

  #json(): string {
    const text = JSON.stringify(this.#value(0), null, this.#pick([0, 0, 2, 1], ["\t", 3]));
    return this.#isOdd() ? text.replaceAll(":", this.#pick([": ", " :", ":\n"])) : text;
  }

  #value(depth: number): unknown {
    const kind = depth === 0 ? 6 : this.#random(depth > 3 ? 5 : 8);
    const texts = ["", "a", 'q"\\/\n\t', "é😀", "1.30", "${A}", "$$", "a: b # c", "\u0007"];
    if (kind < 2) return this.#pick(texts);
    if (kind < 4) return this.#pick([0, 1, -1.5, 1e21, 1e-7, 123456789]);
    if (kind === 4) return this.#pick([true, false, null]);
    const parts = Array.from({ length: this.#random(4) }, () => this.#value(depth + 1));
    if (kind === 5) return parts;
    const keys = this.#sample(["a", "b", "c d", "é", "x:y"], parts.length);
    return Object.fromEntries(keys.map((key, index) => [this.#isOdd() ? "0" : key, parts[index]]));
  }

  #lineEnd(): string {
    return this.#pick(["\n", "\n", "\n", " # c\n", "  \n"], ["#c\n", " #\n", "\t\n", "\n\n", "\t# c\n"]);
  }

  #gap(): string {
    return this.#pick([" ", " ", " ", "   "], ["", "\t", " \t"]);
  }

  /** What may stand between lines. */
  #filler(indent: number): string {
    if (this.#random(8) > 0) return "";
    return this.#pick([
      "\n",
      "  \n",
      `${this.#pad(indent)}# c\n`,
      "# c\n",
      `${this.#pad(indent + 3)}# c: d\n`,
    ]);
  }

  #pad(indent: number): string {
    return " ".repeat(this.#isOdd() && this.#isOdd() ? this.#random(6) : indent);
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

  #sample<T>(values: readonly T[], count: number): readonly T[] {
    const first = this.#random(values.length);
    return Array.from({ length: count }, (_, index) => values[(first + index * 5) % values.length]).filter(
      (value) => value !== undefined,
    );
  }
}

const characters = [..."\n\n  \t::--#\"'{}[],&*!|>%@`?.~<=$\\/019aAeEnotTr_é\u0085\u2028\r"];

/** A text with one or a few small changes. */
export function mutate(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random(3); left > 0; left -= 1) changed = mutateOnce(changed, random);
  return changed;
}

function mutateOnce(text: string, random: Random): string {
  const at = random(text.length + 1);
  const character = characters[random(characters.length)] ?? " ";
  const lines = text.split("\n");
  const line = random(lines.length);
  const other = lines[random(lines.length)] ?? "";
  const changes: readonly (() => string)[] = [
    () => text.slice(0, at) + character + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + character + text.slice(at + 1),
    () => text.slice(0, at) + character + text.slice(at),
    () => lines.toSpliced(line, 1).join("\n"),
    () => lines.toSpliced(line, 0, other).join("\n"),
    () => lines.with(line, ` ${lines[line]}`).join("\n"),
    () => lines.with(line, (lines[line] ?? "").replace(/^ /, "")).join("\n"),
    () => lines.with(line, `${lines[line]} ${other.trim()}`).join("\n"),
    () => text.slice(0, at),
  ];
  return changes[random(changes.length)]?.() ?? text;
}
