import type { Command, CommandInput } from "./command-input.ts";
import { flagValue, isSet, single } from "./options.ts";
import { openOutputGuard } from "./outputs.ts";
import { recordRun } from "./record-run.ts";
import { replayRun } from "./replay-run.ts";
import { UsageError } from "./usage-error.ts";

/** Runs with `--record` or `--replay`, if either was given. */
export async function withRecording(command: string, input: CommandInput, run: Command): Promise<number> {
  const record = folderFlag(input, "record");
  const replay = folderFlag(input, "replay");
  if (record !== undefined && replay !== undefined)
    throw new UsageError("--record and --replay exclude each other", "Give one of them.");
  const folder = record ?? replay;
  if (folder !== undefined) await (await openOutputGuard(input))?.refuseRecording(folder);
  if (replay !== undefined) return replayRun(replay, input, run);
  if (record === undefined) return run(input);
  if (isSet(input.flags, "dry-run"))
    throw new UsageError("--dry-run asks nothing, so there is nothing to --record", "Give one of them.");
  return recordRun(record, command, input, run);
}

function folderFlag({ flags }: CommandInput, name: string): string | undefined {
  const folder = single(name, flagValue(flags, name));
  if (folder === "")
    throw new UsageError(`--${name} names no folder`, "An unset variable on the command line?");
  return folder;
}
