import { checkKind, keepManifest, nodeKind } from "../kinds.ts";
import type { Bench, Figure, Limit, Measured, Measurement } from "../measurement.ts";
import { program } from "../run-program.ts";
import { type Kind, runRounds } from "../run-rounds.ts";
import { medianOf } from "../statistics.ts";

/** Short runs scatter more than long ones, and cost less. */
const roundsPerRound = 3;
const validated = 100;

/** How long the program takes before its first read, and around a single one. */
export const startUp: Measurement = {
  name: "start-up",
  title: "Start-up",
  async measure(bench) {
    const figures = await runRounds(await createKinds(bench), roundsPerRound * bench.rounds, bench.tell);
    const limits = [
      limitOf("upgradectl --version", figures.version, figures.node, 1.5),
      limitOf(`validate of ${validated} clusters`, figures.validate, figures.node, 2.2),
      limitOf("check of one cluster (ACK)", figures.check, figures.node, 2.6),
    ];
    return { figures: Object.values(figures), limits } satisfies Measured;
  },
};

async function createKinds(bench: Bench): Promise<Record<"node" | "version" | "validate" | "check", Kind>> {
  const manifest = await keepManifest(bench, { api: "ack", clusters: validated, list: true });
  const offline = { clusters: 0, requests: 0 };
  return {
    node: nodeKind(bench, { ...offline, name: "node -e 0" }, ["-e", "0"]),
    version: nodeKind(bench, { ...offline, name: "upgradectl --version" }, [program, "--version"]),
    validate: nodeKind(bench, { ...offline, name: "upgradectl validate, ACK", clusters: validated }, [
      program,
      "validate",
      manifest,
    ]),
    check: await checkKind(bench, { name: "upgradectl check, ACK", api: "ack", clusters: 1 }),
  };
}

function limitOf(text: string, figure: Figure, floor: Figure, highest: number): Limit {
  const value = medianOf(figure, ({ wallMs }) => wallMs) / medianOf(floor, ({ wallMs }) => wallMs);
  return { text: `wall time of ${text}, to that of ${floor.name}`, value, highest, unit: "times" };
}
