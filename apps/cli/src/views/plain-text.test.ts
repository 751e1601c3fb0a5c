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
    ["::error::x", "\\u{3a}:error::x"],
    [" ::error::x ::y", "\\u{3a}:error::x ::y"],
    ["a ##[error]b", "a \\u{23}#[error]b"],
    ["emoji 🚀 and 集群", "emoji 🚀 and 集群"],
  ])("%j", (text, shown) => {
    expect(plainText(text)).toBe(shown);
  });
});

describe("renderJson", () => {
  it("escapes what steers a terminal and parses to the same value", () => {
    const value = { a: "\u009b31m\u202e\u2028\ufeff", b: "\u001b", c: "##[error]x" };
    const json = renderJson(value);
    expect(json).toMatch(/^[\n\x20-\x7e]*$/);
    expect(json).not.toContain("##[");
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

  it.each([
    ["a misspelt key", "secretAccesKey: HUNTER2"],
    ["a flow mapping", 'credentials: { access_key_id: "HUNTER2", ak: HUNTER2, b: "x, HUNTER2" }'],
    [
      "short names",
      "config:\n  ak: HUNTER2\n  sk: HUNTER2\n  pwd: HUNTER2\n  apiKey: HUNTER2\n  authorization: Bearer HUNTER2",
    ],
    ["a flow list", "credentials: [AK, HUNTER2]"],
    ["the next line", "accesKeySecret:\n  HUNTER2"],
    ["a folded block", "accessKeySecret: >-\n  HUNTER2\n  HUNTER2"],
    ["a quoted text over two lines", 'token: "HUNTER2\n  HUNTER2"'],
    ["a block list", "credentials:\n  - HUNTER2\n  - HUNTER2"],
    ["a nested mapping", "credentials:\n  ak: HUNTER2\n  deeper:\n    sk: HUNTER2"],
    ["an item of a list", "- name: a\n  password: HUNTER2"],
    ["JSON", '{"credentials":{"ak":"HUNTER2","sk":"HUNTER2"},"x":1}'],
    ["JSON over lines", '"credentials": {\n  "ak": "HUNTER2"\n},'],
    ["a wrong indentation", "accessKeySecret: |\n    HUNTER2\n  HUNTER2 bogus: 1"],
  ])("never shows a secret: %s", (_what, text) => {
    const lines = text.split("\n").length;
    for (let line = 1; line <= lines; line++) {
      const shown = renderDiagnostics([{ ...diagnostic, line }], new Map([["fleet.yaml", text]]), plain);
      expect(shown).not.toContain("HUNTER2");
    }
  });

  it("shows what is no secret: names of variables, and what comes after the block", () => {
    const text = "credentials:\n  accessKeyId: ${AK}\n  secretAccessKey: ${SK}\nregion: cn-north-4\n";
    const shown = renderDiagnostics([diagnostic], new Map([["fleet.yaml", text]]), plain);
    expect(shown).toContain("accessKeyId: ${AK}");
    expect(shown).toContain("region: cn-north-4");
  });

  it("does not bury the reader", () => {
    const many = Array.from({ length: 500 }, () => diagnostic);
    expect(renderDiagnostics(many, new Map(), plain)).toContain("and 450 more; -o json has them all");
  });
});
