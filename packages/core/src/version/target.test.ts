import { describe, expect, it } from "vitest";
import { parseTarget, VersionSyntaxError } from "./target.ts";

function syntaxErrorOf(text: string): VersionSyntaxError {
  try {
    parseTarget(text);
  } catch (error) {
    if (error instanceof VersionSyntaxError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(text)} was accepted`);
}

describe("a target that is understood", () => {
  it.each([
    ["1.29", [["=1.29"]]],
    ["1.29.x", [["=1.29"]]],
    ["1.29.X", [["=1.29"]]],
    ["v1.29.8-r4", [["=v1.29.8-r4"]]],
    ["=1.29", [["=1.29"]]],
    ["1.2.3-x86_64", [["=1.2.3-x86_64"]]],
    ["1.29x4", [["=1.29x4"]]],
    ["1.28.3-1.1", [["=1.28.3-1.1"]]],
    ["7.10.2_24.3.0_0827", [["=7.10.2_24.3.0_0827"]]],
    ["1.29.3+rke2r1", [["=1.29.3+rke2r1"]]],
    [">=1.28 <1.30", [[">=1.28", "<1.30"]]],
    [">= 1.28  < 1.30", [[">=1.28", "<1.30"]]],
    [">=1.28<1.30", [[">=1.28", "<1.30"]]],
    [">1.28.x", [[">1.28"]]],
    [">=1.28 <=1.28", [[">=1.28", "<=1.28"]]],
    ["1.28 || 1.30", [["=1.28"], ["=1.30"]]],
    ["1.28||>=1.30 <1.32||1.34", [["=1.28"], [">=1.30", "<1.32"], ["=1.34"]]],
    ["  1.29\n", [["=1.29"]]],
    ["0", [["=0"]]],
  ])("%j", (text, expected) => {
    const { alternatives } = parseTarget(text);
    const written = alternatives.map((comparisons) =>
      comparisons.map(({ operator, operand }) => operator + operand),
    );
    expect(written).toEqual(expected);
  });

  it("keeps the text as written, blanks tidied", () => {
    expect(parseTarget("1.30").text).toBe("1.30");
    expect(parseTarget(" >= v1.28\n <1.30.x ").text).toBe(">= v1.28 <1.30.x");
  });
});

describe("a target that has another tool's spelling is answered with ours", () => {
  it.each([
    ["^1.28", ">=1.28 <2"],
    ["^v1.28.3-r4", ">=v1.28.3-r4 <2"],
    ["^0.3.1", ">=0.3.1 <0.4"],
    ["^0.0", ">=0.0 <0.1"],
    ["^1.28 || ^2.1", ">=1.28 <2 || >=2.1 <3"],
    ["~1.28.3", ">=1.28.3 <1.29"],
    ["~1.28", ">=1.28 <1.29"],
    ["~1", ">=1 <2"],
    ["~1.30.x", ">=1.30 <1.31"],
    ["~> 1.28.3", ">=1.28.3 <1.29"],
    ["~> 1.28", ">=1.28 <2"],
    ["~10.28.3", ">=10.28.3 <10.29"],
    ["^1.28.x86", ">=1.28.x86 <2"],
    ["!=1.30", "<1.30 || >1.30"],
    ["!1.30", "<1.30 || >1.30"],
    ["<>1.30", "<1.30 || >1.30"],
    [">=1.28 != 1.29.3 <1.31", ">=1.28 <1.29.3 <1.31 || >=1.28 >1.29.3 <1.31"],
    ["==1.28", "=1.28"],
    ["===1.28", "=1.28"],
    ["= >1.28", ">=1.28"],
    [">=, 1.28", ">=1.28"],
    ["≤1.28", "<=1.28"],
    [">=1.28,<1.30", ">=1.28 <1.30"],
    ["=>1.28", ">=1.28"],
    ["> = 1.28", ">=1.28"],
    ["≥1.28", ">=1.28"],
    [">=1.28, <1.30", ">=1.28 <1.30"],
    [">=1.28 && <1.30", ">=1.28 <1.30"],
    [">=1.28 and <1.30", ">=1.28 <1.30"],
    ["1.28 | 1.30", "1.28 || 1.30"],
    ["1.28 or 1.30", "1.28 || 1.30"],
    ["1.28 - 1.30", ">=1.28 <=1.30"],
    ["1.28 -1.30", ">=1.28 <=1.30"],
    ["1.28- 1.30", ">=1.28 <=1.30"],
    ["1.28 - 1.30 || V1.32 - V1.34", ">=1.28 <=1.30 || >=V1.32 <=V1.34"],
    ["1.29.*", "1.29.x"],
    ["1.* || 2.*", "1.x || 2.x"],
    ["1.29x", "1.29.x"],
    ["1.x.3", "1.x"],
    ["1.x.x", "1.x"],
    ["1.29.x-r4", "1.29.x"],
    ["1.29+", ">=1.29"],
    ["1.28+ || V1.30+", ">=1.28 || >=V1.30"],
    ["1.29.", "1.29"],
    ["1.29.-", "1.29"],
    ["1.28 ||", "1.28"],
    ["|| 1.28", "1.28"],
    ["1.28 || || 1.30", "1.28 || 1.30"],
    ["*", ">=0"],
    ["x", ">=0"],
  ])("%j: %j", (text, mended) => {
    expect(syntaxErrorOf(text).hint).toBe(`Write \`${mended}\`.`);
    expect(parseTarget(mended).text).toBe(mended);
  });
});

