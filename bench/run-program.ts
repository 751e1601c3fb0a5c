import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** What one run of the program took, measured from outside and by its own accounts. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From before the process was started until it was gone and its output was read. */
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
}

const program = fileURLToPath(
  import.meta.resolve("upgradectl/package.json").replace(/package\.json$/, "bin/upgradectl.js"),
);

/** Loaded before the program: at its end it tells what it used, on a stream that nobody else writes to. */
const accountant = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));
`)}`;

/** Runs `upgradectl` with an empty environment, so that no credentials or settings of this machine take part. */
export async function runProgram(args: readonly string[], cwd: string): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", accountant, program, ...args], {
    cwd,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [exitCode, stdout, stderr, usage] = await Promise.all([
    ended,
    textOf(child.stdio[1]),
    textOf(child.stdio[2]),
    textOf(child.stdio[3]),
  ]);
  const wallMs = performance.now() - startedAt;
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(usage);
  const cpuMs = (userCPUTime + systemCPUTime) / 1000;
  return { exitCode, stdout, stderr, wallMs, cpuMs, peakMemoryMb: maxRSS / 1024 };
}

function textOf(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new TypeError("the program was started without this pipe");
  return text(stream);
}
