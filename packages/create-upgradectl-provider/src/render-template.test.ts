import { expect, it } from "vitest";
import { renderTemplate } from "./render-template.ts";

const claims = { a: true, b: false };

it.each([
  ["a\n%if a\nb\n%end\n", "a\nb\n"],
  ["%if b\nx\n%else\ny\n%end", "y"],
  ["%if a\n%if b\nx\n%else\ny\n%end\n%else\nz\n%end", "y"],
  ["${{{name}}} {{ name }} ${{ matrix.node }}", "${acme} {{ name }} ${{ matrix.node }}"],
])("%j becomes %j", (template, text) => {
  expect(renderTemplate(template, claims, { name: "acme" })).toBe(text);
});

it.each([
  ["%if c\n%end", 'asks for "c"'],
  ["%if a\n", "without an %end"],
  ["%end\n", "without an %if"],
  ["%else\n", "without an %if"],
  ["{{nmae}}", 'no value for "nmae"'],
])("%j is a bug", (template, message) => {
  expect(() => renderTemplate(template, claims, { name: "acme" })).toThrow(message);
});
