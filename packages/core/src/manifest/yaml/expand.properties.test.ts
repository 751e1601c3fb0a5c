import { hostileText, patience, prove } from "@upgradectl/proof";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expand } from "./expand.ts";

describe("expansion", () => {
  const variables = { A: "${B}", B: "$$", C: "", D: "x}y", E: "${A:-${B}}" };
  const piece = fc.oneof(
    fc.constantFrom(
      "${A}",
      "${B}",
      "${C}",
      "${D}",
      "${E}",
      "${N:-d}",
      "${C:-e}",
      "${A:?m}",
      "$$",
      "$",
      "{",
      "}",
      "$A",
      "x",
    ),
    hostileText.map((text) => text.replaceAll("$", "")),
  );

  /** The same by a regular expression and the contract's sentences. */
  function expandByContract(text: string): string {
    return text.replace(
      /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (whole, variable: string | undefined, operator, rest) => {
        if (variable === undefined) return "$";
        const found: string | undefined = { ...variables }[variable as keyof typeof variables];
        if (found !== undefined && (found !== "" || operator === undefined)) return found;
        return operator === "-" ? rest : whole;
      },
    );
  }

  test("is done once, left to right, and never in what it gave", { timeout: patience }, () => {
    prove(
      "expansion",
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        const { text: expanded, problems } = expand(text, variables, "`x`");
        if (problems.length === 0) expect(expanded).toBe(expandByContract(text));
      }),
      1_500,
    );
  });
});
