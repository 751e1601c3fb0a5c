import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withTemporaryFile } from "./temporary-files.ts";

/** Writes a file whole or not at all. `mode` is that of a new file; by default the process decides. */
export async function replaceFile(
  file: string,
  text: string | Iterable<string>,
  mode?: number,
): Promise<void> {
  // Not made from the file's own name, which may be as long as names can be.
  const temporary = join(dirname(file), `${beginning}${randomBytes(4).toString("hex")}${ending}`);
  await withTemporaryFile(temporary, async () => {
    try {
      // Made at once, and never made again: a process that ends in the middle takes it away for good.
      closeSync(openSync(temporary, "wx", mode));
      await writeFile(temporary, text, { flag: "r+" });
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {}); // what failed first is what is told
      throw error;
    }
  });
}

const beginning = ".upgradectl-";
const ending = ".tmp";

/** Whether a process that was killed while it replaced a file beside it left this one. */
export function isTemporary(name: string): boolean {
  return name.startsWith(beginning) && name.endsWith(ending);
}
