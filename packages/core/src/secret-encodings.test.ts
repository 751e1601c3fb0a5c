import { describe, expect, it } from "vitest";
import { encodingsOf } from "./secret-encodings.ts";

describe("how a secret looks elsewhere", () => {
  const secret = `k<w>&"q"'/\u00e9 ~*!()+=`;

  it.each([
    ["JSON", `k<w>&\\"q\\"'/\u00e9 ~*!()+=`],
    ["PHP's JSON", `k<w>&\\"q\\"'\\/\u00e9 ~*!()+=`],
    ["Go's JSON", `k\\u003cw\\u003e\\u0026\\"q\\"'/\u00e9 ~*!()+=`],
    ["Go's JSON with PHP's slashes", `k\\u003cw\\u003e\\u0026\\"q\\"'\\/\u00e9 ~*!()+=`],
    ["Gson's JSON", `k\\u003cw\\u003e\\u0026\\"q\\"\\u0027/\u00e9 ~*!()+\\u003d`],
    ["Python's JSON", `k<w>&\\"q\\"'/\\u00e9 ~*!()+=`],
    ["HTML", `k&lt;w&gt;&amp;&quot;q&quot;'/\u00e9 ~*!()+=`],
    ["HTML with a decimal apostrophe", `k&lt;w&gt;&amp;&quot;q&quot;&#39;/\u00e9 ~*!()+=`],
    [
      "HTML with a hexadecimal apostrophe and slash",
      `k&lt;w&gt;&amp;&quot;q&quot;&#x27;&#x2F;\u00e9 ~*!()+=`,
    ],
    ["HTML with a small hexadecimal slash", `k&lt;w&gt;&amp;&quot;q&quot;&#39;&#x2f;\u00e9 ~*!()+=`],
    ["XML", `k&lt;w&gt;&amp;&quot;q&quot;&apos;/\u00e9 ~*!()+=`],
    ["HTML with a decimal slash", `k&lt;w&gt;&amp;&quot;q&quot;'&#47;\u00e9 ~*!()+=`],
    ["a URL", "k%3Cw%3E%26%22q%22'%2F%C3%A9%20~*!()%2B%3D"],
    ["a URL in small letters", "k%3cw%3e%26%22q%22'%2f%c3%a9%20~*!()%2b%3d"],
    ["a URL of RFC 3986", "k%3Cw%3E%26%22q%22%27%2F%C3%A9%20~%2A%21%28%29%2B%3D"],
    ["a URL of RFC 3986 in small letters", "k%3cw%3e%26%22q%22%27%2f%c3%a9%20~%2a%21%28%29%2b%3d"],
    ["a form", "k%3Cw%3E%26%22q%22%27%2F%C3%A9+%7E*%21%28%29%2B%3D"],
    ["a form with another blank", "k%3Cw%3E%26%22q%22%27%2F%C3%A9%20%7E*%21%28%29%2B%3D"],
    ["a query with a plus for a blank", "k%3Cw%3E%26%22q%22'%2F%C3%A9+~*!()%2B%3D"],
    ["a URL in a URL", "k%253Cw%253E%2526%2522q%2522'%252F%25C3%25A9%2520~*!()%252B%253D"],
    ["hexadecimal", "6b3c773e26227122272fc3a9207e2a2128292b3d"],
    ["hexadecimal in capitals", "6B3C773E26227122272FC3A9207E2A2128292B3D"],
    ["a URL with every byte encoded", "%6b%3c%77%3e%26%22%71%22%27%2f%c3%a9%20%7e%2a%21%28%29%2b%3d"],
    [
      "a URL with every byte encoded in capitals",
      "%6B%3C%77%3E%26%22%71%22%27%2F%C3%A9%20%7E%2A%21%28%29%2B%3D",
    ],
    ["base64", "azx3PiYicSInL8OpIH4qISgpKz0="],
    ["base64 without its end", "azx3PiYicSInL8OpIH4qISgpKz0"],
    ["base64 in front of something", "azx3PiYicSInL8OpIH4qISgpKz"],
    ["base64 behind one character", "s8dz4mInEiJy/DqSB+KiEoKSs9"],
    ["base64 behind one character, for URLs", "s8dz4mInEiJy_DqSB-KiEoKSs9"],
    ["base64 behind two characters", "rPHc+JiJxIicvw6kgfiohKCkrP"],
    ["base64 behind two characters, for URLs", "rPHc-JiJxIicvw6kgfiohKCkrP"],
  ])("in %s", (_where, encoded) => {
    expect([...encodingsOf(secret)]).toContain(encoded);
  });
});

it("a code in JSON has four digits", () => {
  expect([...encodingsOf("<secret>")]).toContain("\\u003csecret\\u003e");
  expect([...encodingsOf("\u0101secret")]).toContain("\\u0101secret");
});

it.each([
  ["its end of two signs", "secret7", "c2VjcmV0Nw"],
  ["what depends on the neighbour, however short it is", "abcd", "YWJjZ"],
])("base64 is known without %s", (_what, secret, encoded) => {
  expect([...encodingsOf(secret)]).toContain(encoded);
});

it("half a sign is replaced in URLs as everywhere, and does no harm", () => {
  expect([...encodingsOf("secret\ud83d")]).toContain("secret%EF%BF%BD");
});

describe("base64 inside of something longer", () => {
  const behind = (secret: string) =>
    [1, 2].map((skipped) => Buffer.from("x".repeat(skipped) + secret).toString("base64"));

  it.each(["12345678", "1234567"])("is known of %s in eight characters and more", (secret) => {
    const found = behind(secret).map((text) =>
      [...encodingsOf(secret)].filter((each) => text.includes(each)),
    );
    const cores = found.map((each) => each.map(({ length }) => length));
    expect(cores.flat().every((length) => length >= 8)).toBe(true);
    expect(cores[0]?.length).toBe(1);
  });

  it("is left alone where it is shorter: other things look alike", () => {
    const found = behind("123456").map((text) =>
      [...encodingsOf("123456")].filter((each) => text.includes(each)),
    );
    expect(found.flat()).toEqual([]);
  });
});
