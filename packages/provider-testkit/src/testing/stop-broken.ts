import { expect, it } from "vitest";
import { createAcme } from "./acme.ts";
import { acmeTests, briefestTests, briefTests, failuresOf, withoutSignIn } from "./acme-tests.ts";
import type { Broken } from "./broken.ts";

/** Each of these providers is stopped by its own check and by no other. */
export function stopBroken(providers: readonly Broken[]): void {
  it.each(providers)(
    "$check alone stops a provider that $fault",
    async ({ check, parts, isWhole = false, signsIn = isWhole, tests = (usual) => usual }) => {
      const provider = createAcme({ ...(signsIn ? {} : withoutSignIn), ...parts?.() });
      const usual = isWhole ? acmeTests : signsIn ? briefTests : briefestTests;
      const failures = await failuresOf(tests(usual(provider)));
      expect(Object.keys(failures), JSON.stringify(failures, null, 2)).toEqual([check]);
      expect(failures[check]).toMatch(/\n {2}seen: {2}.+\n {2}mend: {2}/s);
    },
    120_000,
  );
}
