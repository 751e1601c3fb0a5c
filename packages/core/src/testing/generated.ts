import { errorOf, hostileText, observationOf, observedAt, target } from "@upgradectl/proof";
import type { ExpectProperty } from "@upgradectl/provider-sdk";
import fc from "fast-check";
import { outcomeNames, type PolicyTerm, verdictNames } from "../fleet.ts";
import type { Expectation } from "../judge/drift.ts";
import { defaultCloseOn, defaultFailOn } from "../judge/policy.ts";
import type { ClusterReading } from "../observe/reading.ts";
import { parseTarget } from "../version/target.ts";
import { healthyCluster } from "./healthy.ts";

const properties: Readonly<Record<string, ExpectProperty>> = {
  nodePools: { order: "version", schema: {} },
  zones: { schema: {} },
};

const wantedPools = fc.oneof(target, fc.dictionary(fc.constantFrom("pool-a", "__proto__", "b"), target));
const wanted = fc.record(
  { nodePools: wantedPools, zones: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }) },
  { requiredKeys: [] },
);

/** What a manifest may ask of a cluster. */
export const expectation: fc.Arbitrary<Expectation> = fc
  .record(
    { target, expect: wanted, stalledAfterMs: fc.integer({ min: 0, max: 72 * 3_600_000 }) },
    { requiredKeys: ["target", "expect"] },
  )
  .map((chosen) => ({ ...chosen, target: parseTarget(chosen.target), properties }));

const terms: fc.Arbitrary<readonly PolicyTerm[]> = fc.subarray<PolicyTerm>([
  ...verdictNames,
  ...outcomeNames,
]);

/** Half of them the defaults. */
export const failOn: typeof terms = fc.oneof(fc.constant(defaultFailOn), terms);
export const closeOn: typeof terms = fc.oneof(fc.constant(defaultCloseOn), terms);

/** A reading as the fleet's observer gives it: an observation, an error, or an observation that tells what it lacks. */
export function readingOf(text: fc.Arbitrary<string> = hostileText): fc.Arbitrary<ClusterReading> {
  return fc
    .record({
      name: text.map((name) => name || "a"),
      expectation,
      failOn,
      closeOn,
      labels: fc.dictionary(text, text, { maxKeys: 2 }),
      found: fc.oneof(
        { weight: 4, arbitrary: observationOf(text).map((observation) => ({ observation, error: null })) },
        { weight: 1, arbitrary: errorOf(text).map((error) => ({ observation: null, error })) },
      ),
    })
    .map(({ name, labels, found, expectation: asked, ...policy }) => {
      const { target: wantedVersion, expect, stalledAfterMs } = asked;
      const cluster = {
        ...healthyCluster({ name, labels, expect, ...policy }),
        target: wantedVersion,
        ...(stalledAfterMs === undefined ? {} : { stalledAfterMs }),
      };
      const error = found.observation?.unread ?? found.error;
      return { cluster, ...found, error, evidence: [], observedAt, durationMs: 20 };
    });
}
