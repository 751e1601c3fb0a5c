import {
  buildReport,
  type ClusterReading,
  type Diagnostic,
  type Evidence,
  type JudgedCluster,
  judgeReading,
  type PolicyTerm,
  type ProviderInstance,
  type Report,
  type VersionTarget,
  verdictNames,
} from "@upgradectl/core";
import { errorOf, hostileText, observationOf, observedAt, partialRecord, time } from "@upgradectl/proof";
import { defineProvider } from "@upgradectl/provider-sdk";
import fc from "fast-check";

const definition = defineProvider({
  contract: 1,
  name: "acme",
  config: { type: "object" },
  cluster: { expect: { nodePools: { order: "version", schema: {} }, zones: { schema: {} } } },
  reads: [],
  connect: () => {
    throw new Error("nothing is read here");
  },
});

const location = fc.record({
  file: hostileText,
  line: fc.integer({ min: 1, max: 99 }),
  column: fc.integer({ min: 1, max: 99 }),
});

/** As the manifest's reader gives them: `>=1.28 <1.30 || 1.31`, `v1.29.8-r4`. */
const targets: readonly VersionTarget[] = [
  {
    text: ">=1.28 <1.30 || 1.31",
    alternatives: [
      [
        { operator: ">=", operand: "1.28" },
        { operator: "<", operand: "1.30" },
      ],
      [{ operator: "=", operand: "1.31" }],
    ],
  },
  { text: "v1.29.8-r4", alternatives: [[{ operator: "=", operand: "v1.29.8-r4" }]] },
];

const instance: fc.Arbitrary<ProviderInstance> = fc
  .record({ name: hostileText, source: hostileText, location })
  .map((named) => ({
    ...named,
    key: "0/acme",
    plugin: { definition, packageName: "acme", version: "1.0.0", path: "/acme.js" },
    directory: "/fleet",
    config: {},
    locateConfig: () => named.location,
  }));

const evidence: fc.Arbitrary<Evidence> = partialRecord(
  {
    action: hostileText,
    requestId: fc.option(hostileText),
    httpStatus: fc.option(fc.integer({ min: 100, max: 599 })),
    at: time,
  },
  {
    exitCode: fc.option(fc.nat(255)),
    identity: fc.record({ kind: hostileText, id: hostileText, source: hostileText }),
  },
);

const policy = fc.subarray<PolicyTerm>([...verdictNames, "ok", "action", "pending", "incomplete"]);

/** A cluster as it was read: a healthy observation, a hostile one, or an error. */
const reading: fc.Arbitrary<ClusterReading> = fc
  .record({
    cluster: fc.record({
      name: hostileText,
      id: hostileText,
      instance,
      labels: fc.dictionary(hostileText, hostileText, { maxKeys: 2 }),
      target: fc.constantFrom(...targets),
      with: fc.constant({}),
      expect: fc.record(
        { nodePools: fc.constant("1.29"), zones: fc.array(hostileText, { maxLength: 2 }) },
        { requiredKeys: [] },
      ),
      stalledAfterMs: fc.nat(48 * 3_600_000),
      failOn: fc.oneof(fc.constant<PolicyTerm[]>(["action", "pending", "incomplete"]), policy),
      closeOn: fc.oneof(fc.constant<PolicyTerm[]>(["pending", "failed", "incomplete"]), policy),
      location,
    }),
    observation: fc.oneof(
      { weight: 5, arbitrary: observationOf(hostileText) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    error: errorOf(hostileText),
    evidence: fc.array(evidence, { maxLength: 2 }),
  })
  .map(({ observation, error, ...rest }) => ({
    ...rest,
    observation,
    error: observation === null ? error : (observation.unread ?? null),
    observedAt,
    durationMs: 20,
  }));

export const judgedCluster: fc.Arbitrary<JudgedCluster> = reading.map(judgeReading).chain((judged) => {
  const result = fc.record({
    phase: fc.constantFrom("succeeded", "failed", "error", "unknown"),
    rawPhase: fc.option(hostileText),
    id: fc.option(hostileText),
    fromVersion: fc.option(hostileText),
    toVersion: fc.option(hostileText),
    at: time,
  });
  return fc
    .option(result, { freq: 1, nil: undefined })
    .map((postCheck) => ({ ...judged, ...(postCheck === undefined ? {} : { postCheck }) }));
});

export const diagnostic: fc.Arbitrary<Diagnostic> = partialRecord(
  {
    severity: fc.constantFrom("error", "warning"),
    code: hostileText,
    summary: hostileText,
  },
  {
    detail: hostileText,
    hint: hostileText,
    file: hostileText,
    line: fc.integer({ min: 1, max: 9 }),
    column: fc.integer({ min: 1, max: 300 }),
  },
);

/** A report as a run makes it, of clusters that were judged. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    judged: fc.array(judgedCluster, { minLength: 1, maxLength: 6 }),
    command: fc.constantFrom("check", "gate"),
    diagnostics: fc.array(diagnostic, { maxLength: 2 }),
  })
  .map(({ judged, command, diagnostics }) =>
    buildReport(judged, {
      command,
      diagnostics,
      toolVersion: "0.1.0",
      startedAt: observedAt,
      finishedAt: observedAt + 1500,
      exitZero: false,
    }),
  );
