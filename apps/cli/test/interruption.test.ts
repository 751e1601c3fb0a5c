import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mulberry32 } from "@upgradectl/proof";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import reportSchema from "../../../schemas/report.schema.json" with { type: "json" };
import { type InterruptedCloud, startCloud } from "./interruption-fleet.ts";
import { folderWith, type OnEnd, program } from "./run-cli.ts";

/** `UPGRADECTL_INTERRUPTIONS=1000 vitest run apps/cli/test/interruption.test.ts`; a seed repeats what happened. */
const count = Number(process.env.UPGRADECTL_INTERRUPTIONS ?? 40);
const seed = Number(process.env.UPGRADECTL_SEED ?? randomInt(2 ** 31));
const atOnce = 2;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const runs: readonly { readonly args: readonly string[]; readonly longestMs: number }[] = [
  { args: ["check"], longestMs: 900 },
  { args: ["gate", "--wait", "60s", "--interval", "1s", "--close-on", "behind"], longestMs: 2000 },
  { args: ["check", "--wait", "60s", "--interval", "1s", "--exit-zero"], longestMs: 2000 },
];
const formats = ["text", "json", "ndjson", "junit", "sarif", "markdown", "html"] as const;

/** Numbers from 0 to 1 that follow from a seed. */
function randomFrom(seed: number): () => number {
  const next = mulberry32(seed);
  return () => next() / 2 ** 32;
}

interface Interruption {
  readonly signal: (typeof signals)[number];
  readonly args: readonly string[];
  readonly stdout: (typeof formats)[number];
  readonly records: boolean;
  /** Counted from the first byte on standard output where that is waited for: then the report is being written. */
  readonly afterMs: number;
  readonly whileWriting: boolean;
  readonly isTwice: boolean;
}

