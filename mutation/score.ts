import type { Mutant } from "./run-area.ts";

/** How one area fared when it was mutated last. */
export interface Score {
  readonly mutants: number;
  readonly killed: number;
  /** A mutant that does not come to an end was noticed, too. */
  readonly timedOut: number;
  readonly survived: number;
}

export function countMutants(mutants: readonly Pick<Mutant, "status">[]): Score {
  const count = (...statuses: readonly Mutant["status"][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timedOut, survived] = [
    count("Killed"),
    count("Timeout"),
    // One that no test even reaches survives as well.
    count("Survived", "NoCoverage"),
  ];
  const mutantCount = killed + timedOut + survived;
  if (mutantCount !== mutants.length || mutantCount === 0) {
    // A test file that cannot even be loaded with a mutant is no verdict: what it does at its top level belongs into a test.
    const statuses = [...new Set(mutants.map(({ status }) => status))].join(", ");
    throw new Error(
      `${mutants.length} mutants, of which ${mutantCount} were tested (${statuses}); expected all.`,
    );
  }
  return { mutants: mutantCount, killed, timedOut, survived };
}

/** In percent. */
export function percentOf({ mutants, survived }: Score): number {
  return (100 * (mutants - survived)) / mutants;
}
