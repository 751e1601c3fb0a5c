import { describe, expect, test } from "vitest";
import { buildPath, buildQuery, compileRead } from "./build-request.ts";

const read = compileRead({ action: "Show", path: "/p/{project}/clusters/{id}" }, "/v3");

describe("paths", () => {
  test.each([
    ["abc-1.2_3~", "abc-1.2_3~"],
    ["a/b", "a%2Fb"],
    ["../x", "..%2Fx"],
    ["%2e%2e", "%252e%252e"],
    ["a b?c#d", "a%20b%3Fc%23d"],
    ["(it's)*!", "%28it%27s%29%2A%21"],
    ["中", "%E4%B8%AD"],
    ["...", "..."],
  ])("%j fills its segment as %s", (id, expected) => {
    expect(buildPath(read, { project: "p1", id })).toBe(`/v3/p/p1/clusters/${expected}`);
  });

  test.each([
    ["an empty value", { project: "p", id: "" }, /fills no path segment/],
    ["a dot", { project: "p", id: "." }, /fills no path segment/],
    ["two dots", { project: "p", id: ".." }, /fills no path segment/],
    ["a line break", { project: "p", id: "a\r\nHost: x" }, /fills no path segment/],
    ["a NUL", { project: "p", id: "a\0" }, /fills no path segment/],
    ["a C1 control", { project: "p", id: "a\u0085" }, /fills no path segment/],
    ["half a character", { project: "p", id: "a\ud800" }, /well-formed/],
    ["a missing one", { id: "a" }, /no text for its path parameter "project"/],
    ["an unknown one", { project: "p", id: "a", zone: "z" }, /unknown path parameter "zone"/],
    [
      "an inherited one",
      { project: "p", ...Object.create({ id: "a" }) },
      /no text for its path parameter "id"/,
    ],
    ["a number", { project: "p", id: 7 as unknown as string }, /no text/],
  ])("refuses %s", (_, path, message) => {
    expect(() => buildPath(read, path)).toThrow(
      expect.objectContaining({ kind: "plugin", message: expect.stringMatching(message) }),
    );
  });

  test.each(["clusters", "/a?b", "/a#b", "/{a", "/a}", "/{}", "/a b", "/\n", ""])(
    "refuses the template %j",
    (path) => {
      expect(() => compileRead({ action: "X", path }, "")).toThrow(
        expect.objectContaining({ kind: "plugin" }),
      );
    },
  );
});

describe("queries", () => {
  test.each([
    [undefined, ""],
    [{}, ""],
    [{ b: "2", a: "1", B: "0" }, "B=0&a=1&b=2"],
    [{ k: "" }, "k="],
    [{ a: undefined, b: 1 }, "b=1"],
    [{ n: 0, f: 1.5, yes: true, no: false }, "f=1.5&n=0&no=false&yes=true"],
    [{ ids: ["b", "a", "B"], z: [] }, "ids=B&ids=a&ids=b"],
    [{ "a b": "c d/+&=~*'()!%" }, "a%20b=c%20d%2F%2B%26%3D~%2A%27%28%29%21%25"],
    [{ q: "中文" }, "q=%E4%B8%AD%E6%96%87"],
  ])("%j is %s", (query, expected) => {
    expect(buildQuery(read, query)).toBe(expected);
  });

  test.each([[{ a: null }], [{ a: {} }], [{ a: Number.NaN }], [{ a: [null] }], [{ a: "\udfff" }]])(
    "refuses %j",
    (query) => {
      expect(() => buildQuery(read, query as Record<string, string>)).toThrow(
        expect.objectContaining({ kind: "plugin" }),
      );
    },
  );
});
