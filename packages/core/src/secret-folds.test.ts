import { describe, expect, it, test } from "vitest";
import { Redactor } from "./redact.ts";
import { foldText, hasSigns, hasSignsInJson, unfoldRanges } from "./secret-folds.ts";
import { joinRanges } from "./secret-needles.ts";

const secret = "sK/9x+Qw==&'<7\"zZ19";

function masked(text: string, ...secrets: readonly (string | readonly [string, "prefix"])[]): string {
  const redactor = new Redactor();
  for (const each of secrets.length === 0 ? [secret] : secrets)
    if (typeof each === "string") redactor.add(each);
    else redactor.add(...each);
  return redactor.text(text);
}

const everySign = (write: (code: number) => string) =>
  [...secret].map((sign) => write(sign.charCodeAt(0))).join("");
const hex = (code: number, length = 2) => code.toString(16).padStart(length, "0");
const base64 = Buffer.from(secret).toString("base64");
const wrapped = (text: string, by: string, width = 5) =>
  text.replace(new RegExp(`.{${width}}(?=.)`, "g"), (line) => line + by);

describe("a secret is found though it is", () => {
  it.each<[string, string]>([
    ["split over two lines", wrapped(secret, "\n", 8)],
    ["split with an indent", wrapped(secret, "\r\n    ", 8)],
    ["split in JSON", wrapped(secret, "\\n")],
    ["split in JSON that is in JSON", wrapped(secret, "\\\\n")],
    ["continued in a shell", wrapped(secret, "\\\n")],
    ["folded in Base64", wrapped(base64, "\n")],
    ["folded in hexadecimal", wrapped(Buffer.from(secret).toString("hex"), "\n")],
    ["full of zero bytes", wrapped(secret, "\0", 1)],
    ["full of joiners", wrapped(secret, "\u200d", 1)],
    ["full of marks of direction", wrapped(secret, "\u202e")],
    ["full of soft hyphens", wrapped(secret, "\u00ad")],
    ["full of control characters of C1", wrapped(secret, "\u0085\u009b")],
    ["beside a terminal's bell", wrapped(secret, "\u0007")],
    ["in entities of numbers", everySign((code) => `&#${code};`)],
    ["in entities with zeros", everySign((code) => `&#00${code};`)],
    ["in hexadecimal entities", everySign((code) => `&#x${hex(code)};`)],
    ["in hexadecimal entities of capitals", everySign((code) => `&#X${hex(code, 4).toUpperCase()};`)],
    ["in named entities", secret.replaceAll("&", "&AMP;").replaceAll("<", "&LT;").replaceAll('"', "&quot;")],
    ["in entities of an apostrophe", secret.replaceAll("'", "&apos;").replaceAll("/", "&#47;")],
    ["in a tag's entities", secret.replaceAll("<", "&lt;").replaceAll('"', "&#34;").replaceAll("+", "&#43;")],
    ["in escapes of JSON", everySign((code) => `\\u${hex(code, 4)}`)],
    ["in escapes of capitals", everySign((code) => `\\U${hex(code, 4).toUpperCase()}`)],
    ["in escapes of C", everySign((code) => `\\x${hex(code)}`)],
    ["in quotes of a shell", secret.replaceAll("'", "\\'").replaceAll('"', '\\"')],
    ["in percents of some", secret.replaceAll("=", "%3D").replaceAll("<", "%3c")],
    ["in percents of percents", secret.replaceAll("=", "%253D").replaceAll("<", "%25253c")],
  ])("%s", (_, written) => {
    expect(masked(`before ${written} after`)).toBe("before **** after");
    expect(masked(`${written}\n${written}`)).toMatch(/^\*{4}\s?\*{4}$/);
  });
});

test("what stands beside it stays", () => {
  expect(masked("a\tb %41 &amp; c\\d\ne")).toBe("a\tb %41 &amp; c\\d\ne");
  expect(masked(`%41\n${secret}&lt;x`)).toBe("%41\n****&lt;x");
  expect(masked(`x\\n${wrapped(secret, "\n")}\\ny`)).toBe("x\\n****\\ny");
});

test("of what stands there as it is, the beginning is shown as ever", () => {
  expect(masked("id:\tLTAI5tExampleKey\n", ["LTAI5tExampleKey", "prefix"])).toBe("id:\tLTAI****\n");
  expect(masked("id:\tLTAI5tExam\npleKey\n", ["LTAI5tExampleKey", "prefix"])).toBe("id:\t****\n");
});

test("a secret that its fold would make too short is looked for as it is", () => {
  expect(masked("a\tbcdefg\ta\tb c d\te f g", "a\tbcdefg")).toBe("****\ta\tb c d\te f g");
  expect(masked("abc\ndefgh\nabc\ndefg", "abcdefgh", "abcdefg")).toBe("****\nabc\ndefg");
});

