import { hostileText, patience, proveAsync, scale } from "@upgradectl/proof";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { healthyText } from "../testing/healthy-manifest.ts";
import { readManifest } from "../testing/read-manifest.ts";

/** What reading came to, as data. */
async function outcomeOf(text: string, fastPaths: boolean) {
  const { fleet, diagnostics, secrets } = await readManifest(text, fastPaths);
  return {
    names: fleet?.clusters.map((each) => [each.name, each.location, each.labels]),
    diagnostics,
    secrets,
  };
}

const lines = healthyText.split("\n");
const token = fc.oneof(
  hostileText,
  fc.constantFrom(...lines),
  fc.constantFrom(
    ": ",
    "- ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ",",
    "? ",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "<<: *a\n",
    "# ",
    '"',
    "'",
    "${",
    "}",
    "${A:-",
    "clusters:\n",
    "__proto__: ",
    "%TAG ! x\n",
    "\ufeff",
    "\u0085",
    "\u2028",
    "\ud800",
  ),
);
/** The healthy manifest with pieces in place of some of its lines, or pieces alone. */
const anyText = fc.oneof(
  fc.array(token, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc
    .array(fc.tuple(fc.nat(lines.length - 1), token, fc.nat(2)), { minLength: 1, maxLength: 3 })
    .map((changes) => {
      const changed = [...lines];
      for (const [at, piece, kind] of changes)
        changed[at] =
          kind === 0
            ? piece
            : kind === 1
              ? `${changed[at]}${piece}`
              : `${/^ */.exec(changed[at] ?? "")?.[0]}${piece}`;
      return changed.join("\n");
    }),
);

test("any text is a fleet or has diagnostics at its lines, for both readers the same", {
  timeout: patience,
}, async () => {
  await proveAsync(
    "any text as a manifest",
    fc.asyncProperty(anyText, async (text) => {
      const found = await outcomeOf(text, true);
      expect(await outcomeOf(text, false)).toEqual(found);
      const isRefused = found.diagnostics.some(({ severity }) => severity === "error");
      expect(found.names === undefined).toBe(isRefused);
      for (const { summary, detail, hint, file, line, column } of found.diagnostics) {
        expect(file).toBe("fleet.yaml");
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length + 1);
        expect(column).toBeGreaterThan(0);
        expect(`${summary}${detail}${hint}`).not.toMatch(/\p{Cc}|\p{Surrogate}|\n {4}at /u);
      }
    }),
    1_200,
  );
});

describe("deep and large documents end early", () => {
  const deep = Math.min(100_000, 15_000 * scale);
  test.each([
    ["open brackets", "[".repeat(deep)],
    ["closed brackets", "[".repeat(deep) + "]".repeat(deep)],
    ["braces", '{"a":'.repeat(deep)],
    ["closed braces", `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`],
    ["dashes", "- ".repeat(deep)],
    ["questions", "? ".repeat(deep)],
    ["flow keys", "{a: ".repeat(deep)],
    ["anchors", "&a ".repeat(deep)],
    ["tags", "!!seq ".repeat(deep)],
    ["quotes", '"'.repeat(deep)],
    ["documents", "---\n".repeat(Math.min(20_000, deep))],
    ["comments", "#\n".repeat(deep)],
    ["expansions", `a: "${"${A}".repeat(deep)}"`],
    ["broken expansions", `a: "${"${}".repeat(deep)}"`],
    ["keys", Array.from({ length: deep }, (_, at) => `k${at}: 1\n`).join("")],
    ["the same key", "a: 1\n".repeat(deep)],
    [
      "clusters of one name",
      `${healthyText}${"  - { name: payments, id: x, targetVersion: '1' }\n".repeat(Math.min(20_000, deep))}`,
    ],
  ])("%s", { timeout: 60_000 }, async (_, text) => {
    const { fleet, diagnostics } = await readManifest(text, true);
    expect(fleet).toBeNull();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.every(({ line }) => line !== undefined && line > 0)).toBe(true);
  });

  test("blocks, one deeper than the other", async () => {
    const text = Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
    const { fleet, diagnostics } = await readManifest(text, true);
    expect([fleet, diagnostics[0]?.code]).toEqual([null, "too-deep"]);
  });
});
