/** Below this a run is over before any of it pays; what sets the flags takes 3 ms to load. */
const few = 100;
/** From here on most of the work is done by code that is worth compiling well. */
const many = 2000;
/** The newest V8 whose flags are known: it complains of others on standard error. */
const newestMajor = 14;

/**
 * The flags of V8 for a fleet of this size, all of which it reads anew each time it decides.
 *
 * Memory: V8 lets its heap grow to four times of what lives before it looks for garbage. With the first flag the young generation
 * stays as large as it is, which takes a third off the memory of ten thousand clusters and costs no time; with the second, of a
 * run that holds nothing, the old one grows by half between two collections: the memory then grows by little more than the manifest
 * (bench/measure/ndjson-memory.ts), for 8 % more CPU.
 *
 * CPU: V8 compiles what was called 400 times, and once more after 3,000. In a run of a thousand clusters both cost more CPU and
 * memory than what was compiled gives back.
 */
export function engineFlags(clusters: number, holds: boolean, v8: string): readonly string[] {
  if (clusters < few || Number.parseInt(v8, 10) > newestMajor) return [];
  return [
    "--semi-space-growth-factor=1",
    ...(holds ? [] : ["--heap-growing-percent=50"]),
    ...(clusters < many
      ? ["--invocation-count-for-maglev=2000", "--invocation-count-for-turbofan=20000"]
      : []),
  ];
}