function plan(random: () => number): Interruption {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T; // in range
  const { args, longestMs } = pick(runs);
  const whileWriting = !args.includes("--wait") && random() < 0.3;
  return {
    signal: pick(signals),
    args,
    stdout: pick(formats),
    records: random() < 0.3,
    afterMs: Math.round(random() * (whileWriting ? 4 : longestMs)),
    whileWriting,
    isTwice: random() < 0.1,
  };
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const before = "an earlier report\n";
const fileOf = (format: string) => `report.${format}`;

/** Files exist before in every other run: what is there is replaced whole, or stays. */
async function interrupt(planned: Interruption, cwd: string): Promise<Ending> {
  const { args, signal, stdout, records, afterMs, whileWriting, isTwice } = planned;
  const others = formats.filter((format) => format !== stdout);
  const outputs = [stdout, ...others.map((format) => `${format}=out/${fileOf(format)}`)];
  const child = spawn(
    process.execPath,
    [
      program,
      ...args,
      ...outputs.flatMap((output) => ["-o", output]),
      ...(records ? ["--record", "rec"] : []),
    ],
    {
      cwd,
      env: {
        HOME: "/nonexistent",
        UPGRADECTL_METADATA_DISABLED: "true",
        PATH: process.env.PATH ?? "",
        NODE_COMPILE_CACHE: compileCache,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  const timers: NodeJS.Timeout[] = [];
  const begin = () => {
    timers.push(setTimeout(() => child.kill(signal), afterMs));
    if (isTwice) timers.push(setTimeout(() => child.kill("SIGTERM"), afterMs + 5));
  };
  if (whileWriting) child.stdout.once("data", begin);
  else begin();
  const ended = new Promise<Omit<Ending, "stdout" | "stderr">>((done, reject) => {
    child.on("error", reject).on("close", (code, by) => done({ code, signal: by }));
  });
  const { code, signal: by } = await ended;
  for (const timer of timers) clearTimeout(timer);
  return { code, signal: by, ...texts };
}

const compileCache = new URL("../node_modules/.cache/upgradectl", import.meta.url).pathname;
const isReport = new Ajv2020({ strict: false, formats: { "date-time": true } }).compile(reportSchema);

/** What is wrong with a text that is to be one whole report of that format. */
function faultIn(text: string, format: string): string | undefined {
  if (format === "json") {
    const report = parse(text);
    return isReport(report) ? undefined : `json: ${JSON.stringify(isReport.errors ?? text.slice(0, 80))}`;
  }
  if (format === "ndjson") {
    const lines = text.split("\n");
    const events = lines.slice(0, -1).map(parse);
    const last = events.at(-1);
    return lines.at(-1) === "" && JSON.stringify(last ?? null).startsWith('{"type":"summary"')
      ? undefined
      : "ndjson";
  }
  if (format === "sarif") return parse(text) === undefined ? "sarif" : undefined;
  const ends = {
    junit: /<\/testsuites>\n$/,
    html: /<\/html>\n$/,
    markdown: /\n$/,
    text: /xit code \d+\.\n$/,
  };
  return Object.entries(ends).every(([name, end]) => name !== format || end.test(text)) ? undefined : format;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong after one interruption, and how it ended. */
async function examine(planned: Interruption, ending: Ending, cwd: string, hadFiles: boolean) {
  const { signal, stdout, records, isTwice } = planned;
  const problems: string[] = [];
  const { code } = ending;
  const wanted = isTwice ? [codes[signal], codes.SIGTERM] : [codes[signal]];
  const isKilled = code === null;
  // Ended before it could take a signal: by the signal itself. Or after it had nothing more to say.
  const isDone = code === 2 && !planned.args.includes("--wait");
  if (code === 0 || (!isKilled && !isDone && !wanted.some((each) => each === code)))
    problems.push(`exit code ${code}, ${ending.signal}: ${ending.stderr}`);
  if (ending.stderr.includes("\n    at ")) problems.push(`stack: ${ending.stderr}`);
  const names = await readdir(join(cwd, "out"));
  for (const name of names) {
    const format = formats.find((each) => fileOf(each) === name);
    if (format === undefined) problems.push(`left ${name}`);
    else if (format !== "ndjson") {
      const text = await readFile(join(cwd, "out", name), "utf8");
      const fault = hadFiles && text === before ? undefined : faultIn(text, format);
      if (fault !== undefined) problems.push(`half a file: ${fault}`);
    }
  }
  const hasReport = !isKilled && !isTwice;
  if (hasReport) {
    const fault = faultIn(ending.stdout, stdout);
    if (fault !== undefined) problems.push(`half a report: ${fault} of ${ending.stdout.length} characters`);
    for (const format of formats.filter((each) => each !== stdout)) {
      const text = await readFile(join(cwd, "out", fileOf(format)), "utf8").catch(() => "");
      const found = text === before ? "unwritten" : faultIn(text, format);
      if (found !== undefined) problems.push(`no whole ${fileOf(format)}: ${found}`);
    }
    const json =
      stdout === "json"
        ? ending.stdout
        : await readFile(join(cwd, "out/report.json"), "utf8").catch(() => "");
    const report = parse(json);
    problems.push(...faultsOfReport(report, code ?? 0));
  } else if (!isTwice && ending.stdout !== "" && stdout !== "ndjson") {
    // While Node itself ends, it takes no signals any more: then all had been said.
    const fault = faultIn(ending.stdout, stdout);
    if (fault !== undefined) problems.push(`half a report before the signal: ${fault}`);
  }
  if (records) {
    const left = await readdir(join(cwd, "rec")).catch(() => []);
    const odd = left.filter((name) => name !== "recording.json" && name !== "exchanges.ndjson");
    if (odd.length > 0) problems.push(`left ${odd}`);
    const head = await readFile(join(cwd, "rec", "recording.json"), "utf8").catch(() => undefined);
    if (head !== undefined && parse(head) === undefined) problems.push("half a recording");
    if (hasReport && head === undefined) problems.push("no recording");
  }
  const how = isKilled ? "ended before it began" : isTwice ? "two signals" : isDone ? "was done" : "reported";
  return { problems, how };
}

interface Reported {
  readonly exitCode: number;
  readonly clusters: readonly {
    readonly verdict: string;
    readonly error: { readonly kind: string } | null;
  }[];
}

/** A signal that comes when the report is being written cannot be in it. */
function faultsOfReport(report: unknown, code: number): readonly string[] {
  if (!isReport(report)) return ["no report"];
  const { exitCode, clusters } = report as unknown as Reported;
  if (exitCode === 0 || (exitCode !== code && exitCode !== 2))
    return [`the report says ${exitCode}, not ${code}`];
  return clusters
    .filter(({ verdict, error }) => (verdict === "unknown") !== (error?.kind === "cancelled"))
    .map(({ verdict, error }) => `${verdict} with ${error?.kind}`);
}

/** A clock of its own for each: these wait for what happens, and for nothing else. */
const patience = { timeout: 20_000, interval: 10 };

describe("interruptions", () => {
  let cloud: InterruptedCloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());

  it(`${count} at random moments leave whole reports or none, never exit 0 (UPGRADECTL_SEED=${seed})`, {
    timeout: 60_000 + count * 4000,
  }, async () => {
    const random = randomFrom(seed);
    const plans = Array.from({ length: count }, () => plan(random));
    const tally: Record<string, number> = {};
    const problems: string[] = [];
    const next = plans.entries();
    const work = async () => {
      for (const [index, planned] of next) {
        await using stack = new AsyncDisposableStack();
        const onEnd: OnEnd = (end) => stack.defer(end);
        const cwd = await folderWith({ "upgradectl.json": cloud.fleet }, onEnd);
        await mkdir(join(cwd, "out"));
        const hadFiles = index % 2 === 0;
        for (const format of hadFiles ? formats : [])
          if (format !== planned.stdout) await writeFile(join(cwd, "out", fileOf(format)), before);
        const ending = await interrupt(planned, cwd);
        const found = await examine(planned, ending, cwd, hadFiles);
        tally[found.how] = (tally[found.how] ?? 0) + 1;
        problems.push(...found.problems.map((problem) => `${JSON.stringify(planned)}: ${problem}`));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (process.env.UPGRADECTL_INTERRUPTIONS !== undefined) console.log({ seed, ...tally });
    expect(problems).toEqual([]);
    await vi.waitFor(() => expect(cloud.openConnections()).toBe(0), patience);
  });
});
