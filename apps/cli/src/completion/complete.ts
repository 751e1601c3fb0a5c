import type { World } from "../world.ts";
import { findFitting } from "./candidates.ts";
import type { Asked } from "./find-names.ts";
import { readLine } from "./read-line.ts";

/**
 * Answers a shell: the words after the program's name up to the cursor come in, the last of them cut there. A line out
 * is a candidate, a tab and its meaning; one that begins with the tab asks for files instead, whose names stand after
 * the rest of that line. Whatever is wrong, nothing else is written: it would land in the middle of what is typed.
 */
export async function complete(words: readonly string[], world: Asked & Pick<World, "stdout">): Promise<0> {
  const current = words.at(-1) ?? "";
  const fitting = await findFitting(readLine(words.slice(0, -1), current), current, world).catch(
    () => undefined,
  );
  if (fitting === undefined) return 0;
  const lines =
    "files" in fitting
      ? [`\t${fitting.kept}\n`]
      : fitting.candidates
          .filter(({ text }) => text.startsWith(current))
          .map(({ text, meaning = "" }) => `${text}\t${meaning}\n`);
  await world.stdout.write(lines.join("")).catch(() => {});
  return 0;
}
