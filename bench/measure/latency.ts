import { checkKind, concurrency } from "../kinds.ts";
import type { Bench, Figure, Limit, Measurement } from "../measurement.ts";
import { runRounds } from "../run-rounds.ts";
import { medianOf } from "../statistics.ts";

/** The longer fleet waits for ten seconds a run. */
const mostRoundsOfMiddle = 3;

/** How close a check comes to nothing but waiting, with every place always taken: clusters x latency / concurrency. */
export const latency: Measurement = {
  name: "latency",
  title: "Latency",
  async measure(bench) {
    const { small, middle } = bench.sizes;
    const ofSmall = await runRounds(
      {
        none: await kindOf(bench, small, 0),
        near: await kindOf(bench, small, 20),
        far: await kindOf(bench, small, 50),
      },
      bench.rounds,
      bench.tell,
    );
    const ofMiddle = await runRounds(
      { far: await kindOf(bench, middle, 50) },
      Math.min(bench.rounds, mostRoundsOfMiddle),
      bench.tell,
    );
    return {
      figures: [...Object.values(ofSmall), ofMiddle.far],
      limits: [limitOf(ofSmall.far, 50, 1.25), limitOf(ofMiddle.far, 50, 1.1)],
      notes: [`Concurrency ${concurrency}, list off, one request a cluster.`],
    };
  },
};

function kindOf(bench: Bench, clusters: number, latencyMs: number) {
  return checkKind(bench, {
    name: `upgradectl check, latency ${latencyMs} ms`,
    api: "bench",
    clusters,
    latencyMs,
  });
}

function limitOf(figure: Figure, latencyMs: number, highest: number): Limit {
  const ideal = (figure.clusters * latencyMs) / concurrency;
  return {
    text: `wall time of check, ${figure.clusters.toLocaleString("en")} clusters, latency ${latencyMs} ms, to the ideal ${(ideal / 1000).toLocaleString("en")} s`,
    value: medianOf(figure, ({ wallMs }) => wallMs) / ideal,
    highest,
    unit: "times",
  };
}
