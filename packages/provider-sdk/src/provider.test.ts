import { describe, expect, expectTypeOf, it } from "vitest";
import { parseBody } from "./parse-body.ts";
import { defineProvider } from "./provider.ts";
import type { FromSchema } from "./schema.ts";

const config = {
  type: "object",
  additionalProperties: false,
  required: ["region"],
  properties: {
    region: { type: "string" },
    retries: { type: "integer" },
    credentials: {
      oneOf: [
        { type: "object", required: ["token"], properties: { token: { type: "string", secret: true } } },
        { type: "object", required: ["ak"], properties: { ak: { type: "string", secret: "prefix" } } },
      ],
    },
    mode: { enum: ["auto", "tasks"] },
    labels: { type: "object", additionalProperties: { type: "string" } },
    zones: { type: "array", items: { type: "string" } },
  },
} as const;

describe("defineProvider", () => {
  it("gives connect the types that the schema describes", () => {
    expectTypeOf<FromSchema<typeof config>>().toEqualTypeOf<{
      readonly region: string;
      readonly retries?: number;
      readonly credentials?: { readonly token: string } | { readonly ak: string };
      readonly mode?: "auto" | "tasks";
      readonly labels?: { readonly [name: string]: string };
      readonly zones?: readonly string[];
    }>();
    const provider = defineProvider({
      contract: 1,
      name: "acme",
      config,
      cluster: { with: { type: "object", properties: { taskId: { type: "string" } } } },
      reads: [],
      connect(context) {
        expectTypeOf(context.config.region).toEqualTypeOf<string>();
        return {
          async observe(cluster) {
            expectTypeOf(cluster.with.taskId).toEqualTypeOf<string | undefined>();
            return { version: null, state: { condition: "ready", raw: "" }, operations: [] };
          },
        };
      },
    });
    expect(provider.config).toBe(config);
  });
});

describe("parseBody", () => {
  const answer = { action: "Get", status: 200, headers: {}, body: { a: 1 }, isJson: true, requestId: "r-1" };

  it("returns what the schema made of the body", () => {
    const schema = { "~standard": { validate: () => ({ value: 5 }) } };
    expect(parseBody(schema, answer)).toBe(5);
  });

  it("says where the body is odd", () => {
    const issues = [{ message: "expected a string", path: ["items", { key: 0 }] }];
    const schema = { "~standard": { validate: () => ({ issues }) } };
    expect(() => parseBody(schema, answer)).toThrow(
      expect.objectContaining({
        kind: "unexpected-response",
        message: "Get answered in an unknown shape at items.0: expected a string",
        requestId: "r-1",
        retryable: false,
      }),
    );
  });
});
