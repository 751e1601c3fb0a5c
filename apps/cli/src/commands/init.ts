import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { CommandInput } from "../command-input.ts";
import { reasonOf } from "../manifest-files.ts";
import { isSet } from "../options.ts";
import { UsageError } from "../usage-error.ts";
import { plainText } from "../views/plain-text.ts";
import { starterManifest } from "../views/starter-manifest.ts";

/** Writes a manifest to start from. Asks nothing, so that it does the same in a script and at a terminal. */
export async function init({ words, flags, world }: CommandInput): Promise<number> {
  const [file = "upgradectl.yaml", ...more] = words;
  if (more.length > 0) throw new UsageError("init writes one file", "Name one: upgradectl init fleet.yaml");
  if (file === "") throw new UsageError("the file's name is empty", "An unset variable on the command line?");
  const flag = isSet(flags, "force") ? "w" : "wx";
  await writeFile(resolve(world.cwd, file), starterManifest, { flag }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new UsageError(`"${file}" is there already`, "Name another file, or write over it with --force.");
    throw new UsageError(`"${file}" could not be written: ${reasonOf(error)}`);
  });
  const name = plainText(file);
  const named = file === "upgradectl.yaml" ? "" : ` ${name}`;
  await world.stdout.write(`${name} is written. Next:
  upgradectl schema${named} > upgradectl.schema.json   for completion in editors
  upgradectl validate${named}                          checks it, without asking a cloud
  upgradectl discover --provider my-clusters${named}   lists the live clusters, as entries to copy
`);
  return 0;
}
