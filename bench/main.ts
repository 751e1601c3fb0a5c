// The one command: runs all measurements or one of them, prints what they found, and fails where a limit is exceeded.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { latency } from "./measure/latency.ts";
import { manifest } from "./measure/manifest.ts";
import { ndjsonMemory } from "./measure/ndjson-memory.ts";
import { startUp } from "./measure/start-up.ts";
import { terraform } from "./measure/terraform.ts";
import { wholeCheck } from "./measure/whole-check.ts";
import { type Bench, isGood, type Measured, type Measurement } from "./measurement.ts";
import {
  describeMachine,
  figureHeading,
  figureRows,
  formatTable,
  limitHeading,
  limitRows,
  limitsOf,
  type Results,
  serverLimit,
} from "./results.ts";
import { startServer } from "./server/start-server.ts";
import { writeDocs } from "./write-docs.ts";

// Short runs first: a larger parent takes longer to start a process.
const measurements: readonly Measurement[] = [
  startUp,
  manifest,
  latency,
  wholeCheck,
  ndjsonMemory,
  terraform,
];
const names = measurements.map(({ name }) => name);
const fullSizes = { small: 1000, middle: 10_000, large: 100_000 };
const quickSizes = { small: 1000, middle: 3000, large: 10_000 };

const options = {
  rounds: { type: "string" },
  quick: { type: "boolean", default: false },
  only: { type: "string", multiple: true, default: [] },
  "write-docs": { type: "boolean", default: false },
  "terraform-plugins": { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

const settings = readSettings();
if (typeof settings === "string") {
  console.error(settings);
  process.exitCode = 5;
} else {
  const results = await measureAll(settings);
  console.log(`\nLimits\n${formatTable([limitHeading, ...limitRows(limitsOf(results))])}`);
  await writeFile(new URL("results.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  const isWhole = !results.measurements.some(({ isFailed }) => isFailed);
  if (settings.writesDocs && isWhole) await writeDocs(results);
  if (!isWhole || !limitsOf(results).every(isGood)) process.exitCode = 1;
}

interface Settings {
  readonly rounds: number;
  readonly isQuick: boolean;
  readonly chosen: readonly Measurement[];
  readonly writesDocs: boolean;
  readonly terraformPlugins: string | undefined;
}

/** The settings, or what is wrong with them. */
function readSettings(): Settings | string {
  try {
    return checkSettings(parseFlags());
  } catch (error) {
    return error instanceof TypeError ? error.message : String(error);
  }
}

function parseFlags() {
  return parseArgs({ options }).values;
}

function checkSettings(values: ReturnType<typeof parseFlags>): Settings | string {
  const { quick, only } = values;
  const rounds = Number(values.rounds ?? (quick ? 2 : 7));
  if (!Number.isInteger(rounds) || rounds < 1) return `--rounds is a number from 1, not ${values.rounds}`;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) return `--only knows ${names.join(", ")}, not ${unknown}`;
  if (values["write-docs"] && (quick || only.length > 0))
    return "--write-docs is for whole runs: leave out --quick and --only";
  return {
    rounds,
    isQuick: quick,
    chosen: measurements.filter(({ name }) => only.length === 0 || only.includes(name)),
    writesDocs: values["write-docs"],
    terraformPlugins: values["terraform-plugins"],
  };
}

async function measureAll({ rounds, isQuick, chosen, terraformPlugins }: Settings): Promise<Results> {
  const server = await startServer();
  const folder = await mkdtemp(join(tmpdir(), "upgradectl-bench-"));
  const tell = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  };
  const bench: Bench = {
    rounds,
    sizes: isQuick ? quickSizes : fullSizes,
    server,
    folder,
    terraformPlugins,
    tell,
  };
  try {
    const found: (Measured & { name: string; title: string })[] = [];
    console.log(`${describeMachine()}; medians of ${rounds} rounds, and the least and the most in brackets`);
    for (const { name, title, measure } of chosen) {
      const measured = { name, title, ...(await measure(bench).catch(describeFailure)) };
      tell("");
      report(measured);
      found.push(measured);
    }
    const machine = describeMachine();
    const finishedAt = new Date().toISOString();
    return { finishedAt, machine, rounds, isQuick, measurements: found, server: serverLimit(found) };
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

/** What the other measurements found is worth having all the same. */
function describeFailure(error: unknown): Measured {
  if (!(error instanceof Error)) throw error;
  return { figures: [], limits: [], notes: [`Failed: ${error.message}`], isFailed: true };
}

/** Told as soon as it is known: the next one may take minutes. */
function report(measured: Measured & { readonly title: string }): void {
  console.log(`\n${measured.title}`);
  if (measured.figures.length > 0) console.log(formatTable([figureHeading, ...figureRows(measured)]));
  for (const note of measured.notes ?? []) console.log(note);
}
