import { checkKind } from "../kinds.ts";
import type { Bench, Figure, Measurement } from "../measurement.ts";
import { runRounds } from "../run-rounds.ts";
import { spreadOf, valuesOf } from "../statistics.ts";

const mostRounds = 3;

/** Whether `-o ndjson` needs about the same memory for ten times the clusters. It counts all, also the manifest: some 3 kB a cluster. */
export const ndjsonMemory: Measurement = {
  name: "memory",
  title: "Memory of -o ndjson",
  async measure(bench) {
    const few = bench.sizes.small;
    const kinds = { few: await kindOf(bench, few), many: await kindOf(bench, few * 10) };
    const figures = await runRounds(kinds, Math.min(bench.rounds, mostRounds), bench.tell);
    const text = `peak memory of check -o ndjson for ${(few * 10).toLocaleString("en")} clusters (ACK), to that for ${few.toLocaleString("en")}`;
    const value = leastOf(figures.many) / leastOf(figures.few);
    return { figures: Object.values(figures), limits: [{ text, value, highest: 1.5, unit: "times" }] };
  },
};

function kindOf(bench: Bench, clusters: number) {
  return checkKind(bench, {
    name: "upgradectl check -o ndjson, ACK",
    api: "ack",
    clusters,
    output: "ndjson",
  });
}

/** The lowest peak: what more there was in other rounds is garbage that nobody had to collect yet. */
function leastOf(figure: Figure): number {
  return spreadOf(valuesOf(figure, ({ peakMb }) => peakMb)).min;
}
