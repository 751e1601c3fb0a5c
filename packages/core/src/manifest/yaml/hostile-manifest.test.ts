import { describe, expect, it } from "vitest";
import { manifestWith, read } from "../../testing/healthy-manifest.ts";

const bomb = (level: (name: string) => string) =>
  `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} ${level(`*a${index}`)}\n`).join("")}`;

/** Each of them has brought some reader of YAML down. */
const hostile: readonly (readonly [name: string, text: string, code: string])[] = [
  ["aliases of aliases", bomb((alias) => `[${Array(10).fill(alias).join(", ")}]`), "too-many-aliases"],
  [
    "merges of merges",
    bomb((alias) => `{ p: { <<: ${alias} }, q: { k: ${alias}, l: ${alias} } }`),
    "too-many-aliases",
  ],
  ["an alias of itself", "a: &a [*a]", "recursive-alias"],
  ["a merge of itself", "a: &a { <<: *a }", "recursive-alias"],
  ["a merge of what is around it", "a: &a { b: { <<: *a } }", "recursive-alias"],
  ["brackets", `a: ${"[".repeat(100_000)}`, "too-deep"],
  ["closed brackets", `a: ${"[".repeat(150)}${"]".repeat(150)}`, "too-deep"],
  ["dashes", "- ".repeat(50_000), "too-deep"],
  [
    "a chain of aliases",
    `a0: &a0 [x]\n${Array.from({ length: 200 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join("")}`,
    "too-deep",
  ],
  ["a prototype", '{ "__proto__": { "kind": "Fleet" } }', "bad-key"],
  ["zero bytes", manifestWith(["payments", "pay\0ments"]), "control-character"],
  ["an escape character", manifestWith(["payments", "\u001b[2Jpayments"]), "control-character"],
  ["other bytes than UTF-8", manifestWith(["payments", "pay\uFFFDments"]), "not-utf8"],
  ["UTF-16", [...manifestWith()].join("\0"), "control-character"],
  ["open expansions", `a: ${"${A:-".repeat(100_000)}`, "malformed-expansion"],
  ["an open quote at the end of a long text", `a: "${"x".repeat(3_000_000)}`, "yaml-syntax"],
  ["a long key", `? ${"k".repeat(100_000)}\n: 1`, "unknown-key"],
];

describe("hostile text ends in a diagnostic", () => {
  it.each(hostile)("%s", async (_, text, code) => {
    const { fleet, diagnostics } = await read(text);
    expect(fleet).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    for (const { summary, detail, hint, line } of diagnostics) {
      expect(`${summary}${detail}${hint}`.length).toBeLessThan(1_000);
      expect(`${summary}${detail}${hint}`).not.toMatch(/[^\P{Cc}]/u);
      expect(line).toBeGreaterThan(0);
    }
  });

  it("keys that every object has are keys like others", async () => {
    const text = manifestWith(
      ["{ env: prod }", "{ constructor: a, toString: b }"],
      ["taskId: c271e39e", "constructor: 1"],
    );
    const { diagnostics } = await read(text);
    expect(diagnostics.map(({ code, line, column }) => `${line}:${column} ${code}`)).toEqual([
      "24:13 unknown-key",
    ]);
    const { fleet } = await read(manifestWith(["{ env: prod }", "{ constructor: a, toString: b }"]));
    expect({ ...fleet?.clusters[0]?.labels }).toEqual({ constructor: "a", toString: "b" });
  });

  it("values are cut and escaped in messages", async () => {
    const { diagnostics } = await read(
      manifestWith(["stalledAfter: 2h", `stalledAfter: "\\e[31m\\u202e${"z".repeat(500)}"`]),
    );
    expect(diagnostics[0]?.detail).toContain("\\u{1b}[31m\\u{202e}zzz");
    expect(diagnostics[0]?.detail?.length).toBeLessThan(120);
  });

  it("a variable's value is data, whatever it looks like", async () => {
    const { fleet, diagnostics } = await read(manifestWith(["env: prod", "env: '${LINES}'"]));
    expect(diagnostics).toEqual([]);
    expect(fleet?.clusters[0]?.labels).toEqual({ env: "a\n${REGION}" });
  });

  it("keys are not expanded", async () => {
    const { fleet } = await read(manifestWith(["env: prod", "'${REGION}': prod"]));
    expect(fleet?.clusters[0]?.labels).toEqual({ "${REGION}": "prod" });
  });

  it("many clusters that share an anchor are no bomb", async () => {
    const clusters = Array.from(
      { length: 20_000 },
      (_, index) => `  - { <<: *base, name: c${index} }\n`,
    ).join("");
    const { fleet, diagnostics } = await read(
      manifestWith(["  - name: payments", "  - &base\n    name: payments"]) + clusters,
    );
    expect(diagnostics).toEqual([]);
    expect(fleet?.clusters.length).toBe(20_002);
  });
});
