import { describe, expect, it } from "vitest";
import { expand } from "./expand.ts";

const environment = { A: "alpha", EMPTY: "", NESTED: "${A} $$ $A", LINES: "x\ny: z" };

describe("expansion", () => {
  it.each([
    ["plain", "plain"],
    ["${A}", "alpha"],
    ["x${A}y${A}", "xalphayalpha"],
    ["${EMPTY}", ""],
    ["${A:-other}", "alpha"],
    ["${NONE:-other}", "other"],
    ["${EMPTY:-other}", "other"],
    ["${NONE:-}", ""],
    ["${NONE:-a:-b ${}", "a:-b ${"],
    ["${NONE:-line\nline}", "line\nline"],
    ["${A:?needed}", "alpha"],
    ["$$", "$"],
    ["$${A}", "${A}"],
    ["$$${A}", "$alpha"],
    ["$$$", "$$"],
    ["$A $ 5$ ($)", "$A $ 5$ ($)"],
    ["${NESTED}", "${A} $$ $A"],
    ["${LINES}", "x\ny: z"],
    ["}${A}{", "}alpha{"],
  ])("%j is %j", (text, expected) => {
    const { text: expanded, problems } = expand(text, environment, "`x`");
    expect(expanded).toBe(expected);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each([
    ["${NONE}", "unset-variable"],
    ["${NONE:?}", "unset-variable"],
    ["${EMPTY:?}", "unset-variable"],
    ["${constructor}", "unset-variable"],
    ["${__proto__}", "unset-variable"],
    ["${}", "malformed-expansion"],
    ["${ A }", "malformed-expansion"],
    ["${1A}", "malformed-expansion"],
    ["${A-x}", "malformed-expansion"],
    ["${A:x}", "malformed-expansion"],
    ["${A:+x}", "malformed-expansion"],
    ["${A", "malformed-expansion"],
    ["a ${", "malformed-expansion"],
  ])("%j is an error: %s", (text, code) => {
    expect(expand(text, environment, "`x`").problems.map((problem) => problem.code)).toEqual([code]);
  });

  it("reports each variable of a text", () => {
    const { problems } = expand("${X} ${A} ${Y:?set it}", environment, "`x`");
    expect(problems.map(({ subject }) => subject)).toEqual(["X", "Y"]);
    expect(problems[1]?.summary).toContain("set it");
  });

  it("warns of a default with an expansion in it, which stays as it is", () => {
    const { text, problems } = expand("${NONE:-${A}}", environment, "`x`");
    expect(text).toBe("${A}");
    expect(problems).toMatchObject([{ severity: "warning", code: "nested-expansion" }]);
  });
});
