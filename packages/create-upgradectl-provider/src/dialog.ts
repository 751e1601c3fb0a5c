import { createInterface } from "node:readline";
import { UsageError } from "./usage-error.ts";

/** Asks until the answer will do. Throws `InterruptedError`, or a `UsageError` where the input ends. */
export type Ask = <T>(question: string, standard: string, accept: (answer: string) => T) => Promise<T>;

/** Somebody pressed Ctrl-C. */
export class InterruptedError extends Error {
  constructor() {
    super("interrupted");
    this.name = "InterruptedError";
  }
}

export interface Dialog {
  readonly ask: Ask;
  readonly close: () => void;
}

/** Asks on a terminal. Lines that are typed or pasted before their question wait for it. */
export function openDialog(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Dialog {
  const reader = createInterface({ input, output, terminal: true, historySize: 0 });
  const lines: string[] = [];
  let left: Error | undefined;
  let wake = () => {};
  reader.on("line", (text) => {
    lines.push(text);
    wake();
  });
  // Of a terminal that is read key by key, Ctrl-C comes as a key and not as a signal.
  reader.on("SIGINT", () => {
    left = new InterruptedError();
    reader.close();
  });
  reader.on("close", () => {
    left ??= new UsageError(
      "the input ended before the questions were answered; nothing was written",
      "Answer by flags; see --help.",
    );
    wake();
  });
  const readLine = async (question: string): Promise<string> => {
    if (left === undefined) {
      reader.setPrompt(question);
      reader.prompt();
    }
    while (lines.length === 0 && left === undefined)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const line = left instanceof InterruptedError ? undefined : lines.shift();
    if (line !== undefined) return line;
    throw left ?? new InterruptedError();
  };
  const ask: Ask = async (question, standard, accept) => {
    while (true) {
      const line = await readLine(`${question}${standard === "" ? "" : ` (${standard})`}: `);
      try {
        return accept(line.trim() === "" ? standard : line);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        output.write(`  ${error.message}. ${error.hint ?? ""}\n`);
      }
    }
  };
  return { ask, close: () => reader.close() };
}
