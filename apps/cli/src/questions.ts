import type { Diagnostic, SignalExitCode } from "@upgradectl/core";
import type { Ask } from "./choose-starters.ts";
import type { CommandInput } from "./command-input.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";
import { type Dialog, exitCodeOfSignal } from "./world.ts";

/** Why no answer comes any more. */
class LeftError extends Error {
  readonly isInterrupt: boolean;

  constructor(isInterrupt: boolean) {
    super("whoever was asked has left");
    this.name = "LeftError";
    this.isInterrupt = isInterrupt;
  }
}

/** What came of the questions, or the exit code where somebody interrupted them. Throws a `UsageError` where input ended. */
export async function withQuestions<T>(
  input: CommandInput,
  work: (ask: Ask) => Promise<T>,
): Promise<T | SignalExitCode> {
  const { world } = input;
  const dialog = world.openDialog?.();
  if (dialog === undefined) throw new Error("nobody can be asked");
  let stopped: SignalExitCode | undefined;
  const unlisten = world.onStop((signal) => {
    stopped = exitCodeOfSignal(signal);
    dialog.close();
  });
  try {
    return await work(askUntilAccepted(dialog, input));
  } catch (thrown) {
    if (!(thrown instanceof LeftError)) throw thrown;
    await world.stderr.write("\n");
    if (!thrown.isInterrupt && stopped === undefined)
      throw new UsageError(
        "the input ended before the questions were answered, so nothing was written",
        "Answer by flags, or take the defaults: upgradectl init --yes",
      );
    await world.stderr.write("Interrupted; nothing was written.\n");
    return stopped ?? 130;
  } finally {
    unlisten();
    dialog.close();
  }
}

function askUntilAccepted(dialog: Dialog, input: CommandInput): Ask {
  return async (question, accept) => {
    while (true) {
      const answer = await dialog.ask(question);
      if ("left" in answer) throw new LeftError(answer.left === "interrupt");
      try {
        return await accept(answer.text);
      } catch (thrown) {
        if (!(thrown instanceof UsageError)) throw thrown;
        const { message: summary, hint, detail } = thrown;
        const problem: Diagnostic = {
          severity: "error",
          code: "answer",
          summary,
          ...(detail === undefined ? {} : { detail }),
          ...(hint === undefined ? {} : { hint }),
        };
        await tell([problem], { color: "auto" }, input);
      }
    }
  };
}
