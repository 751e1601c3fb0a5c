import type { Clock, SignalExitCode } from "@upgradectl/core";

/** A stream to people or pipes. */
export interface Output {
  write(text: string): Promise<void>;
  readonly isTty: boolean;
  /** Width in columns; undefined where there is no terminal. */
  readonly columns: number | undefined;
  /** Height in lines; the same. Both follow the terminal's size. */
  readonly rows: number | undefined;
}

/** A line that somebody typed at a terminal, or how they left instead: by Ctrl-C, or by the end of input. */
export type Answer = { readonly text: string } | { readonly left: "interrupt" | "end" };

export interface Dialog {
  /** Asks on standard error and waits for a line. */
  readonly ask: (question: string) => Promise<Answer>;
  /** Gives the terminal back; a question that waits is answered by the end of input. */
  readonly close: () => void;
}

export type StopSignal = "SIGHUP" | "SIGINT" | "SIGTERM";

/** Everything that the program takes from its process, so that nothing else touches it. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly readStdin: () => Promise<string>;
  /** Undefined where nobody can be asked: standard input, output or error is no terminal. */
  readonly openDialog: (() => Dialog) | undefined;
  readonly clock: Clock;
  /** Calls back every so many milliseconds, for as long as something else keeps the process alive; returns what ends it. */
  readonly every: (ms: number, call: () => void) => () => void;
  /** What runs the program: `24.21.0`, `linux`, `x64`. */
  readonly runtime: { readonly node: string; readonly platform: string; readonly arch: string };
  readonly random: () => number;
  /** Fits the JavaScript engine to a run over so many clusters, all of which it `holds` until its end, or none. */
  readonly tuneEngine: (clusters: number, holds: boolean) => void;
  /**
   * Calls back on the first signal; the returned function stops listening, here and below. A signal after that lets the
   * rest be written whole, and then ends the process with its own exit code.
   */
  readonly onStop: (stop: (signal: StopSignal) => void) => () => void;
  /** Calls back when nothing is left that could still happen in the process. */
  readonly onIdle: (idle: () => void) => () => void;
  /** Calls back for errors that no promise carries: a plugin's timer that throws, a rejection that nobody handles. */
  readonly onStray: (stray: (thrown: unknown) => void) => () => void;
}

/** 128 plus the signal's number, as shells have it. */
export function exitCodeOfSignal(signal: StopSignal): SignalExitCode {
  return ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const)[signal];
}
