import { describe, expect, test } from "vitest";
import { Redactor } from "./redact.ts";

const secret = "sK/9x+Qw==&'<7\"é";

function redactorOf(...values: (string | readonly [string, "prefix"])[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) {
    if (typeof value === "string") redactor.add(value);
    else redactor.add(...value);
  }
  return redactor;
}

describe("encodings", () => {
  const base64 = Buffer.from(secret).toString("base64");
  test.each([
    ["as it is", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    ["percent-encoded strictly", encodeURIComponent(secret).replaceAll("'", "%27")],
    [
      "percent-encoded in lower case",
      encodeURIComponent(secret).replaceAll(/%../g, (sign) => sign.toLowerCase()),
    ],
    ["percent-encoded twice", encodeURIComponent(encodeURIComponent(secret))],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
    ["in PHP's JSON", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/")],
    [
      "in Go's JSON",
      JSON.stringify(secret).slice(1, -1).replaceAll("&", "\\u0026").replaceAll("<", "\\u003c"),
    ],
    ["in Python's JSON", JSON.stringify(secret).slice(1, -1).replaceAll("é", "\\u00e9")],
    ["in base64", base64],
    ["in base64 for URLs", Buffer.from(secret).toString("base64url")],
  ])("masks it %s", (_, encoded) => {
    expect(redactorOf(secret).text(`<${encoded}>`)).toBe("<****>");
  });

  test.each(["", "u", "us", "use"])("masks it behind %j in the base64 of something longer", (before) => {
    const text = Buffer.from(`${before}:${secret}:after`).toString("base64");
    const masked = redactorOf(secret).text(text);
    expect(masked).toContain("****");
    expect(Buffer.from(masked, "base64").toString()).not.toContain("9x+Qw");
  });
});

describe("texts", () => {
  test.each([
    ["two of them", ["abcdef", "uvwxyz"], "abcdef uvwxyz", "**** ****"],
    ["one inside the other", ["abcd", "abcdefgh"], "abcdefgh abcd", "**** ****"],
    ["overlapping", ["abcdef", "cdefgh"], "-abcdefgh-", "-****-"],
    ["one that ends inside the other's end", ["abcdefgh", "cdef"], "abcdefgh", "****"],
    ["side by side", ["abcdef"], "abcdefabcdef", "********"],
    ["at both ends", ["abcdef"], "abcdef x abcdef", "**** x ****"],
    ["a beginning only", ["abcdef"], "abcde", "abcde"],
    ["signs of regular expressions", ["a.*$[b"], "xa.*$[bx a..$[b", "x****x a..$[b"],
    ["beyond ASCII", ["пароль密码"], "=пароль密码=", "=****="],
    ["short, alone", ["ab"], "ab cab ab1 (ab) a-ab", "**** cab ab1 (****) a-****"],
    ["short, inside a longer one", ["ab", "ab-cd-ef"], "ab-cd-ef ab", "**** ****"],
    ["short with signs", ["a-|"], "x a-| y", "x **** y"],
    ["empty", [""], "a - b", "a - b"],
    ["what looks like no secret at all", ["abcdef"], "null", "null"],
    ["nothing to mask", ["abcdef"], "", ""],
  ])("%s", (_, secrets, text, expected) => {
    expect(redactorOf(...secrets).text(text)).toBe(expected);
  });

  test("shows the first four characters of an access key id, and nothing of what is only seven long or also secret", () => {
    expect(redactorOf(["LTAI5tExampleKey", "prefix"]).text("id=LTAI5tExampleKey;")).toBe("id=LTAI****;");
    expect(redactorOf(["LTAI5tE", "prefix"]).text("LTAI5tE")).toBe("****");
    expect(redactorOf(["LTAI5tEx", "prefix"]).text("LTAI5tEx")).toBe("LTAI****");
    expect(redactorOf(["LTAI5tExampleKey", "prefix"], "LTAI5tExampleKey").text("LTAI5tExampleKey")).toBe(
      "****",
    );
    expect(redactorOf("LTAI5tExampleKey", ["LTAI5tExampleKey", "prefix"]).text("LTAI5tExampleKey")).toBe(
      "****",
    );
    expect(redactorOf(["LTAI5tExampleKey", "prefix"], "AI5tExam").text("LTAI5tExampleKey")).toBe("****");
  });

  test("text without secrets is returned as it is", () => {
    expect(new Redactor().text("abc")).toBe("abc");
    expect(redactorOf("abcdef").text("nothing here")).toBe("nothing here");
  });
});

describe("values", () => {
  test("masks strings at every depth, keeps short keys and does not touch the original", () => {
    const original = Object.freeze({
      abcdef: ["abcdef", { deep: "x abcdef" }],
      n: 1,
      none: null,
      at: new Date(0),
    });
    expect(redactorOf("abcdef").value(original)).toEqual({
      abcdef: ["****", { deep: "x ****" }],
      n: 1,
      none: null,
      at: new Date(0),
    });
    expect(original.abcdef[0]).toBe("abcdef");
  });

  test("masks keys that servers choose, and keeps both of two that become one", () => {
    const secrets = redactorOf("secret-of-a-pool", "secret-of-b-pool");
    const pools = { "pool-secret-of-a-pool": "1.30", "pool-secret-of-b-pool": "1.31", version: "v" };
    expect(secrets.value(pools)).toEqual({ "pool-****": "1.30", "pool-*****": "1.31", version: "v" });
  });

  test.each([
    ["at the end of a sentence", "Hunter2Secret.", "wrong password Hunter2Secret"],
    ["in HTML", 'p<w"&1secretword', "p&lt;w&quot;&amp;1secretword is wrong"],
    ["in HTML with slashes", "abc/def'ghi+jkl", "abc&#x2F;def&#39;ghi+jkl"],
    ["in hexadecimal", "secret-value-1", Buffer.from("secret-value-1").toString("hex")],
  ])("masks a secret %s", (_where, secret, text) => {
    expect(redactorOf(secret).text(text)).toContain("****");
    expect(redactorOf(secret).text(text)).not.toContain(text.slice(-12, -2));
  });

  test("survives cycles and keys that JSON allows", () => {
    const loop: Record<string, unknown> = { name: "abcdef" };
    loop.self = loop;
    const copy = redactorOf("abcdef").value(loop);
    expect(copy.self).toBe(copy);
    expect(copy.name).toBe("****");
    const odd: unknown = JSON.parse('{"__proto__":{"a":"abcdef"},"constructor":"abcdef"}');
    expect(JSON.stringify(redactorOf("abcdef").value(odd))).toBe(
      '{"__proto__":{"a":"****"},"constructor":"****"}',
    );
  });
});
