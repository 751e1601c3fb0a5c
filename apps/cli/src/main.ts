// The only file that touches the process.
import { writeSync } from "node:fs";
import { systemClock } from "@upgradectl/core";
import { runCli } from "./cli.ts";
import { askWord } from "./completion/ask-word.ts";
import { guardProcess } from "./guard-process.ts";
import { openDialog } from "./open-dialog.ts";
import { reasonOf } from "./reason-of.ts";
import { guardTemporaryFiles, removeTemporaryFiles } from "./temporary-files.ts";
import { engineFlags } from "./tune-engine.ts";
import { UnwrittenError } from "./usage-error.ts";
import { exitCodeOfSignal, type Output, type StopSignal, type World } from "./world.ts";

/** @param isVital whether a text that cannot be written is to be told: of standard error there is nobody to tell */
function output(stream: NodeJS.WriteStream, isVital: boolean): Output {
  // Taken now, because the guard sends what others write to standard output elsewhere.
  const writeTo = stream.write.bind(stream);
  // A reader that went away (`upgradectl check | head`) has seen what it wanted: no error, and nothing more to say. Nor has
  // a terminal that was closed.
  let closed = false;
  const isGone = ({ code }: NodeJS.ErrnoException) => code === "EPIPE" || (code === "EIO" && stream.isTTY);
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (isGone(error)) closed = true; // any other error reaches the writer
  });
  return {
    write: (text) =>
      closed
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            writeTo(text, (error?: NodeJS.ErrnoException | null) => {
              if (error == null || !isVital || isGone(error)) resolve();
              else reject(new UnwrittenError(`the output cannot be written: ${reasonOf(error)}`));
            });
          }),
    isTty: stream.isTTY === true,
    get columns() {
      return stream.isTTY === true ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY === true ? stream.rows : undefined;
    },
  };
}

/** A folder that was deleted has no name any more; absolute paths still work. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return "/";
  }
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** A run that was told to stop while it writes its report has so long for the rest of it. */
const graceMs = 5000;
/** Ends what is under way early; undefined where nothing is that could be. */
let stopRun: ((signal: StopSignal) => void) | undefined;
let firstSignal: StopSignal | undefined;
/** Came when there was nothing left to stop: what is being written is written whole, and then told by the exit code. */
let lateSignal: StopSignal | undefined;

function quit(signal: StopSignal): never {
  removeTemporaryFiles();
  return guard.exit(exitCodeOfSignal(signal));
}

function takeSignal(signal: StopSignal): void {
  // A terminal that closes may say so twice: its shell does, and the system.
  if (firstSignal !== undefined && signal === "SIGHUP") return;
  if (firstSignal !== undefined) quit(signal);
  firstSignal = signal;
  if (stopRun !== undefined) {
    stopRun(signal);
    return;
  }
  lateSignal = signal;
  setTimeout(quit, graceMs, signal).unref();
}

/** Before the first call a signal ends the process; after it, it never leaves anything half written. */
function takeSignals(): void {
  const signals: readonly StopSignal[] = ["SIGHUP", "SIGINT", "SIGTERM"];
  for (const signal of signals) process.off(signal, takeSignal).on(signal, takeSignal);
}

function onStop(stop: (signal: StopSignal) => void): () => void {
  takeSignals();
  stopRun = stop;
  return () => {
    if (stopRun === stop) stopRun = undefined;
  };
}

function every(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms).unref();
  return () => clearInterval(timer);
}

function tuneEngine(clusters: number, holds: boolean): void {
  const flags = engineFlags(clusters, holds, process.versions.v8);
  if (flags.length > 0) process.getBuiltinModule("node:v8").setFlagsFromString(flags.join(" "));
}

const stdout = output(process.stdout, true);
const stderr = output(process.stderr, false);
const guard = guardProcess(process, (text) => writeSync(2, text));
guardTemporaryFiles(takeSignals);

const timeless: Omit<World, "clock"> = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: currentFolder(),
  stdout,
  stderr,
  readStdin,
  get openDialog() {
    const hasPerson = stdout.isTty && stderr.isTty && process.getBuiltinModule("node:tty").isatty(0);
    return hasPerson ? () => openDialog(process.stdin, process.stderr) : undefined;
  },
  every,
  random: Math.random,
  tuneEngine,
  runtime: { node: process.versions.node, platform: process.platform, arch: process.arch },
  onStop,
  onIdle: guard.onIdle,
  onStray: guard.onStray,
};

/** Somebody waits for it at each Tab, so nothing is loaded that only the commands need. */
async function answerShell(words: readonly string[]): Promise<number> {
  const { complete } = await import("./completion/complete.ts");
  return complete(words, timeless).catch(() => 0);
}

function runProgram(): Promise<number> {
  return runCli({ ...timeless, clock: systemClock });
}

const [first, ...words] = timeless.argv;
// Not awaited here: in the bundle, files that are loaded later import from this one, and would wait for its end.
(first === askWord ? answerShell(words) : runProgram()).then((code) =>
  lateSignal === undefined ? guard.exit(code) : quit(lateSignal),
);
