import { hostileText, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Redactor } from "./redact.ts";

/** As clouds and people make them; long enough for every encoding to be told from coincidence. */
const secret = fc
  .oneof(
    fc.string({ minLength: 16, maxLength: 64, unit: fc.constantFrom(..."ABCdef0189") }),
    fc.string({
      minLength: 16,
      maxLength: 64,
      unit: fc.constantFrom(..."abXY09+/=-_.~!*'()&<>\"\\%@:;,é密😀 "),
    }),
  )
  .filter((text) => text.trim() === text && !/[.,;:!?]$/.test(text));

/** Written by others than the redactor: each as some program would. */
const encoders: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  json: (text) => JSON.stringify(text).slice(1, -1),
  "json with escaped slashes": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "ascii json": (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
  percent: encodeURIComponent,
  "percent of a form": (text) => new URLSearchParams({ "": text }).toString().slice(1),
  "percent twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "percent of every byte": (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  html: (text) =>
    text.replace(
      /[&<>"']/g,
      (sign) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[sign] ?? "#39"};`,
    ),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex in capitals": (text) => Buffer.from(text).toString("hex").toUpperCase(),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
};

function redactorOf(...secrets: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const each of secrets) redactor.add(each);
  return redactor;
}

test.each(Object.entries(encoders))("a secret is never told, %s", { timeout: patience }, (name, encode) => {
  prove(
    `redaction: ${name}`,
    fc.property(
      secret,
      fc.array(secret, { maxLength: 3 }),
      hostileText,
      hostileText,
      (hidden, others, before, after) => {
        const redactor = redactorOf(...others, hidden);
        const written = encode(hidden);
        expect(redactor.text(before + written + after)).not.toContain(written);
        const json = JSON.stringify(
          redactor.value({ [`key-${written}`]: [after, { deep: before + written }], [before]: 1 }),
        );
        expect(json).not.toContain(JSON.stringify(written).slice(1, -1));
      },
    ),
    250,
  );
});

test.each(["base64", "base64url"] as const)(
  "inside of something longer that is %s, nothing of it can be read",
  { timeout: patience },
  (encoding) => {
    prove(
      `redaction inside of ${encoding}`,
      fc.property(
        secret,
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (hidden, before, after) => {
          const text = Buffer.from(before + hidden + after).toString(encoding);
          const masked = redactorOf(hidden).text(text);
          expect(masked).toContain("****");
          // What is left decodes to no more than the bytes at both ends that share a character with their neighbours.
          const left = masked
            .split("****")
            .map((part, index) =>
              Buffer.from(
                index === 0 ? part : part.slice(-Math.floor(part.length / 4) * 4),
                encoding,
              ).toString("latin1"),
            );
          const bytes = Buffer.from(hidden).toString("latin1");
          for (let at = 0; at + 4 <= bytes.length; at += 1)
            expect(left.some((part) => part.includes(bytes.slice(at, at + 4)))).toBe(false);
        },
      ),
      400,
    );
  },
);

/** What is put between the parts of a secret, and how its characters may be written. */
const between = fc.constantFrom("\n", "\r\n  ", "\\n", "\\\n", "\0", "\u200b", "\u202e", "\u00ad", " \t");
const written = fc.constantFrom<(code: string) => string>(
  (hex) => `&#x${hex};`,
  (hex) => `&#${Number.parseInt(hex, 16)};`,
  (hex) => `%${hex.slice(2)}`,
  (hex) => `\\u${hex}`,
  (hex) => `\\x${hex.slice(2)}`,
);

test("a secret that is wrapped and escaped is told in no part", { timeout: patience }, () => {
  const letters = fc.string({ minLength: 8, maxLength: 64, unit: fc.constantFrom(..."ABCdef0189+/=_-") });
  const sign = fc.record({ by: fc.option(between, { freq: 2 }), as: fc.option(written, { freq: 2 }) });
  prove(
    "redaction of wrapped secrets",
    fc.property(
      letters,
      fc.array(sign, { minLength: 64, maxLength: 64 }),
      fc.stringMatching(/^[G-Z ]{0,9}$/),
      (hidden, ways, around) => {
        const parts = [...hidden].map((letter, at) => {
          const { by = null, as = null } = ways[at] ?? {};
          const hex = letter.charCodeAt(0).toString(16).padStart(4, "0");
          return (as?.(hex) ?? letter) + (at + 1 < hidden.length ? (by ?? "") : "");
        });
        const masked = redactorOf(hidden).text(`${around}${parts.join("")}${around}`);
        expect(masked).toBe(`${around}****${around}`);
      },
    ),
    400,
  );
});

test("what is quick says the same as what looks closely", { timeout: patience }, () => {
  const anything = fc.oneof(hostileText, secret);
  prove(
    "quick and close redaction agree",
    fc.property(
      fc.array(anything, { maxLength: 4 }),
      fc.array(anything, { maxLength: 8 }),
      (secrets, parts) => {
        const redactor = redactorOf(...secrets);
        const text = [...parts, ...secrets, ...parts].join("");
        // A report's texts are first looked at as one JSON text, a single text never is.
        expect(redactor.value({ text })).toEqual({ text: redactor.text(text) });
      },
    ),
    1_500,
  );
});

test("where no secret is, nothing changes", { timeout: patience }, () => {
  prove(
    "redaction leaves other text alone",
    fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (secrets, value) => {
      const marked = secrets.map((each) => `\u{1f510}${each}`);
      expect(redactorOf(...marked).value(value)).toEqual(value);
    }),
    300,
  );
});

test("a secret of several lines is told on none of them", { timeout: patience }, () => {
  prove(
    "secrets of several lines",
    fc.property(
      fc.array(secret, { minLength: 2, maxLength: 4 }),
      fc.constantFrom("\n", "\r\n"),
      (lines, end) => {
        const log = lines.map((line, number) => `[${number}] ${line}`).join("\n");
        const masked = redactorOf(lines.join(end)).text(log);
        expect(lines.filter((line) => masked.includes(line))).toEqual([]);
      },
    ),
    200,
  );
});

test("a text is masked once and for all", { timeout: patience }, () => {
  prove(
    "redaction twice is redaction once",
    fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), hostileText, (secrets, text) => {
      const redactor = redactorOf(...secrets);
      const once = redactor.text([text, ...secrets, text].join("-"));
      expect(redactor.text(once)).toBe(once);
    }),
    300,
  );
});
