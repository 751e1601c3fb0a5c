import { isUtf8 } from "node:buffer";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import type { Surroundings } from "@upgradectl/core";
import { describeStart } from "./start-failure.ts";

type RunProgram = Surroundings["runProgram"];
type ProgramOptions = NonNullable<Parameters<RunProgram>[3]>;
type ProgramRun = Awaited<ReturnType<RunProgram>>;
type Failure = NonNullable<ProgramRun["failure"]>;

/** What the host knows of the provider instance that wants the run. */
export interface ProgramPlace {
  /** Absolute, the manifest's. */
  readonly directory: string;
  readonly requestTimeoutMs: number;
}

const longestMs = 60_000;
const requestTimeoutMs = 30_000;
const megabyte = 2 ** 20;
/** After the program's end, a pipe that is silent for so long has nothing of it left. */
const silenceMs = 100;

/** Runs programs without a shell; `runProgram` of a plugin's context. */
export function createRunProgram(
  env: Surroundings["env"],
  timeoutMs: number = longestMs,
): (...call: [...Parameters<RunProgram>, place?: ProgramPlace]) => Promise<ProgramRun> {
  return (program, args, signal, options = {}, place) => {
    const wanted = options.timeoutMs ?? timeoutMs;
    const limitMs = wanted === "request" ? (place?.requestTimeoutMs ?? requestTimeoutMs) : wanted;
    const directory = options.directory === "manifest" ? place?.directory : undefined;
    const isPath = /[/\\]/.test(program);
    const file = isPath && directory !== undefined ? resolve(directory, program) : program;
    const start = () =>
      spawn(file, [...args], {
        ...(directory === undefined ? {} : { cwd: directory }),
        env: { ...env, ...options.env },
        // Nobody types anything: a program that asks gets the end of its input.
        stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
        detached: hasGroup(options),
        windowsHide: true,
      });
    return new Promise((done, reject) => {
      const run = new Run(options, (outcome) => {
        if (outcome instanceof Error) reject(outcome);
        else if (outcome.failure === undefined || options.failures === "result") done(outcome);
        else reject(new Error(outcome.failure.message));
      });
      if (run.endWith(signal)) return;
      run.endAfter(limitMs);
      try {
        const child = start();
        child.on("error", (error) =>
          run.fail(describeStart(error, isPath && existsSync(file) ? file : undefined)),
        );
        run.follow(child);
      } catch (error) {
        run.fail(describeStart(error));
      }
    });
  };
}

/** One run, from its start to the one outcome that it tells. */
class Run {
  readonly #options: ProgramOptions;
  readonly #tell: (outcome: ProgramRun | Error) => void;
  readonly #stdout: Written;
  readonly #stderr: Written;
  readonly #cleanUp: (() => void)[] = [];
  #child: ChildProcess | undefined;
  #ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
  #isTold = false;

  constructor(options: ProgramOptions, tell: (outcome: ProgramRun | Error) => void) {
    this.#options = options;
    this.#tell = tell;
    const { mostOutput = megabyte, keptErrors } = options;
    this.#stdout = new Written(mostOutput, false);
    this.#stderr = new Written(keptErrors ?? megabyte, keptErrors !== undefined);
  }

  /** True where the signal is aborted already. */
  endWith(signal: AbortSignal): boolean {
    const stop = () => this.#end(() => new Error("it was stopped with the run"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    this.#cleanUp.push(() => signal.removeEventListener("abort", stop));
    return signal.aborted;
  }

