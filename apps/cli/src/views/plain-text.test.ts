import widthOf from "fast-string-width";
import { describe, expect, it } from "vitest";
import { renderDiagnostics } from "./diagnostics.ts";
import { renderJson } from "./json.ts";
import { plainText } from "./plain-text.ts";
import { renderTable } from "./table.ts";

const plain = (_style: unknown, text: string) => text;

describe("plainText", () => {
  it.each([
    ["a\r\nb\tc", "a b c"],
    ["\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
    ["\u009b31m", "\\u{9b}31m"],
    ["a\u202eb\u2066c", "a\\u{202e}b\\u{2066}c"],
    ["nul\u0000", "nul\\u{0}"],
    ["lone \ud800 surrogate", "lone \\u{d800} surrogate"],
    ["emoji 🚀 and 集群", "emoji 🚀 and 集群"],
  ])("%j", (text, shown) => {
    expect(plainText(text)).toBe(shown);
  });
});

describe("renderJson", () => {
  it("escapes what steers a terminal and parses to the same value", () => {
    const value = { a: "\u009b31m\u202e\u2028\ufeff", b: "\u001b" };
    const json = renderJson(value);
    expect(json).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(json)).toEqual(value);
  });
});

describe("renderTable", () => {
  const rows = [
    [{ text: "ok" }, { text: "payments" }, { text: "v1.29.8-r4" }],
    [{ text: "behind" }, { text: "集群" }, { text: "v1.2" }],
  ];
  it("aligns by width on the screen", () => {
    expect(renderTable(rows, [{}, {}, {}], undefined)).toEqual([
      "ok      payments  v1.29.8-r4",
      "behind  集群      v1.2",
    ]);
  });

  it("cuts the last column that can be cut first", () => {
    const lines = renderTable(rows, [{}, { minimum: 4 }, { minimum: 5 }], 22);
    expect(lines).toEqual(["ok      paymen…  v1.2…", "behind  集群     v1.2"]);
  });

  it("never is wider than the terminal as long as columns can be cut", () => {
    const texts = ["a", "集群🚀", "payments-in-the-north", "v1.28.15-r2 → v1.29.8-r4"];
    const wide = texts.map((text, index) => [
      { text: "behind" },
      { text },
      { text: texts[(index + 1) % 4] ?? "" },
    ]);
    for (let width = 14; width < 70; width++) {
      const lines = renderTable(wide, [{}, { minimum: 2 }, { minimum: 0 }], width);
      for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width);
    }
  });

  it("leaves out empty columns", () => {
    expect(renderTable([[{ text: "a" }, { text: "" }, { text: "b" }]], [{}, {}, {}], 80)).toEqual(["a  b"]);
  });
});

describe("renderDiagnostics", () => {
  const diagnostic = {
    severity: "error",
    code: "unknown-key",
    summary: 'unknown key "tagetVersion"',
    hint: "Did you mean targetVersion?",
    file: "fleet.yaml",
    line: 3,
    column: 5,
  } as const;

  it("shows place, frame and mend", () => {
    const sources = new Map([
      ["fleet.yaml", "clusters:\n  - name: a\n    tagetVersion: 1\n    id: b\n    x: y\n"],
    ]);
    expect(renderDiagnostics([diagnostic], sources, plain)).toBe(
      [
        'error: unknown key "tagetVersion" (unknown-key)',
        "  fleet.yaml:3:5",
        "    1 | clusters:",
        "    2 |   - name: a",
        "  > 3 |     tagetVersion: 1",
        "      |     ^",
        "    4 |     id: b",
        "  → Did you mean targetVersion?",
        "",
      ].join("\n"),
    );
  });

  it("keeps the caret under its column behind a masked value", () => {
    const line = "{ token: abcdefghijkl, tagetVersion: 1 }";
    const place = { ...diagnostic, line: 1, column: line.indexOf("taget") + 1 };
    const rows = renderDiagnostics([place], new Map([["fleet.yaml", line]]), plain).split("\n");
    const frame = rows.find((row) => row.includes("tagetVersion: 1")) ?? "";
    expect(frame).toContain("{ token: ****, tagetVersion: 1 }");
    expect(rows[rows.indexOf(frame) + 1]?.indexOf("^")).toBe(frame.indexOf("taget"));
  });

  it("never shows what stands beside a key that sounds secret", () => {
    const sources = new Map([
      [
        "fleet.yaml",
        'a: 1\n{secretAccesKey: "hunter2", b: 1}\naccess_token: abc123\nsecurityToken: ${TOKEN}\n',
      ],
    ]);
    const shown = renderDiagnostics([diagnostic], sources, plain);
    expect(shown).not.toMatch(/hunter2|abc123/);
    expect(shown).toContain("${TOKEN}");
  });
});
