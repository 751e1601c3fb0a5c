import { describe, expect, it } from "vitest";
import { type Disguise, Redactor } from "./redact.ts";

const secret = "abcdefgh-secret";

function redactorOf(...secrets: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const each of secrets) redactor.add(each);
  return redactor;
}

describe("what holds no secret", () => {
  it.each<[string, unknown]>([
    ["plain data", { name: "payments", list: [1, null, "x"] }],
    ["a report", { tool: "upgradectl", clusters: [{ name: "payments" }, { name: "orders" }] }],
    ["clusters that are no list", { clusters: "all of them" }],
    ["nothing", undefined],
  ])("%s stays itself", (_what, value) => {
    expect(redactorOf(secret).value(value)).toBe(value);
  });

  it("that JSON cannot write is copied and equal", () => {
    const big = { count: 1n, name: "payments" };
    expect(redactorOf(secret).value(big)).toEqual(big);
  });
});

describe("what holds one", () => {
  it.each<[string, unknown, unknown]>([
    ["a text", `x ${secret}`, "x ****"],
    ["a list in a list", [[secret]], [["****"]]],
    ["a cluster of a report", { clusters: [{}, { reason: secret }] }, { clusters: [{}, { reason: "****" }] }],
    ["the rest of a report", { note: secret, clusters: [{}] }, { note: "****", clusters: [{}] }],
    ["clusters that are no list", { clusters: secret }, { clusters: "****" }],
    ["a list with a property for a name", [{ clusters: [secret] }], [{ clusters: ["****"] }]],
  ])("%s", (_what, value, masked) => {
    expect(redactorOf(secret).value(value)).toEqual(masked);
    expect(redactorOf(secret).json(value)).toBe(JSON.stringify(masked));
    // A short one has everything gone through text by text.
    expect(redactorOf(secret, "yy").value(value)).toEqual(masked);
    expect(redactorOf(secret, "yy").json(value)).toBe(JSON.stringify(masked));
  });

  it("an object without a prototype stays one", () => {
    const bare: Record<string, unknown> = Object.assign(Object.create(null), { note: secret });
    const masked = redactorOf(secret).value(bare);
    expect(Object.getPrototypeOf(masked)).toBeNull();
    expect(masked.note).toBe("****");
  });

  it("wherever in a text it stands", () => {
    for (const each of ["abcdefgh", secret])
      for (let place = 0; place < 24; place += 1) {
        const before = "x".repeat(place);
        expect(redactorOf(each).value([`${before}${each}y`])).toEqual([`${before}****y`]);
      }
  });

  it("a short one stands alone in it", () => {
    expect(redactorOf(secret, "yy").value({ note: "yy" })).toEqual({ note: "****" });
    expect(redactorOf(secret, "yy").json({ note: "yy" })).toBe('{"note":"****"}');
  });

  it("stays of the same kind, with what is not there", () => {
    const copy = redactorOf(secret).value({ note: secret, none: undefined, yes: true });
    expect(copy).toStrictEqual({ note: "****", none: undefined, yes: true });
  });

  it("an object of a class stays itself", () => {
    const error = new Error(secret);
    expect(redactorOf(secret).value({ note: secret, error }).error).toBe(error);
  });

  it("an object that occurs twice is one object in the copy", () => {
    const shared = { note: secret };
    const copy = redactorOf(secret).value({ a: shared, b: shared });
    expect(copy.a).toEqual({ note: "****" });
    expect(copy.a).toBe(copy.b);
  });

  it("a list that holds itself does in the copy", () => {
    const list: unknown[] = [secret];
    list.push(list);
    const copy = redactorOf(secret).value(list);
    expect(copy[0]).toBe("****");
    expect(copy[1]).toBe(copy);
  });

  it("the keys of a report that are shorter than eight characters stay, longer ones do not", () => {
    const secrets = redactorOf("version", "versions");
    const value = { version: 1, versions: 2 };
    expect(secrets.value({ ...value, note: "versions" })).toEqual({ version: 1, "****": 2, note: "****" });
  });

  it("a key that looks like a masked one is not lost", () => {
    const value = { "secret-one": 1, "****": 2 };
    expect(redactorOf("secret-one").value(value)).toEqual({ "****": 1, "*****": 2 });
  });

  it("three keys that become one are three", () => {
    const secrets = redactorOf("secret-one", "secret-two", "secret-three");
    const value = { "secret-one": 1, "secret-two": 2, "secret-three": 3 };
    expect(secrets.value(value)).toEqual({ "****": 1, "*****": 2, "******": 3 });
  });

  it("a key that is `__proto__` is a key like others", () => {
    const value: unknown = JSON.parse(`{"__proto__":"${secret}"}`);
    const copy = redactorOf(secret).value(value);
    expect(Object.getOwnPropertyDescriptor(copy, "__proto__")).toEqual({
      value: "****",
      enumerable: true,
      configurable: true,
      writable: true,
    });
  });
});