test("what plain blanks part is none", () => {
  expect(masked("abcd efgh", "abcdefgh")).toBe("abcd efgh");
});

test("secrets that come later are found too", () => {
  const redactor = new Redactor();
  expect(redactor.text("abcd\nefghijkl")).toBe("abcd\nefghijkl");
  redactor.add("abcdefgh");
  expect(redactor.text("abcd\nefghijkl")).toBe("****ijkl");
  redactor.add("efghijkl");
  expect(redactor.text("abcd\nefgh\nijkl")).toBe("****");
});

test("values and JSON are looked at for it", () => {
  const redactor = new Redactor();
  redactor.add(secret);
  const value = { message: wrapped(secret, "\n"), other: "1" };
  expect(redactor.value(value)).toEqual({ message: "****", other: "1" });
  expect(redactor.json(value)).toBe('{"message":"****","other":"1"}');
  expect(redactor.value({ clusters: [{ message: everySign((code) => `&#${code};`) }] })).toEqual({
    clusters: [{ message: "****" }],
  });
});

describe("signs", () => {
  it.each([
    "a\\b",
    "50%",
    "a&b",
    "a\nb",
    "a\u007fb",
    "a\u0085b",
    "a\u200bb",
    "a\u2028b",
    "a\ufeffb",
    "\u00ad",
  ])("%j has some, as JSON too", (text) => {
    expect(hasSigns(text)).toBe(true);
    expect(hasSignsInJson(JSON.stringify(text))).toBe(true);
  });

  it.each(["", "words and more - of them: 1,2", 'in "quotes"', "пароль密码 é"])("%j has none", (text) => {
    expect(hasSigns(text)).toBe(false);
    expect(hasSignsInJson(JSON.stringify({ text }))).toBe(false);
  });
});

describe("a fold", () => {
  it.each([
    ["a b\tc\r\n d", "abcd"],
    ["\\n\\r\\t\\b\\f\\a\\\\", "a"],
    ["\\u0041\\x42%43&#68;&#x45;", "ABCDE"],
    ["&amp;&lt;&gt;&quot;&apos;&nbsp;", "&<>\"'&nbsp;"],
    ["&#128512;&#x1F600;", "😀😀"],
    ["&#1114112;&#x110000;x", "x"],
    ["&#1114111;", "\u{10ffff}"],
    ["%25%2541%zz%", "%A%zz%"],
    ["\\u00e\\xg", "u00exg"],
    ["", ""],
  ])("of %j", (text, expected) => {
    expect(foldText(text)).toBe(expected);
  });

  it("knows where its ranges stand", () => {
    const text = "ab\ncd%45f\\u0047hi\n";
    const ranges = [
      { start: 0, end: 2, isShown: true },
      { start: 3, end: 5, isShown: true },
      { start: 5, end: 8, isShown: true },
      { start: 8, end: 9, isShown: true },
    ];
    expect(foldText(text)).toBe("abcdEfGhi");
    const places = unfoldRanges(text, ranges).map(({ start, end }) => text.slice(start, end));
    expect(places).toEqual(["ab", "d%45", "f\\u0047h", "i"]);
    expect(unfoldRanges(text, ranges).every(({ isShown }) => !isShown)).toBe(true);
    expect(unfoldRanges(text, [])).toEqual([]);
  });

  it("goes over a long text once", () => {
    const startedAt = performance.now();
    for (const piece of ["%25", "&#0", "&#x0", "\\", "\n", "&amp", "\\u00"]) foldText(piece.repeat(200_000));
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

test("ranges are joined in order", () => {
  const range = (start: number, end: number, isShown = false) => ({ start, end, isShown });
  expect(joinRanges([range(0, 4, true)], [])).toEqual([range(0, 4, true)]);
  expect(joinRanges([range(0, 4, true)], [range(0, 4)])).toEqual([range(0, 4, true)]);
  expect(joinRanges([range(0, 4, true)], [range(1, 3)])).toEqual([range(0, 4, true)]);
  expect(joinRanges([range(0, 6, true)], [range(0, 4)])).toEqual([range(0, 6, true)]);
  expect(joinRanges([range(0, 4, true)], [range(2, 6)])).toEqual([range(0, 6)]);
  expect(joinRanges([range(2, 4, true)], [range(0, 6)])).toEqual([range(0, 6)]);
  expect(joinRanges([range(0, 2, true)], [range(0, 6)])).toEqual([range(0, 6)]);
  expect(joinRanges([range(6, 8, true)], [range(0, 6), range(9, 10)])).toEqual([
    range(0, 6),
    range(6, 8, true),
    range(9, 10),
  ]);
});
