import type { JsonSchema, Observation } from "@upgradectl/provider-sdk";
import { isRecord } from "../is-record.ts";
import { findNear, type MemberKinds } from "../plugins/misspelt.ts";

/** The members that may be left out, which a misspelt one would seem to be. */
const ofObservation: MemberKinds = {
  versionIsPartial: isBoolean,
  unread: isRecord,
  findings: (value) => value === null || Array.isArray(value),
  properties: isRecord,
};
const ofOperation: MemberKinds = {
  // `node` may be an object of the plugin's own.
  nodes: (value) => isRecord(value) && Array.isArray(value.total),
  zoneAssumed: isBoolean,
  details: isRecord,
};
const ofStep: MemberKinds = {
  expiresAt: (value) => typeof value === "string",
  order: (value) => typeof value === "number",
};

/**
 * Other members are fine: of a newer contract, or the plugin's own. One that is all but a known one reads as left out.
 * @param schema the observation's, which knows the names
 */
export function findMisspeltFacts(observation: Observation, schema: JsonSchema): readonly string[] {
  const operation = schema.properties?.operations?.items;
  const names = namesIn(schema);
  const operationNames = namesIn(operation);
  const stepNames = namesIn(operation?.properties?.steps?.items);
  return [
    ...findNear(observation, names, ofObservation, "observation."),
    ...observation.operations.flatMap((each, index) => {
      const place = `observation.operations.${index}.`;
      return [
        ...findNear(each, operationNames, ofOperation, place),
        ...each.steps.flatMap((step, at) => findNear(step, stepNames, ofStep, `${place}steps.${at}.`)),
      ];
    }),
  ];
}

function namesIn(schema: JsonSchema | undefined): readonly string[] {
  return Object.keys(schema?.properties ?? {});
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}
