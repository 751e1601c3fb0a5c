import { describe, expect, it } from "vitest";
import { parseJson } from "./parse-json.ts";

describe("standard output", () => {
  it.each(['{"a":1}', ' \n{"a":1}\r\n\n', "[]", '"[[[["', `${"[".repeat(32)}${"]".repeat(32)}`])(
    "%j is one JSON value",
    (text) => {
      expect(parseJson(text)).toEqual({ value: JSON.parse(text) });
    },
  );

  it.each([
    ["", "is empty"],
    ["\n \t", "is empty"],
    ["\u{feff}{}", "begins with a byte order mark; expected JSON in UTF-8 without one"],
    ["ok", "is not JSON; it begins with: ok"],
    ["\nTraceback\n more", "is not JSON; it begins with: Traceback"],
    ["{", "ends in the middle of a JSON value, line 1, column 2"],
    ['{"a":[1,\n2,', "ends in the middle of a JSON value, line 2, column 3"],
    ['{"a":"x', "ends in the middle of a JSON value, line 1, column 8"],
    ['{"a":1} {"a":2}', "has a second value after the JSON value, line 1, column 9"],
    ['{"a":1}\ndone', "has more text after the JSON value, line 2, column 1"],
    ['{"a":1,}', "is not JSON, line 1, column 8"],
    ["{'a':1}", "is not JSON, line 1, column 2"],
    ['{"a":{"b":1,\n"b":1}}', "has /a/b twice, line 2, column 1"],
    ['{"a":{"__proto__":1}}', "has a member /a/__proto__, line 1, column 7"],
    [`${"[".repeat(33)}`, "has more than 32 levels of lists and objects"],
    [`{"a":"\\"${"[".repeat(99)}"`, "ends in the middle of a JSON value, line 1, column 109"],
  ])("%j is not", (text, fault) => {
    expect(parseJson(text)).toEqual({ fault, hint: expect.any(String) });
  });

  it("is quoted in whole words only", () => {
    const fault = parseJson(`${"word ".repeat(80)}`);
    expect(fault).toMatchObject({ fault: expect.stringMatching(/word …$/) });
    expect(parseJson("x".repeat(999))).toMatchObject({
      fault: expect.stringContaining("a line of 999 characters"),
    });
  });
});
