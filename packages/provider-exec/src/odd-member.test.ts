import { describe, expect, it } from "vitest";
import { findOddMember } from "./odd-member.ts";

describe("a member that stands twice", () => {
  it.each<[string, readonly PropertyKey[], number]>([
    ['{"a":1,"a":1}', ["a"], 7],
    ['{"a":1,"\\u0061":1}', ["a"], 7],
    ['{"":1,"":1}', [""], 6],
    ['{"o":{"phase":"failed","b":[],"phase":"succeeded"}}', ["o", "phase"], 30],
    ['[{"a":{"b":1}},{"a":[{},{"b":1}],"c":{"b":[0,{"x":1,"y":2,"x":3}]}}]', [1, "c", "b", 1, "x"], 58],
    ['{"a\\\\":1,"b":"\\"","a\\\\":1}', ["a\\"], 18],
  ])("%s", (json, path, position) => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(findOddMember(json)).toEqual({ path, position, isTwice: true });
  });
});

it.each(['{"a":{"__proto__":{}}}', '{"a":{"\\u005f_proto__":1}}'])(
  "a member that would be no member: %s",
  (json) => {
    expect(findOddMember(json)).toEqual({ path: ["a", "__proto__"], position: 6, isTwice: false });
  },
);

describe("nothing is odd in", () => {
  it.each([
    "1",
    '"a"',
    "[]",
    "{}",
    '["a","a"]',
    '{"a":"a"}',
    '{"a":{"a":{"a":[{"a":1},{"a":1}]}}}',
    '{"a":"{\\"b\\":1,\\"b\\":1}","b":"__proto__"}',
    '{"a":"\\\\","b":[",\\"a\\":"]}',
    '{"constructor":1,"toString":1,"a":{"constructor":1}}',
  ])("%s", (json) => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(findOddMember(json)).toBeUndefined();
  });
});

/** A quarter of a megabyte each: whoever goes over a part of it again and again takes minutes. */
it.each([
  JSON.stringify("\\".repeat(2 ** 17)),
  JSON.stringify('"'.repeat(2 ** 17)),
  JSON.stringify(Object.fromEntries(Array.from({ length: 2 ** 15 }, (_, index) => [`m${index}`, 0]))),
])("is looked for once over the whole text", (json) => {
  expect(findOddMember(json)).toBeUndefined();
});
