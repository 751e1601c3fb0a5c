import type { CommandInput } from "../command-input.ts";
import { scripts, shells } from "../completion/shells.ts";
import { UsageError } from "../usage-error.ts";

/** Prints the script that makes a shell complete this program. */
export async function completion({ words, world }: CommandInput): Promise<number> {
  const [wanted = ""] = words;
  const shell = shells.find((name) => name === wanted);
  if (shell === undefined || words.length > 1)
    throw new UsageError(
      `"${words.join(" ")}" is not a shell that can be completed in`,
      `Shells: ${shells.join(", ")}.`,
    );
  await world.stdout.write(scripts[shell]);
  return 0;
}
