import { availableParallelism, cpus, platform } from "node:os";
import { isGood, type Limit, type Measured } from "./measurement.ts";
import { medianOf, spreadOf, valuesOf } from "./statistics.ts";

/** What a whole run found; `results.json` has it. */
export interface Results {
  readonly finishedAt: string;
  readonly machine: string;
  readonly rounds: number;
  readonly isQuick: boolean;
  readonly measurements: readonly (Measured & { readonly name: string; readonly title: string })[];
  /** Most of what the server took of its client's CPU. */
  readonly server: Limit;
}

export type Row = readonly string[];

export function describeMachine(): string {
  const [first] = cpus();
  return `Node.js ${process.versions.node}, ${availableParallelism()} cores (${first?.model.trim() ?? "unknown"}), ${platform()}`;
}

export const figureHeading: Row = ["program", "clusters", "CPU, s", "µs a cluster", "wall, s", "peak, MB"];

/** A row for each figure: medians, with the least and the most in brackets. */
export function figureRows({ figures }: Measured): readonly Row[] {
  return figures.map((figure) => {
    const cpu = medianOf(figure, ({ cpuMs }) => cpuMs);
    const peak = medianOf(figure, ({ peakMb }) => peakMb);
    const seconds = (ms: number) => (ms / 1000).toFixed(ms < 10_000 ? 3 : 1);
    const spread = (value: "cpuMs" | "wallMs") => {
      const { median, min, max } = spreadOf(valuesOf(figure, (sample) => sample[value]));
      return `${seconds(median)} (${seconds(min)} to ${seconds(max)})`;
    };
    return [
      figure.name,
      figure.clusters === 0 ? "" : figure.clusters.toLocaleString("en"),
      spread("cpuMs"),
      figure.clusters < 1000 ? "" : Math.round((cpu * 1000) / figure.clusters).toLocaleString("en"),
      spread("wallMs"),
      Number.isNaN(peak) ? "" : Math.round(peak).toString(),
    ];
  });
}

export const limitHeading: Row = ["what", "measured", "at most", ""];

export function limitRows(limits: readonly Limit[]): readonly Row[] {
  return limits.map((limit) => {
    const show = (value: number) =>
      limit.unit === "MB" ? `${Math.round(value)} MB` : `${value.toFixed(value < 0.1 ? 3 : 2)} times`;
    return [limit.text, show(limit.value), show(limit.highest), isGood(limit) ? "good" : "too much"];
  });
}

export function limitsOf({ measurements, server }: Results): readonly Limit[] {
  const isAsked = server.value > 0;
  return [...measurements.flatMap(({ limits }) => limits), ...(isAsked ? [server] : [])];
}

/** A client that waits for its server measures the server. */
export function serverLimit(measurements: readonly Measured[]): Limit {
  const shares = measurements
    .flatMap(({ figures }) => figures)
    .filter(({ samples }) => samples.some(({ requests }) => requests > 0))
    .map((figure) => medianOf(figure, ({ serverCpuMs, cpuMs }) => serverCpuMs / cpuMs));
  const text = "CPU of the server, to that of its client, where it is most";
  return { text, value: Math.max(0, ...shares), highest: 1, unit: "times" };
}

export function formatTable(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
