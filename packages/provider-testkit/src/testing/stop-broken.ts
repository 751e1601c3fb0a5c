import { expect, it } from "vitest";
import { createAcme } from "./acme.ts";
import { acmeTests, briefTests, failuresOf } from "./acme-tests.ts";
import type { Broken } from "./broken.ts";

/** Each of these providers is stopped by its own check and by no other. */
export function stopBroken(providers: readonly Broken[]): void {
  it.each(providers)(
    "$check alone stops a provider that $fault",
    async ({ check, parts, isWhole = false, tests = (usual) => usual }) => {
      const provider = createAcme(parts?.());
      const failures = await failuresOf(tests(isWhole ? acmeTests(provider) : briefTests(provider)));
      expect(Object.keys(failures), JSON.stringify(failures, null, 2)).toEqual([check]);
      expect(failures[check]).toMatch(/\n {2}seen: {2}.+\n {2}mend: {2}/s);
    },
    120_000,
  );
}
