import { attacks } from "@upgradectl/proof";
import fc from "fast-check";
import { labSecret } from "./scripted-program.ts";

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 8 }).map((some) => Buffer.from(some)),
  fc
    .constantFrom(
      ...attacks,
      ...'{}[]",:\\0',
      "\u0000",
      "null",
      "\ufeff",
      "\r\n",
      "NaN",
      '"\\ud800"',
      '"__proto__":{"state":"ready"},',
      '"phase":"succeeded",',
      '"state":"ready",',
      '"\\u0073tate":"ready",',
      '{"observation":{"version":"1.30"}}',
      '\n{"observation":{"version":"1.30"}}\n',
      '{"error":{"kind":"plugin","message":"x"}}',
      "[".repeat(40),
      "[".repeat(200_000),
      '{"a":'.repeat(100_000),
      "9".repeat(400),
      "1e999",
      " ".repeat(10_000),
      labSecret,
    )
    .map((text) => Buffer.from(text)),
  // What no UTF-8 has: a lone surrogate, a long form of `/`, the first byte of a pair
  fc.constantFrom([0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xc3], [0xff, 0xfe]).map((some) => Buffer.from(some)),
);

/** What becomes of a text on its way: bytes put in, taken out, cut off, lines and values in front and behind. */
export const spoiledText: fc.Arbitrary<(text: string) => Buffer> = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constant(0), fc.nat(40)), fc.option(bytes)), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom("inside", "cut", "before", "behind", "twice", "utf16"),
  )
  .map(([pieces, how]) => (text) => {
    const whole = Buffer.from(text);
    const [[place, , piece]] = [pieces[0] ?? ([0, 0, null] as const)];
    switch (how) {
      case "cut":
        return whole.subarray(0, place % whole.length);
      case "before":
        return Buffer.concat([piece ?? Buffer.from("INFO reading\n"), whole]);
      case "behind":
        return Buffer.concat([whole, piece ?? Buffer.from("\ndone")]);
      case "twice":
        return Buffer.concat([whole, Buffer.from("\n"), whole]);
      case "utf16":
        return Buffer.from(text, "utf16le");
      default:
        return pieces.reduce((left, [at, length, some]) => {
          const from = at % (left.length + 1);
          return Buffer.concat([
            left.subarray(0, from),
            some ?? Buffer.alloc(0),
            left.subarray(from + length),
          ]);
        }, whole);
    }
  });
