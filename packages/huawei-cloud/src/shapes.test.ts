import { describe, expect, it } from "vitest";
import { looseRows, object, resource, resourceList, rows, section, text } from "./shapes.ts";

const row = object({ name: text });
const [a, b] = [{ name: "a" }, { name: "b" }];

describe("rows", () => {
  it.each<[string, unknown, unknown[]]>([
    ["a list", [a, b], [a, b]],
    ["one object", a, [a]],
    ["an empty list", [], []],
    ["an empty text", "", []],
    ["null", null, []],
    ["nothing", undefined, []],
  ])("of %s", (_, value, expected) => {
    expect(rows(row).parse(value)).toEqual(expected);
    expect(looseRows(row).parse(value)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ["a text", "x"],
    ["a number", 5],
    ["a text in the list", [a, "x"]],
    ["a null in the list", [a, null]],
    ["a list in the list", [[a]]],
    ["a field of another type", [{ name: 5 }]],
  ])("are not made of %s", (_, value) => {
    expect(rows(row).safeParse(value).success).toBe(false);
  });
});

describe("rows that nothing is judged by", () => {
  it.each<[string, unknown, unknown[]]>([
    ["a text", "x", []],
    ["a number", 5, []],
    ["an odd entry", [a, "x", { name: 5 }, 0, null, b], [a, b]],
    ["one odd object", { name: {} }, []],
  ])("leave out what is odd: %s", (_, value, expected) => {
    expect(looseRows(row).parse(value)).toEqual(expected);
  });
});

const body = { kind: "Thing", metadata: { uid: "1" }, status: { phase: "Ready" } };
const shape = { metadata: section({ uid: text }), status: section({ phase: text }) };
const parsed = { metadata: { uid: "1" }, status: { phase: "Ready" } };

describe("a resource", () => {
  it.each<[string, unknown]>([
    ["is there", body],
    ["has a list of its own", { ...body, items: [] }],
    ["has further fields", { ...body, more: true }],
  ])("%s", (_, value) => {
    expect(resource(shape).parse(value)).toEqual(parsed);
  });

  it.each<[string, unknown]>([
    ["a list of resources", { kind: "List", apiVersion: "v3", items: [body] }],
    ["an empty list", { kind: "List", apiVersion: "v3", items: [], metadata: {} }],
    ["the result of a request", { kind: "Status", apiVersion: "v1", metadata: {} }],
    ["none of its parts", { id: "1" }],
    ["a bare list", [body]],
    ["a text", "Ready"],
    ["null", null],
  ])("is not %s", (_, value) => {
    expect(resource(shape).safeParse(value).success).toBe(false);
  });
});

describe("a list of resources", () => {
  const list = resourceList(resource(shape));

  it.each<[string, unknown, unknown[]]>([
    ["a list", { kind: "List", items: [body, body] }, [parsed, parsed]],
    ["one item in place of the list", { kind: "List", items: body }, [parsed]],
    ["one bare resource", body, [parsed]],
    ["none", { kind: "List", items: [] }, []],
    ["null items", { items: null }, []],
    ["no items", { kind: "List", apiVersion: "v3" }, []],
    ["no metadata", { kind: "List", metadata: null, items: [body] }, [parsed]],
    [
      "no rest",
      {
        kind: "List",
        metadata: { continue: "", remainingItemCount: 0, resourceVersion: "5" },
        items: [body],
      },
      [parsed],
    ],
    ["null rest", { kind: "List", metadata: { continue: null, remainingItemCount: null }, items: [] }, []],
  ])("of %s", (_, value, items) => {
    expect(list.parse(value)).toEqual({ items });
  });

  it.each<[string, unknown]>([
    ["another answer", { id: "1" }],
    ["the result of a request", { kind: "Status", apiVersion: "v1", metadata: {} }],
    ["the first of more rows", { kind: "List", metadata: { continue: "abc" }, items: [body] }],
    ["none of more rows", { kind: "List", metadata: { continue: "abc", remainingItemCount: 5 }, items: [] }],
    ["rows that leave some out", { kind: "List", metadata: { remainingItemCount: 1 }, items: [body] }],
    [
      "rows that leave some out, as a text",
      { kind: "List", metadata: { remainingItemCount: "1" }, items: null },
    ],
    ["an empty object", {}],
    ["a bare list", [body]],
    ["items that are a text", { items: "x" }],
    ["an odd item", { items: [body, 5] }],
  ])("is not made of %s", (_, value) => {
    expect(list.safeParse(value).success).toBe(false);
  });
});
