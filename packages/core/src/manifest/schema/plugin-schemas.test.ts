import type { JsonSchema } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { env, fileOf, loadWith, plain } from "../../testing/healthy-manifest.ts";
import { readFleet } from "../read-fleet.ts";

/** Reads `config` under a plugin with this schema. */
async function readConfig(schema: JsonSchema, config: string) {
  const text = `apiVersion: upgradectl.dev/v1
kind: Fleet
providers: { p: { source: odd, config: ${config} } }
clusters: [{ name: a, id: b, provider: p, targetVersion: 1 }]
`;
  const loadPlugin = loadWith({ odd: { ...plain, config: schema } });
  const { fleet, diagnostics } = await readFleet([fileOf(text)], { env, loadPlugin });
  const said = diagnostics.map(
    ({ code, summary }) => `${code}: ${summary.replaceAll("`providers.p.config", "`")}`,
  );
  return { config: fleet?.instances[0]?.config, said };
}

const text = { type: "string" } as const;
const integer = { type: "integer" } as const;
const byKind: JsonSchema = {
  type: "object",
  oneOf: [
    {
      properties: { kind: { const: "number" }, value: { type: "integer", minimum: 10 } },
      required: ["kind", "value"],
    },
    { properties: { kind: { const: "text" }, value: text }, required: ["kind", "value"] },
  ],
};
const parts: JsonSchema = {
  type: "object",
  allOf: [{ properties: { a: text } }, { properties: { b: { type: "object", properties: { c: text } } } }],
};
const choice: JsonSchema = {
  type: "object",
  properties: { a: text, b: text, c: text },
  anyOf: [{ required: ["a", "b"] }, { required: ["c"] }],
};

describe("a plugin's schema", () => {
  it.each<[string, JsonSchema, string, unknown]>([
    [
      "a key by its pattern of types",
      { type: "object", properties: { v: { type: ["string", "null"] } } },
      "{ v: 1.10 }",
      { v: "1.10" },
    ],
    [
      "null where it is allowed",
      { type: "object", properties: { v: { type: ["string", "null"] } } },
      "{ v: }",
      { v: null },
    ],
    [
      "a number where both are allowed",
      { type: "object", properties: { v: { type: ["string", "number"] } } },
      "{ v: 1.10 }",
      { v: 1.1 },
    ],
    [
      "text among forms",
      { type: "object", properties: { v: { anyOf: [text, { type: "array", items: text }] } } },
      "{ v: 1.10 }",
      { v: "1.10" },
    ],
    ["a form by its kind", byKind, "{ kind: text, value: 0012 }", { kind: "text", value: "0012" }],
    ["a number in a form", byKind, "{ kind: number, value: 0012 }", { kind: "number", value: 12 }],
    [
      "an expanded number in a form",
      byKind,
      "{ kind: number, value: '${UNSET:-12}' }",
      { kind: "number", value: 12 },
    ],
    [
      "a word of a list without a type",
      { type: "object", properties: { v: { enum: ["1.10", "x"] } } },
      "{ v: 1.10 }",
      { v: "1.10" },
    ],
    ["keys of several parts", parts, "{ a: 1, b: { c: 2 } }", { a: "1", b: { c: "2" } }],
    [
      "an object that says it is open",
      { type: "object", properties: { a: text }, additionalProperties: true },
      "{ x: 1 }",
      { x: 1 },
    ],
    ["a map of texts", { type: "object", additionalProperties: text }, "{ x: 1.0 }", { x: "1.0" }],
    [
      "a free object inside",
      { type: "object", properties: { a: { type: "object" } } },
      "{ a: { x: 1 } }",
      { a: { x: 1 } },
    ],
    [
      "an endpoint beside closed forms",
      { type: "object", oneOf: [{ properties: { a: text }, additionalProperties: false }] },
      "{ a: x, endpoint: 'https://example.com', timeout: 1s }",
      { a: "x", endpoint: "https://example.com", timeout: "1s" },
    ],
    [
      "an endpoint of its own",
      { type: "object", properties: { endpoint: integer } },
      "{ endpoint: 1 }",
      { endpoint: 1 },
    ],
  ])("takes %s", async (_, schema, written, config) => {
    expect(await readConfig(schema, written)).toEqual({ config, said: [] });
  });

  it.each<[string, JsonSchema, string, string[]]>([
    [
      "a closed object",
      { type: "object", properties: { a: text } },
      "{ b: 1 }",
      ["unknown-key: `.b` is not a known key"],
    ],
    ["an object without keys", { type: "object" }, "{ b: 1 }", ["unknown-key: `.b` is not a known key"]],
    [
      "parts of one object",
      parts,
      "{ x: 1, b: { d: 1 } }",
      ["unknown-key: `.x` is not a known key", "unknown-key: `.b.d` is not a known key"],
    ],
    [
      "a value in the form that is meant",
      byKind,
      "{ kind: number, value: 5 }",
      ["invalid-value: `.value` must be 10 or more"],
    ],
    [
      "an unknown kind",
      byKind,
      "{ kind: date, value: x }",
      ["invalid-value: `.kind` must be one of `number` or `text`"],
    ],
    ["half of a choice", choice, "{ a: x }", ["missing-key: `` has no `b`"]],
    ["nothing of a choice", choice, "{}", ["invalid-value: `` must be `{ a, b }` or `{ c }`"]],
    ["a misspelt half", choice, "{ a: x, bb: y }", ["unknown-key: `.bb` is not a known key"]],
    [
      "names",
      { type: "object", additionalProperties: text, propertyNames: { pattern: "^[a-z]+$" } },
      "{ A: x }",
      ["invalid-name: `` has the key `A`, which is not accepted there"],
    ],
    [
      "keys that need others",
      { type: "object", properties: { a: text, b: text }, dependentRequired: { a: ["b"] } },
      "{ a: x }",
      ["missing-key: `` has no `b`, which `a` needs"],
    ],
    [
      "a misspelt key that another needs",
      { type: "object", properties: { key: text, secret: text }, dependentRequired: { key: ["secret"] } },
      "{ key: x, secert: y }",
      ["unknown-key: `.secert` is not a known key"],
    ],
    [
      "what must not be",
      { type: "object", properties: { a: { not: { const: "x" } } } },
      "{ a: x }",
      ["invalid-value: `.a` must be something else"],
    ],
    [
      "repetitions",
      { type: "object", properties: { a: { type: "array", uniqueItems: true } } },
      "{ a: [1, 1] }",
      ["invalid-value: `.a` must be a list without repetitions"],
    ],
    [
      "a wrong scalar among forms",
      { type: "object", properties: { v: { anyOf: [text, { type: "array" }] } } },
      "{ v: {} }",
      ["invalid-value: `.v` must be text or a list"],
    ],
    [
      "an expansion that is no number",
      { type: "object", properties: { v: integer } },
      "{ v: '${REGION}' }",
      ["wrong-type: `.v` must be a whole number"],
    ],
  ])("refuses %s", async (_, schema, written, said) => {
    expect((await readConfig(schema, written)).said).toEqual(said);
  });
});
