import { describe, expect, it } from "vitest";
import { SecretScan } from "./secret-scan.ts";

function scanFor(...secrets: readonly string[]): SecretScan {
  const scan = new SecretScan();
  for (const secret of secrets) scan.add(secret);
  return scan;
}

describe("a scan for secrets", () => {
  it.each([
    ["abcd"],
    ["abcdefg"],
    ["abcdefgh"],
    ["abcdefghi", "abcdefghijklmnop"],
    ["a-secret-of-some-length"],
    ["k\u00fcrz"],
    ["k\u00fcrzer-als-lang"],
    ["\u6d88\u606f\u6d88\u606f\u{1f511}"],
    ["\u6d88\u606f\u6d88\u606f\u6d88\u606f\u6d88\u606f\u{1f511}"],
    ["a-secret-of-some-length", "another-one", "four"],
  ])("meets %s and the like at every place", (...secrets) => {
    const scan = scanFor(...secrets);
    const misses = secrets.flatMap((secret) =>
      Array.from(
        { length: 40 },
        (_, place) => `${"x".repeat(place)}${secret}${"y".repeat(39 - place)}`,
      ).filter((text) => !scan.mayHold(text)),
    );
    expect(misses).toEqual([]);
  });

  it.each(["abcdefgh", "abcdefghi", "a-secret-of-some-length"])(
    "meets %s where there is nothing else",
    (secret) => {
      expect(scanFor(secret).mayHold(secret)).toBe(true);
    },
  );

  it("passes by what holds none", () => {
    expect(scanFor("abcdefgh").mayHold("quick brown foxes")).toBe(false);
    const scan = scanFor("a-secret-of-some-length", "another-one");
    const texts = ["", "abc", "quick brown foxes", '{"name":"payments"}', "a-se****, another****"];
    expect(texts.filter((text) => scan.mayHold(text))).toEqual([]);
    expect(new SecretScan().mayHold("anything at all")).toBe(false);
  });

  it("knows thousands of them", () => {
    const secrets = Array.from(
      { length: 5_000 },
      (_, index) => `key-${Math.imul(index + 1, 2_654_435_761) >>> 0}-end`,
    );
    const scan = scanFor(...secrets);
    expect(secrets.filter((secret) => !scan.mayHold(`"${secret}"`))).toEqual([]);
    expect(scan.mayHold("the quick brown fox jumps over the lazy dog".repeat(50))).toBe(false);
  });
});
