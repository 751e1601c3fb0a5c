import {
  type Condition,
  conditions,
  type ErrorFacts,
  errorKinds,
  findingLevels,
  type Observation,
  type Operation,
  type PropertyValue,
  phases,
  type Step,
} from "@upgradectl/provider-sdk";
import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  oneof,
  option,
  record,
  tuple,
} from "fast-check";
import { partialRecord } from "./partial-record.ts";

/** The moment at which everything is observed. */
export const observedAt: number = Date.parse("2026-03-01T12:00:00Z");

/** Around that moment, some of them after it. */
export const time: Arbitrary<string> = integer({ min: -72 * 60, max: 6 * 60 }).map((minutes) =>
  new Date(observedAt + minutes * 60_000).toISOString(),
);
const timeOrNull = option(time, { freq: 4 });

/** Versions on both sides of every target that is used, and what is none. */
export const version: Arbitrary<string> = oneof(
  {
    weight: 8,
    arbitrary: constantFrom(
      "v1.29.8-r4",
      "1.29.8-r4",
      "v1.28.5-r0",
      "v1.30.1-r0",
      "1.29",
      "v1",
      "1.31.0-aliyun.1",
      "7.10.2",
      "99999999999999999999.1",
    ),
  },
  { weight: 1, arbitrary: constantFrom("", "-", "unknown", "v", "latest") },
);

/** Targets with versions below, between and above. */
export const target: Arbitrary<string> = constantFrom(
  "v1.29.8-r4",
  "1.29",
  "1.29.x",
  ">=1.28 <1.30",
  "1.28 || 1.30",
  ">1.28",
  "<=1.29",
  ">=1.28.3-r10",
);

export function stepOf(text: Arbitrary<string>): Arbitrary<Step> {
  return partialRecord(
    {
      name: text,
      phase: constantFrom(...phases),
      rawPhase: option(text),
      startedAt: timeOrNull,
      finishedAt: timeOrNull,
      message: option(text),
    },
    { expiresAt: time },
  );
}

export function operationOf(text: Arbitrary<string>): Arbitrary<Operation> {
  return partialRecord(
    {
      id: option(text),
      kind: oneof(constantFrom("version", "version", "rollback", "image", "zone-switch", "node-pool"), text),
      phase: constantFrom(...phases),
      rawPhase: option(text),
      fromVersion: option(oneof(version, text)),
      toVersion: option(oneof({ weight: 3, arbitrary: version }, text)),
      progress: option(double({ min: 0, max: 1, noNaN: true })),
      message: option(text),
      startedAt: timeOrNull,
      updatedAt: timeOrNull,
      finishedAt: timeOrNull,
      steps: array(stepOf(text), { maxLength: 3 }),
    },
    {
      nodes: record({
        total: array(text, { maxLength: 3 }),
        completed: array(text, { maxLength: 2 }),
        current: array(text, { maxLength: 2 }),
      }),
      zoneAssumed: boolean(),
      details: dictionary(text, text, { maxKeys: 2 }),
    },
  );
}

function propertyOf(text: Arbitrary<string>): Arbitrary<PropertyValue> {
  const value = oneof(version, text);
  return oneof(
    value,
    array(value, { maxLength: 3 }),
    dictionary(text, option(value), { maxKeys: 3 }),
    constant(null),
  );
}

export function errorOf(text: Arbitrary<string>): Arbitrary<ErrorFacts> {
  return partialRecord(
    {
      kind: constantFrom(...errorKinds),
      message: text,
    },
    {
      hint: text,
      code: text,
      httpStatus: integer({ min: 100, max: 599 }),
      requestId: text,
      retryable: boolean(),
    },
  );
}

const calm: Arbitrary<Condition> = oneof(
  { weight: 3, arbitrary: constant<Condition>("ready") },
  { weight: 2, arbitrary: constantFrom(...conditions) },
);

/** Any observation that keeps the contract; `text` fills every place that is free text. */
export function observationOf(text: Arbitrary<string>): Arbitrary<Observation> {
  const finding = record({
    level: constantFrom(...findingLevels),
    item: text,
    message: option(text),
    resource: option(text),
  });
  return partialRecord(
    {
      version: option(oneof({ weight: 6, arbitrary: version }, text), { freq: 8 }),
      state: record({ condition: calm, raw: text }),
      operations: array(operationOf(text), { maxLength: 3 }),
    },
    {
      versionIsPartial: boolean(),
      unread: errorOf(text),
      findings: option(array(finding, { maxLength: 2 })),
      properties: tuple(
        partialRecord({}, { nodePools: propertyOf(text), zones: propertyOf(text) }),
        dictionary(text, propertyOf(text), { maxKeys: 2 }),
      ).map(([known, others]) => ({ ...others, ...known })),
    },
  );
}
