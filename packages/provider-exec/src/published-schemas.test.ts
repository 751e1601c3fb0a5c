import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { composeAnswerSchema, requestSchema } from "./published-schemas.ts";
import { observeAnswer } from "./shapes.ts";

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const isAnswer = ajv.compile(composeAnswerSchema());
const isRequest = ajv.compile(requestSchema);

describe("the published schemas", () => {
  const whole = { version: null, operations: [{ phase: "failed", steps: [{ name: "a", phase: "failed" }] }] };

  it.each([
    { observation: { version: "1.30" } },
    { protocol: 1, observation: { version: null, state: "busy", findings: null } },
    { observation: whole },
    { observation: { version: "1", unread: { kind: "forbidden", message: "no" } } },
    { error: { kind: "timeout", message: "slow", retryable: false } },
  ])("accept what is accepted: %j", (answer) => {
    expect(observeAnswer.safeParse(answer).error).toBeUndefined();
    expect(isAnswer(answer), JSON.stringify(isAnswer.errors)).toBe(true);
  });

  it.each([
    [],
    {},
    { observation: {} },
    { observation: { version: 1 } },
    { observation: { version: "1", operation: [] } },
    { observation: { version: "1", state: "fine" } },
    { observation: { version: "1", operations: [{ phase: "done" }] } },
    { error: { kind: "cancelled", message: "x" } },
    { error: { kind: "plugin", message: "x", httpStatus: 99 } },
    { error: { kind: "plugin", message: "x", httpStatus: 99999999 } },
    { protocol: 2, observation: { version: "1" } },
    { observation: { version: "1" }, error: { kind: "plugin", message: "x" } },
  ])("refuse what is refused: %j", (answer) => {
    expect(isAnswer(answer)).toBe(false);
  });

  it("describe requests, and lists", () => {
    const cluster = { name: "a", id: "a", with: {}, properties: [] };
    expect(isRequest({ protocol: 1, action: "observe", cluster, config: {} })).toBe(true);
    expect(isRequest({ protocol: 1, action: "observe", config: {} })).toBe(false);
    expect(isRequest({ protocol: 1, action: "list", config: {} })).toBe(true);
    expect(isAnswer({ clusters: [{ id: "a" }, { id: "b", observation: whole }] })).toBe(true);
    expect(isAnswer({ clusters: [{ name: "a" }] })).toBe(false);
  });

  it("accept every example of the documentation", async () => {
    const page = await readFile(new URL("../../../docs/exec.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, text = ""]) => JSON.parse(text));
    expect(examples).toHaveLength(6);
    for (const example of examples)
      expect("action" in example ? isRequest(example) : isAnswer(example), JSON.stringify(example)).toBe(
        true,
      );
  });
});
