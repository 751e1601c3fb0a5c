import { fileURLToPath } from "node:url";
import { keepManifest } from "../kinds.ts";
import type { Figure, Limit, Measurement } from "../measurement.ts";
import { runNode } from "../run-program.ts";
import { medianOf } from "../statistics.ts";
import type { ReadTimes } from "../time-manifest.ts";

const script = fileURLToPath(new URL("../time-manifest.ts", import.meta.url));
/** Of the library's time for the same text. */
const highest = { YAML: 1 / 5, JSON: 1 / 20 } as const;

/** Reading a large manifest (parsing, expanding, validating) beside the YAML library that only parses it. */
export const manifest: Measurement = {
  name: "manifest",
  title: "Reading a manifest",
  async measure(bench) {
    const clusters = bench.sizes.middle;
    const file = await keepManifest(bench, { api: "ack", clusters, list: true });
    const figures: Figure[] = [];
    const limits: Limit[] = [];
    for (const format of ["YAML", "JSON"] as const) {
      bench.tell(`reading ${clusters} clusters as ${format}`);
      const run = await runNode([script, file, format, `${clusters}`, `${bench.rounds}`], {
        cwd: bench.folder,
      });
      if (run.exitCode !== 0) throw new Error(`${format}: exit code ${run.exitCode}\n${run.stderr}`);
      const times: ReadTimes = JSON.parse(run.stdout);
      const ours = figureOf(`read as ${format}`, clusters, times.ours);
      const library = figureOf(`YAML.parseDocument of the ${format} text`, clusters, times.library);
      const value = medianOf(ours, ({ wallMs }) => wallMs) / medianOf(library, ({ wallMs }) => wallMs);
      figures.push(ours, library);
      const text = `time to read ${clusters.toLocaleString("en")} clusters from ${format}, to ${library.name}`;
      limits.push({ text, value, highest: highest[format], unit: "times" });
    }
    return { figures, limits };
  },
};

function figureOf(name: string, clusters: number, times: readonly (readonly [number, number])[]): Figure {
  const samples = times.map(([wallMs, cpuMs]) => ({
    wallMs,
    cpuMs,
    peakMb: null,
    requests: 0,
    serverCpuMs: 0,
  }));
  return { name, clusters, samples };
}
