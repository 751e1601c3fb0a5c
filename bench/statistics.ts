import type { Figure, Sample } from "./measurement.ts";

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

export function medianOf(figure: Figure, value: (sample: Sample) => number | null): number {
  return spreadOf(valuesOf(figure, value)).median;
}

export function valuesOf({ samples }: Figure, value: (sample: Sample) => number | null): readonly number[] {
  return samples.map(value).filter((each) => each !== null);
}