  endAfter(ms: number): void {
    this.#wait(ms, () => {
      // What still writes after its end is not the program itself.
      if (this.#ended !== undefined) this.#finish();
      else this.fail({ reason: "timeout", message: `it did not end within ${ms / 1000} s` });
    });
  }

  follow(child: ChildProcess): void {
    this.#child = child;
    const read = (written: Written) => (chunk: Buffer) => {
      if (written.take(chunk)) return;
      this.fail({ reason: "too-much-output", message: `it wrote more than ${describeSize(written.limit)}` });
    };
    child.stdout?.on("data", read(this.#stdout));
    child.stderr?.on("data", read(this.#stderr));
    // It need not read its input, nor live until all of it is written.
    child.stdin?.on("error", () => {});
    child.stdin?.end(this.#options.input);
    child.on("exit", (code, signal) => {
      // What it left running in its group would hold the pipes open.
      if (hasGroup(this.#options)) this.#kill();
      this.#ended = { code, signal };
      this.#finishInSilence();
    });
    child.on("close", () => this.#finish());
  }

  fail(failure: Failure): void {
    this.#end(() => ({ exitCode: -1, ...this.#texts(), failure }));
  }

  /** A grandchild outside the group may hold a pipe; what the program itself wrote is in there already. */
  #finishInSilence(): void {
    const seen = this.#stdout.total + this.#stderr.total;
    // `setImmediate`: behind the reading of what came while this process was busy.
    this.#wait(silenceMs, () =>
      setImmediate(() => {
        if (this.#stdout.total + this.#stderr.total === seen) this.#finish();
        else if (!this.#isTold) this.#finishInSilence();
      }),
    );
  }

  #wait(ms: number, call: () => void): void {
    const timer = setTimeout(call, ms);
    this.#cleanUp.push(() => clearTimeout(timer));
  }

  #finish(): void {
    this.#end(() => {
      const { code = null, signal = null } = this.#ended ?? {};
      const texts = this.#texts();
      if (code === null) {
        const failure: Failure = { reason: "signal", message: `it was ended by ${signal}` };
        return { exitCode: -1, ...texts, failure };
      }
      const fault = this.#options.failures === "result" ? this.#stdout.findFault() : undefined;
      if (fault === undefined) return { exitCode: code, ...texts };
      const message = `what it wrote is not UTF-8, from byte ${fault} of standard output on`;
      return { exitCode: code, ...texts, stdout: "", failure: { reason: "not-utf-8", message } };
    });
  }

  #texts(): Pick<ProgramRun, "stdout" | "stderr"> {
    return { stdout: this.#stdout.text(), stderr: this.#stderr.text() };
  }

  #end(outcome: () => ProgramRun | Error): void {
    if (this.#isTold) return;
    this.#isTold = true;
    if (this.#ended === undefined) this.#kill();
    for (const call of this.#cleanUp) call();
    const { stdin, stdout, stderr } = this.#child ?? {};
    for (const stream of [stdin, stdout, stderr]) stream?.destroy();
    this.#child?.unref();
    this.#tell(outcome());
  }

  #kill(): void {
    const { pid } = this.#child ?? {};
    if (pid === undefined) return;
    if (!hasGroup(this.#options)) this.#child?.kill("SIGKILL");
    else
      try {
        process.kill(-pid, "SIGKILL");
      } catch {} // nothing of it is left
  }
}

/** What a program writes to one of its outputs, up to a limit of bytes. */
class Written {
  readonly limit: number;
  /** Bytes that came, whether they are held or not. */
  total = 0;
  readonly #letsGo: boolean;
  #chunks: Buffer[] = [];
  #held = 0;

  /** @param letsGo where more comes, the oldest bytes are let go; else it is refused */
  constructor(limit: number, letsGo: boolean) {
    this.limit = limit;
    this.#letsGo = letsGo;
  }

  /** False where that is more than is taken. */
  take(chunk: Buffer): boolean {
    this.total += chunk.length;
    if (!this.#letsGo && this.total > this.limit) return false;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held > 2 * this.limit) this.#join();
    return true;
  }

  /** Where some was let go: from the beginning of a line, or else of a word. */
  text(): string {
    const bytes = this.#join();
    const begins = [0x0a, 0x20].map((code) => bytes.indexOf(code) + 1).find((index) => index > 0);
    return bytes.subarray(bytes.length === this.total ? 0 : begins).toString("utf8");
  }

  /** Number of the first byte that is not UTF-8, counted from 1. */
  findFault(): number | undefined {
    const bytes = this.#join();
    if (isUtf8(bytes)) return undefined;
    const asText = Buffer.from(bytes.toString("utf8"), "utf8");
    return bytes.findIndex((byte, index) => byte !== asText[index]) + 1;
  }

  #join(): Buffer {
    const all = Buffer.concat(this.#chunks);
    const joined = this.#letsGo && all.length > this.limit ? all.subarray(-this.limit) : all;
    this.#chunks = [joined];
    this.#held = joined.length;
    return joined;
  }
}

function hasGroup({ group }: ProgramOptions): boolean {
  return group === true && process.platform !== "win32";
}

function describeSize(bytes: number): string {
  if (bytes === megabyte) return "a megabyte";
  return bytes % megabyte === 0 ? `${bytes / megabyte} megabytes` : `${bytes} bytes`;
}
