import { threadsEnding } from "./end-threads.ts";

/** What a plugin could do to the process, told to the run instead. */
export interface ProcessGuard {
  /** Calls back when nothing is left that could still happen: whatever is waited for then will never come. */
  readonly onIdle: (idle: () => void) => () => void;
  /** Calls back for an error that was thrown outside of every promise, or a rejection that nobody handled. */
  readonly onStray: (stray: (thrown: unknown) => void) => () => void;
  /** Ends the process, also if a plugin still holds a timer or a socket. */
  readonly exit: (code: number) => never;
}

/**
 * Plugins run in this process, and none may make it lie: standard output is ours, an end that is not ours is never
 * exit code 0, and a stray error does not take the other clusters' results with it.
 */
export function guardProcess(process: NodeJS.Process, say: (text: string) => void): ProcessGuard {
  /** The exit code, once the run has come to its end. */
  let ended: number | undefined;
  const idle = new Set<() => void>();
  const strays = new Set<(thrown: unknown) => void>();
  // So it is also without anybody who listens to the end.
  process.exitCode = 1;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  // Nobody else can end it or throw errors at it either.
  const { stderr } = process;
  Object.defineProperty(process, "stdout", { get: () => stderr });
  // Undocumented, and what `process.exit` itself ends with.
  const internals = process as unknown as { reallyExit: (code: number) => void };
  const reallyExit = internals.reallyExit.bind(process);
  const exitProcess = process.exit.bind(process);
  const endThreads = threadsEnding(process);
  // Thrown where a plugin calls it, it is that plugin's error, and nobody else's end.
  process.exit = () => {
    throw new Error("process.exit() was called, which would end the run of all others too");
  };
  // The code that is handed in may have been changed by others who listen to the end.
  internals.reallyExit = () => {
    if (ended === undefined) say(endedByOthers);
    reallyExit(ended ?? 1);
  };
  const exit = (code: number): never => {
    ended = code;
    endThreads(code);
    exitProcess(code);
    // Only comes here where somebody put something else in its place.
    reallyExit(code);
    throw new Error("the process did not end");
  };
  process.on("beforeExit", () => {
    for (const call of idle) call();
  });
  const stray = (thrown: unknown) => {
    for (const call of strays) call(thrown);
    if (strays.size > 0) return;
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    say(`upgradectl itself failed; this is a bug, not a mistake of yours\n${reason}\n`);
    exit(1);
  };
  process.on("uncaughtException", stray);
  process.on("unhandledRejection", stray);
  process.on("exit", () => {
    if (ended !== undefined) return;
    say(endedByOthers);
    process.exitCode = 1;
  });
  return {
    onIdle: (call) => listen(idle, call),
    onStray: (call) => listen(strays, call),
    exit,
  };
}

const endedByOthers =
  "upgradectl was ended before its report: a plugin ended the process, or never answered.\n";

function listen<T>(set: Set<T>, call: T): () => void {
  set.add(call);
  return () => {
    set.delete(call);
  };
}
