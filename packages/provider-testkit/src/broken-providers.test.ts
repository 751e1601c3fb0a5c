import { expect, it } from "vitest";
import { collectChecks } from "./collect-checks.ts";
import { createAcme } from "./testing/acme.ts";
import { acmeTests, briefTests, failuresOf } from "./testing/acme-tests.ts";
import { brokenAnswers } from "./testing/broken.ts";
import { brokenConduct } from "./testing/broken-conduct.ts";
import { brokenLists } from "./testing/broken-lists.ts";

it("a provider that keeps the contract passes", async () => {
  expect(await failuresOf(acmeTests(createAcme()))).toEqual({});
});

it.each([...brokenAnswers, ...brokenLists, ...brokenConduct])(
  "$check alone stops a provider that $fault",
  async ({ check, parts, isWhole = false, tests = (usual) => usual }) => {
    const provider = createAcme(parts?.());
    const failures = await failuresOf(tests(isWhole ? acmeTests(provider) : briefTests(provider)));
    expect(Object.keys(failures), JSON.stringify(failures, null, 2)).toEqual([check]);
    expect(failures[check]).toMatch(/\n {2}seen: {2}.+\n {2}mend: {2}/s);
  },
  120_000,
);

it("and every check stops one", () => {
  const stopped = new Set([...brokenAnswers, ...brokenLists, ...brokenConduct].map(({ check }) => check));
  const ids = collectChecks(acmeTests(createAcme())).map(({ id }) => id);
  expect(ids.filter((id) => !stopped.has(id))).toEqual([]);
});
