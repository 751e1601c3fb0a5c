import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { collectChecks } from "./collect-checks.ts";
import { testProvider } from "./test-provider.ts";
import { createAcme } from "./testing/acme.ts";
import { briefTests } from "./testing/acme-tests.ts";

const tests = briefTests(createAcme());

// Under vitest, as any author would have it.
testProvider({ describe, it }, tests);

it("a check with nothing to check is skipped, with the reason", async () => {
  const registered = new Map<string, (context: unknown) => Promise<void>>();
  const runner = { describe: (_: string, body: () => void) => body(), it: registered.set.bind(registered) };
  testProvider(runner, tests);
  const name = [...registered.keys()].find((key) => key.startsWith("case [upgrading]"));
  const reasons: string[] = [];
  // As vitest has it: the context is a function.
  const context = Object.assign(() => {}, { skip: (reason: string) => reasons.push(reason) });
  await registered.get(name ?? "")?.(context);
  expect(reasons).toEqual(["there is no such case: a failed one does as well here"]);
});

it("under node:test the same checks run", async () => {
  const suite = fileURLToPath(new URL("./testing/node-test-suite.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--test", "--test-reporter=tap", suite]);
  const checks = collectChecks(tests);
  expect(stdout).toMatch(/# fail 0/);
  expect(stdout).toContain(`# tests ${checks.length}`);
  expect(stdout).toContain("# SKIP there is no such case: a failed one does as well here");
});
