import type { CommandInput } from "../command-input.ts";
import { scripts, shells } from "../completion/shells.ts";
import { UsageError } from "../usage-error.ts";

/** Prints the script that makes a shell complete this program. */
export async function completion({ words, world }: CommandInput): Promise<number> {
  const shell = words.length === 1 ? shells.find((name) => name === words[0]) : undefined;
  const hint = `Shells: ${shells.join(", ")}.`;
  if (words.length === 0) throw new UsageError("say for which shell: upgradectl completion bash", hint);
  if (shell === undefined)
    throw new UsageError(`there is no completion for the shell "${words.join(" ")}"`, hint);
  await world.stdout.write(scripts[shell]);
  return 0;
}
