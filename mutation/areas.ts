/** One kind of code that decides whether the gate lies: its sources are mutated, its tests have to notice. */
export interface Area {
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

/** Of a hundred mutants so many have to be noticed, in every area. */
export const leastScore = 90;

/**
 * Tests of properties draw other examples in every run. Here only those count that always ask the same, so that no mutant is
 * killed by luck.
 */
export const luck = "**/*.properties.test.ts";

const sdk = "packages/provider-sdk/src";
const core = "packages/core/src";
const huawei = "packages/huawei-cloud/src";
const alibaba = "packages/provider-alibaba-ack/src";

export const areas: Readonly<Record<string, Area>> = {
  judge: {
    sources: [`${core}/judge/*.ts`, `${sdk}/current-operation.ts`],
    tests: [`${core}/judge/*.test.ts`, `${sdk}/current-operation.test.ts`],
  },
  version: {
    sources: [`${core}/version/*.ts`],
    tests: [`${core}/version/*.test.ts`],
  },
  redaction: {
    sources: [`${core}/redact.ts`, `${core}/secret-*.ts`],
    tests: [`${core}/redact{,-values}.test.ts`, `${core}/secret-*.test.ts`],
  },
  signing: {
    sources: [`${huawei}/sign.ts`, `${alibaba}/sign.ts`, `${sdk}/hmac-sha256.ts`],
    tests: [`${huawei}/sign.test.ts`, `${alibaba}/sign*.test.ts`, `${sdk}/hmac-sha256.test.ts`],
  },
};