describe("a target that nobody can mend is answered with what was expected", () => {
  it.each([
    ["", "The target is empty; expected a version or a range of versions."],
    [" \t", "The target is empty"],
    ["||", "`||` is empty"],
    [">", "missing after `>`"],
    ["1.28 >=", "missing after `>=`"],
    [">= >=1.28", "missing after `>=`"],
    ["<< 1.28", "no operator `<<`"],
    ["^", "no operator `^`"],
    ["^latest", "no operator `^`"],
    ["^rc1.28", "no operator `^`"],
    ["1.28 || ^rc1", "no operator `^`"],
    ["!=1 !=2", "no operator `!=`"],
    ["1.28 -rc1", "`-rc1` is not a version"],
    ["1.28 -r4", "`-r4` is not a version"],
    ["!=1 !=2 !=3 !=4", "no operator `!=`"],
    ["latest", "at least one digit"],
    ["v", "at least one digit"],
    [">=v", "at least one digit"],
    ["1.29 stable", "at least one digit"],
    ["x.29", '"any" is expected at the end'],
    [".x", "is not a version"],
    ["1..29", "is not a version"],
    [".29", "is not a version"],
    ["-1.29", "is not a version"],
    ["1.29/1.30", "is not a version"],
    ["1.29 (stable)", "is not a version"],
    ["１.２９", "is not a version"],
    ["1.29\u001b[31m", "is not a version"],
  ])("%j: %s", (text, part) => {
    const { message, hint } = syntaxErrorOf(text);
    expect(message).toContain(part);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(hint).toContain(">=1.28 <1.30");
  });
});

describe("what is wrong with a target", () => {
  it.each(["1.28 - 1.30", "1.28 -1.30", "1.28- 1.30", "1.28 - v1.30", "1.28 -V1.30", "1.28- v1.30"])(
    "%j: a hyphen is no operator",
    (text) => {
      const found = `A target has no hyphen ranges such as \`${text}\`; expected \`>=\` and \`<=\`.`;
      expect(syntaxErrorOf(text).message).toBe(found);
    },
  );

  it("is more than 500 characters", () => {
    const longest = `11${".1".repeat(249)}`;
    expect(parseTarget(longest).text).toBe(longest);
    const { name, message } = syntaxErrorOf(`1${longest}`);
    expect(name).toBe("VersionSyntaxError");
    expect(message).toBe("The target is 501 characters long; expected at most 500.");
  });

  it("is not said by an order that fails: whoever compares meets the same", () => {
    const broken = () => {
      throw new Error("no such order");
    };
    expect(parseTarget("1.29", broken).alternatives).toEqual([[{ operator: "=", operand: "1.29" }]]);
  });
});

describe("a target that no version can reach", () => {
  it.each([
    [">1.30 <1.28", ">1.30 <1.28"],
    ["<1.28 >=1.28", "<1.28 >=1.28"],
    [">1.28 <1.29", ">1.28 <1.29"],
    [">1.28 <=1.28.9", ">1.28 <=1.28.9"],
    ["1.28 1.29", "1.28 1.29"],
    ["1.28 >1.28.x", "1.28 >1.28"],
    ["1.29 || >1.30 <1.28", ">1.30 <1.28"],
  ])("%j", (text, impossible) => {
    const { message, hint } = syntaxErrorOf(text);
    expect(message).toContain(`\`${impossible}\``);
    expect(hint).toContain("||");
  });

  it("is recognised in the provider's own order", () => {
    const byYear = (version: string) => version.split("-").toReversed();
    expect(parseTarget(">=2-2024 <1-2025", byYear).alternatives).toHaveLength(1);
    expect(() => parseTarget(">=1-2025 <2-2024", byYear)).toThrow(VersionSyntaxError);
    expect(() => parseTarget("1.29", () => [])).toThrow("not a version in the order of this provider");
  });
});
