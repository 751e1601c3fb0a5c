import type { Observation } from "@upgradectl/provider-sdk";
import type { Redactor } from "../redact.ts";

/**
 * Of what a vendor says about a failure the judge tells the beginning, and half of a secret would not be recognised
 * afterwards. Everything else is told whole and masked where it is told.
 */
export function maskFailures(observation: Observation, redactor: Redactor): Observation {
  const hasFailed = observation.operations.some(({ phase }) => phase === "failed");
  return hasFailed ? redactor.value(observation) : observation;
}
