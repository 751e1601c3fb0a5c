import { mkdir, readFile, writeFile } from "node:fs/promises";
import { type Bar, type Chart, drawBars } from "./draw-bars.ts";
import type { Figure, Sample } from "./measurement.ts";
import {
  figureHeading,
  figureRows,
  limitHeading,
  limitRows,
  limitsOf,
  type Results,
  type Row,
} from "./results.ts";
import { spreadOf, valuesOf } from "./statistics.ts";

const page = new URL("../docs/performance.md", import.meta.url);
const pictures = new URL("../docs/performance/", import.meta.url);
const begin = "<!-- bench: begin -->";
const end = "<!-- bench: end -->";

/** Writes anew what stands between the page's two markers: the tables and the pictures. */
export async function writeDocs(results: Results): Promise<void> {
  const text = await readFile(page, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page.pathname} lacks "${begin}" before "${end}"`);
  await writeFile(
    page,
    `${text.slice(0, from + begin.length)}\n\n${writeTables(results)}\n${text.slice(to)}`,
  );
  await mkdir(pictures, { recursive: true });
  for (const [name, chart] of listCharts(results))
    await writeFile(new URL(`${name}.svg`, pictures), drawBars(chart));
}

function writeTables(results: Results): string {
  const { machine, rounds, finishedAt, measurements } = results;
  const parts = measurements.map(({ title, notes = [], ...measured }) =>
    [
      `### ${title}`,
      ...(measured.figures.length > 0 ? [writeTable([figureHeading, ...figureRows(measured)])] : []),
      ...notes,
    ].join("\n\n"),
  );
  return `${finishedAt.slice(0, 10)}: ${machine}; medians of ${rounds} rounds (3 at most for the longest runs, 2 for Terraform), and the least and the most in brackets.

${listCharts(results)
  .map(([name, { title }]) => `![${title}](performance/${name}.svg)`)
  .join("\n\n")}

### Limits

${writeTable([limitHeading, ...limitRows(limitsOf(results))])}

${parts.join("\n\n")}
`;
}

function writeTable([heading = [], ...rows]: readonly Row[]): string {
  const line = (row: Row) => `| ${row.join(" | ")} |`;
  return [line(heading), `|${heading.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** A picture for each name. */
function listCharts({ measurements }: Results): readonly (readonly [name: string, chart: Chart])[] {
  const figuresOf = (name: string) => measurements.find((each) => each.name === name)?.figures ?? [];
  const checks = figuresOf("check");
  const sizes = [...new Set(checks.map(({ clusters }) => clusters))];
  const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
  const milliseconds = (value: number) => `${Math.round(value)} ms`;
  return [
    [
      "start-up",
      {
        title: "Start-up, wall time",
        bars: barsOf(figuresOf("start-up"), wall),
        show: milliseconds,
      },
    ],
    ...sizes.map((size): [string, Chart] => {
      const bars = barsOf(
        [...checks, ...figuresOf("terraform")].filter(({ clusters }) => clusters === size),
        cpu,
      );
      const title = `CPU of a whole run, ${size.toLocaleString("en")} clusters`;
      return [`cpu-${size}`, { title, bars, show: seconds }];
    }),
    [
      "memory",
      {
        title: "Peak memory of upgradectl check, list off",
        bars: barsOf(
          checks.filter(({ name }) => name.endsWith("list off")),
          peak,
          nameWithClusters,
        ),
        show: (value) => `${Math.round(value)} MB`,
      },
    ],
    [
      "latency",
      {
        title: "Wall time at concurrency 50",
        bars: withIdeals(figuresOf("latency")),
        show: seconds,
      },
    ],
  ];
}

const wall = ({ wallMs }: Sample) => wallMs;
const cpu = ({ cpuMs }: Sample) => cpuMs;
const peak = ({ peakMb }: Sample) => peakMb;

function barsOf(
  figures: readonly Figure[],
  value: (sample: Sample) => number | null,
  label: (figure: Figure) => string = ({ name }) => name,
): readonly Bar[] {
  return figures.map((figure) => {
    const { median, min, max } = spreadOf(valuesOf(figure, value));
    return { label: label(figure), value: median, min, max, isOurs: figure.name.startsWith("upgradectl") };
  });
}

function nameWithClusters({ name, clusters }: Figure): string {
  return `${clusters.toLocaleString("en")} clusters${name.includes("ndjson") ? ", -o ndjson" : ", -o json"}`;
}

/** Each latency's wall time, and below it the least that its waiting takes. */
function withIdeals(figures: readonly Figure[]): readonly Bar[] {
  return figures.flatMap((figure) => {
    const latencyMs = Number(/latency (\d+) ms/.exec(figure.name)?.[1]);
    const count = figure.clusters.toLocaleString("en");
    const ours = barsOf([figure], wall, () => `${count} clusters, ${latencyMs} ms`);
    const ideal = (figure.clusters * latencyMs) / 50;
    const none = { label: "nothing but waiting", value: ideal, min: ideal, max: ideal, isOurs: false };
    return ideal === 0 ? ours : [...ours, none];
  });
}
