import { describe, expect, it } from "vitest";
import { renderXml } from "./xml.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe("XML", () => {
  it("has attributes, text and elements inside, in their order", () => {
    const root = {
      "@name": "all",
      suite: [{ "@name": "1", case: { "#text": "text" } }, { note: "n" }],
      end: {},
    };
    expect(renderXml("suites", root)).toBe(`${declaration}<suites name="all">
  <suite name="1">
    <case>text</case>
  </suite>
  <suite>
    <note>n</note>
  </suite>
  <end/>
</suites>
`);
  });

  it.each([
    ["&amp;", "&amp;amp;"],
    ["</a><b x='1'>", "&lt;/a&gt;&lt;b x=&apos;1&apos;&gt;"],
    [']]>"', "]]&gt;&quot;"],
  ])("takes %s for text", (text, escaped) => {
    expect(renderXml("a", { "@b": text, c: text })).toBe(
      `${declaration}<a b="${escaped}">\n  <c>${escaped}</c>\n</a>\n`,
    );
  });

  it("keeps the lines of a text, and writes an empty one as an empty element", () => {
    expect(renderXml("a", { b: "1\n2", c: "" })).toBe(`${declaration}<a>\n  <b>1\n2</b>\n  <c/>\n</a>\n`);
    expect(renderXml("a", {})).toBe(`${declaration}<a/>\n`);
  });
});
