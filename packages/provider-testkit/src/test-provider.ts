import { collectChecks } from "./collect-checks.ts";
import type { ProviderTests } from "./options.ts";

/** Of a test runner: vitest, node:test and jest have these. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: (context: unknown) => Promise<void>) => unknown;
}

/**
 * Registers the conformance suite with a test runner.
 *
 * @param runner `describe` and `it` of vitest, or of `node:test`
 */
export function testProvider({ describe, it }: TestRunner, tests: ProviderTests): void {
  describe(`the provider ${tests.provider.name}`, () => {
    for (const { id, of, title, run } of collectChecks(tests)) {
      const name = of === undefined ? id : `${id} [${of}]`;
      it(`${name}: ${title}`, async (context) => {
        const { skipped } = await run();
        if (skipped !== undefined) skip(context, skipped);
      });
    }
  });
}

/** A check that had nothing to check shows as skipped, with the reason, where the runner can say so. */
function skip(context: unknown, reason: string): void {
  // vitest's context is a function.
  if ((typeof context !== "object" && typeof context !== "function") || context === null) return;
  const method: unknown = Reflect.get(context, "skip");
  if (typeof method === "function") method.call(context, reason);
}
