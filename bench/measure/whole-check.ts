import { bareLoop, checkKind, handWritten, officialSdk } from "../kinds.ts";
import type { Bench, Figure, Limit, Measured, Measurement } from "../measurement.ts";
import { runRounds } from "../run-rounds.ts";
import { medianOf } from "../statistics.ts";

/** A run of the largest fleet takes long enough to scatter little. */
const mostRoundsOfLargest = 3;

/** Processor time and peak memory of whole checks, beside programs that do less. */
export const wholeCheck: Measurement = {
  name: "check",
  title: "Whole checks",
  async measure(bench) {
    const { small, middle, large } = bench.sizes;
    const parts = [
      await measureSize(bench, small, { cpu: 1.1, peakMb: 120 }),
      await measureSize(bench, middle, { cpu: 1.1, peakMb: 180, sdk: 1 / 5, list: 1 / 2 }),
      await measureLargest(bench, large, { cpu: 1.5, peakMb: 450 }),
    ];
    return {
      figures: parts.flatMap(({ figures }) => figures),
      limits: parts.flatMap(({ limits }) => limits),
      notes: [
        `Standard output goes to the null device: \`-o json\`, and \`-o ndjson\` for ${large.toLocaleString("en")} clusters. List off: one request a cluster; list on: a page of 100 rows, which tell all.`,
      ],
    };
  },
};

interface Highest {
  readonly cpu: number;
  readonly peakMb: number;
  readonly sdk?: number;
  readonly list?: number;
}

async function measureSize(bench: Bench, clusters: number, highest: Highest): Promise<Measured> {
  const kinds = {
    off: await checkKind(bench, { name: "upgradectl check, list off", api: "bench", clusters }),
    on: await checkKind(bench, { name: "upgradectl check, list on", api: "bench", clusters, list: true }),
    bare: bareLoop(bench, clusters),
    hand: handWritten(bench, clusters),
    ack: await checkKind(bench, { name: "upgradectl check, ACK", api: "ack", clusters }),
    sdk: officialSdk(bench, clusters),
  };
  const figures = await runRounds(kinds, bench.rounds, bench.tell);
  const limits = [
    cpuLimit(figures.off, figures.bare, highest.cpu),
    ...(highest.sdk === undefined ? [] : [cpuLimit(figures.ack, figures.sdk, highest.sdk)]),
    ...(highest.list === undefined ? [] : [cpuLimit(figures.on, figures.off, highest.list)]),
    peakLimit(figures.off, highest.peakMb),
  ];
  return { figures: Object.values(figures), limits };
}

async function measureLargest(bench: Bench, clusters: number, highest: Highest): Promise<Measured> {
  const name = "upgradectl check -o ndjson, list off";
  const kinds = {
    off: await checkKind(bench, { name, api: "bench", clusters, output: "ndjson" }),
    bare: bareLoop(bench, clusters),
    hand: handWritten(bench, clusters),
  };
  const figures = await runRounds(kinds, Math.min(bench.rounds, mostRoundsOfLargest), bench.tell);
  const limits = [cpuLimit(figures.off, figures.bare, highest.cpu), peakLimit(figures.off, highest.peakMb)];
  return { figures: Object.values(figures), limits };
}

function cpuLimit(figure: Figure, floor: Figure, highest: number): Limit {
  const value = medianOf(figure, ({ cpuMs }) => cpuMs) / medianOf(floor, ({ cpuMs }) => cpuMs);
  const text = `CPU of ${figure.name}, ${figure.clusters.toLocaleString("en")} clusters, to that of ${floor.name}`;
  return { text, value, highest, unit: "times" };
}

function peakLimit(figure: Figure, highest: number): Limit {
  const text = `peak memory of ${figure.name}, ${figure.clusters.toLocaleString("en")} clusters`;
  return { text, value: medianOf(figure, ({ peakMb }) => peakMb), highest, unit: "MB" };
}
