import { expect, it } from "vitest";
import { collectChecks } from "./collect-checks.ts";
import { createAcme } from "./testing/acme.ts";
import { acmeTests, failuresOf } from "./testing/acme-tests.ts";
import { brokenAnswers } from "./testing/broken.ts";
import { brokenConduct } from "./testing/broken-conduct.ts";
import { brokenEndings } from "./testing/broken-endings.ts";
import { brokenFacts } from "./testing/broken-facts.ts";
import { brokenLists } from "./testing/broken-lists.ts";

it("passes where the provider keeps the contract", async () => {
  expect(await failuresOf(acmeTests(createAcme()))).toEqual({});
});

it("stops a broken provider", () => {
  const broken = [...brokenAnswers, ...brokenLists, ...brokenConduct, ...brokenEndings, ...brokenFacts];
  const stopped = new Set(broken.map(({ check }) => check));
  const ids = collectChecks(acmeTests(createAcme())).map(({ id }) => id);
  expect(ids.filter((id) => !stopped.has(id))).toEqual([]);
});
