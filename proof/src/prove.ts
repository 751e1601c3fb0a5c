import { appendFileSync } from "node:fs";
import {
  check,
  defaultReportMessage,
  type IAsyncProperty,
  type IProperty,
  type RunDetails,
} from "fast-check";

/** How many times as long as in an everyday run is searched. */
export const scale: number = Number(process.env.UPGRADECTL_PROOF_SCALE ?? 1);
/** Another one in every run, so that every run looks at something else. */
export const seed: number = Number(process.env.UPGRADECTL_PROOF_SEED ?? Math.trunc(Math.random() * 2 ** 31));

/** What a long search takes at most, in milliseconds: tests end by what they did, not by the time it took. */
export const patience: number = 60_000 + 120_000 * scale;

/** Looks for a counterexample among `runs` examples, times the scale; what it throws says how to meet it again. */
export function prove<T>(name: string, property: IProperty<T>, runs: number): void {
  const started = performance.now();
  conclude(name, check(property, parametersOf(runs)), started);
}

/** The same for a property that is asked with `await`. */
export async function proveAsync<T>(name: string, property: IAsyncProperty<T>, runs: number): Promise<void> {
  const started = performance.now();
  conclude(name, await check(property, parametersOf(runs)), started);
}

/** Tells the command of long searches what was looked at. */
export function note(name: string, counts: Readonly<Record<string, number>>): void {
  const log = process.env.UPGRADECTL_PROOF_LOG;
  if (log !== undefined) appendFileSync(log, `${JSON.stringify({ name, counts })}\n`);
}

function parametersOf(runs: number) {
  return { seed, numRuns: Math.max(1, Math.round(runs * scale)), endOnFailure: scale > 10 };
}

function conclude<T>(name: string, details: RunDetails<T>, started: number): void {
  note(name, { examples: details.numRuns, milliseconds: Math.round(performance.now() - started) });
  if (!details.failed) return;
  const again = `UPGRADECTL_PROOF_SEED=${seed} UPGRADECTL_PROOF_SCALE=${scale} vitest run <this file>`;
  const message = `${name}: ${defaultReportMessage(details)}\n\nTo meet it again: ${again}`;
  throw new Error(message, { cause: "errorInstance" in details ? details.errorInstance : undefined });
}