describe("a secret that is no well-formed Unicode", () => {
  const odd = "half-a-sign-\ud83d";

  it.each([
    ["alone", odd, "****"],
    ["before the other half of a sign", `${odd}\udd11 x`, "****\udd11 x"],
  ])("%s", (_where, text, masked) => {
    expect(redactorOf(odd).text(text)).toBe(masked);
    expect(redactorOf(odd).value([text])).toEqual([masked]);
    expect(redactorOf(odd).json([text])).toBe(JSON.stringify([masked]));
  });
});

describe("a disguise", () => {
  const disguise: Disguise = (found, isShown) => `<${found}|${isShown}>`;

  it("is told what was found, and whether its beginning may be shown", () => {
    const redactor = redactorOf(secret, "yy");
    redactor.add("LTAI5tExampleKey", "prefix");
    const text = `${secret} LTAI5tExampleKey yy`;
    const disguised = `<${secret}|false> <LTAI5tExampleKey|true> <yy|false>`;
    expect(redactor.text(text, disguise)).toBe(disguised);
    expect(redactor.value([text], disguise)).toEqual([disguised]);
  });

  it("of secrets that overlap is told nothing that may be shown", () => {
    const redactor = redactorOf("Key-and-more");
    redactor.add("LTAI5tExampleKey", "prefix");
    expect(redactor.text("LTAI5tExampleKey-and-more", disguise)).toBe("<LTAI5tExampleKey-and-more|false>");
  });

  it("of a secret inside of another one ends where the longer one ends", () => {
    const redactor = redactorOf("abcdefghijkl", "cdef", "ghijklmn");
    expect(redactor.text("-abcdefghijkl-", disguise)).toBe("-<abcdefghijkl|false>-");
    expect(redactor.text("-abcdefghijklmn-", disguise)).toBe("-<abcdefghijklmn|false>-");
  });
});

describe("where a secret is masked", () => {
  it.each<[string, readonly string[], string, string]>([
    ["four characters, also inside of a word", ["abcd"], "xabcdx", "x****x"],
    ["three characters, only alone", ["abc"], "xabcx abc", "xabcx ****"],
    [
      "three characters, not beside an underscore or a sign of another script",
      ["abc"],
      "_abc abcé",
      "_abc abcé",
    ],
    ["the longest of those that begin alike", ["abcdefgh", "abcdefghij"], "abcdefghijk", "****k"],
    [
      "one of those that are longer and begin alike",
      ["abcdefghijklmnop1", "abcdefghijklmnop22"],
      "abcdefghijklmnop22 abcdefghijklmnop1 abcdefghijklmnop3",
      "**** **** abcdefghijklmnop3",
    ],
    [
      "a shorter one where a longer one begins alike",
      ["abcdefghijklmnop1", "abcde"],
      "abcdefghijklmnop3",
      "****fghijklmnop3",
    ],
    [
      "of sixteen characters",
      ["abcdefghijklmnop"],
      "abcdefghijklmno abcdefghijklmnop",
      "abcdefghijklmno ****",
    ],
    ["without the sign that ends a sentence", ["hunter2-secret?!"], "hunter2-secret", "****"],
    ["not without a sign in its middle", ["hunter2.secret-word"], "hunter2secret-word", "hunter2secret-word"],
    ["without it where eight are left", ["hunter22!"], "hunter22", "****"],
    [
      "in lines of eight characters and more",
      ["first---\n  seven77  \nanother-line"],
      "first--- seven77",
      "**** seven77",
    ],
    ["not without it where hardly anything is left", ["hunter2!"], "hunter2", "hunter2"],
    [
      "line by line",
      ["-----BEGIN KEY-----\n  first-line \nsecond-line\nshort"],
      "first-line/second-line/short",
      "****/****/short",
    ],
    ["signs of regular expressions, alone", ["^$", "\\"], "^$ \\ x", "**** **** x"],
    ["the longest short one", ["a", "a-b"], "a-b a", "**** ****"],
  ])("%s", (_where, secrets, text, masked) => {
    expect(redactorOf(...secrets).text(text)).toBe(masked);
  });
});
