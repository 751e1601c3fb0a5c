import { isRecord } from "@upgradectl/core";
import type { Observation, Operation, Step } from "@upgradectl/provider-sdk";
import { observedIn } from "../bench/kit.ts";

/** What the raw words of a result may mean where one of them is not documented. */
const honest: ReadonlySet<string> = new Set(["unknown", "failed", "error"]);

/** Says where an undocumented word is shown as the raw one, and was taken for a documented one. */
export function findMistranslated(value: unknown, word: string): string | undefined {
  const observation = observedIn(value);
  return observation === undefined ? findInPostCheck(value, word) : findInObservation(observation, word);
}

function findInObservation({ state, operations }: Observation, word: string): string | undefined {
  if (state.raw.includes(word) && !honest.has(state.condition))
    return `the state "${state.raw}" was taken for the condition "${state.condition}"`;
  const operation = operations.find((it) => isMistranslated(it, word));
  if (operation !== undefined) return describe(operation, `operation ${operation.id ?? ""}`.trim());
  const step = operations.flatMap(({ steps }) => steps).find((it) => isMistranslated(it, word));
  return step === undefined ? undefined : describe(step, `step ${step.name}`);
}

function findInPostCheck(value: unknown, word: string): string | undefined {
  if (!isRecord(value) || typeof value.phase !== "string" || typeof value.rawPhase !== "string")
    return undefined;
  if (!value.rawPhase.includes(word) || honest.has(value.phase)) return undefined;
  return `the word "${value.rawPhase}" was taken for the phase "${value.phase}"`;
}

type Phased = Pick<Operation | Step, "phase" | "rawPhase">;

function isMistranslated({ phase, rawPhase }: Phased, word: string): boolean {
  return rawPhase?.includes(word) === true && !honest.has(phase);
}

function describe({ phase, rawPhase }: Phased, what: string): string {
  return `the word "${rawPhase}" of ${what} was taken for the phase "${phase}"`;
}

/** How many phases and conditions are `unknown`. */
export function countUnknown(value: unknown): number {
  const observation = observedIn(value);
  if (observation === undefined) return isRecord(value) && value.phase === "unknown" ? 1 : 0;
  const phases = observation.operations.flatMap(({ phase, steps }) => [
    phase,
    ...steps.map((step) => step.phase),
  ]);
  return [observation.state.condition, ...phases].filter((word) => word === "unknown").length;
}
