import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { hmacSha256 } from "./hmac-sha256.ts";

const lengths = [0, 1, 31, 32, 55, 56, 63, 64, 65, 127, 128, 129, 1000];
const text = (length: number, start: number) =>
  Array.from({ length }, (_, index) => String.fromCodePoint(32 + ((start + index * 7) % 90))).join("");

it.each(lengths)("is Node's own for a secret of %d bytes", (length) => {
  const secret = text(length, length);
  const sign = hmacSha256(secret);
  for (const size of lengths) {
    const message = text(size, 3);
    expect(sign(message)).toBe(createHmac("sha256", secret).update(message).digest("hex"));
  }
});

it("takes texts as UTF-8", () => {
  const [secret, message] = ["schl\u00fcssel\u{1f511}", "\u6d88\u606f\ud800"];
  expect(hmacSha256(secret)(message)).toBe(createHmac("sha256", secret).update(message).digest("hex"));
});

it("knows the example of RFC 4231", () => {
  const known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  expect(hmacSha256("Jefe")("what do ya want for nothing?")).toBe(known);
});
