import type { Figure, Sample } from "./measurement.ts";

/** A program that takes part in rounds. */
export interface Kind {
  readonly name: string;
  readonly clusters: number;
  run(): Promise<Sample>;
}

/**
 * Runs all kinds in rounds in which each takes its turn, so that whatever else the machine does falls on all of them
 * alike. Every other round goes backwards: no kind always comes after the same one. The first round warms up the
 * disk's cache, the server's pages and the program's own cache, and does not count.
 */
export async function runRounds<Name extends string>(
  kinds: Readonly<Record<Name, Kind>>,
  rounds: number,
  tell: (text: string) => void,
): Promise<Readonly<Record<Name, Figure>>> {
  const names = Object.keys(kinds) as Name[]; // the record's own keys
  const samples = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      tell(`round ${round} of ${rounds}: ${kinds[name].name}`);
      const sample = await kinds[name].run();
      if (round > 0) samples.get(name)?.push(sample);
    }
  }
  const figures = names.map((name): [Name, Figure] => {
    const { name: title, clusters } = kinds[name];
    return [name, { name: title, clusters, samples: samples.get(name) ?? [] }];
  });
  return Object.fromEntries(figures) as Record<Name, Figure>; // one for each name
}
