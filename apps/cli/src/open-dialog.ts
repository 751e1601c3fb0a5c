import type { Answer, Dialog } from "./world.ts";

/** Asks on a terminal. Lines that are typed or pasted before their question wait for it. */
export function openDialog(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Dialog {
  // Loaded where somebody is asked, not at every start.
  const { createInterface } = process.getBuiltinModule("node:readline/promises");
  const reader = createInterface({ input, output, terminal: true, historySize: 0 });
  const lines: string[] = [];
  let left: "interrupt" | "end" | undefined;
  let wake = () => {};
  reader.on("line", (text) => {
    lines.push(text);
    wake();
  });
  // Of a terminal that is read key by key, Ctrl-C comes as a key and not as a signal.
  reader.on("SIGINT", () => {
    left = "interrupt";
    reader.close();
  });
  reader.on("close", () => {
    left ??= "end";
    wake();
  });
  const ask = async (question: string): Promise<Answer> => {
    if (left === undefined) {
      // Only the last line is redrawn while somebody types.
      const at = question.lastIndexOf("\n") + 1;
      output.write(question.slice(0, at));
      reader.setPrompt(question.slice(at));
      reader.prompt();
    }
    while (lines.length === 0 && left === undefined)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const text = left === "interrupt" ? undefined : lines.shift();
    return text === undefined ? { left: left ?? "end" } : { text };
  };
  return { ask, close: () => reader.close() };
}
