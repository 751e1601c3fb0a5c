import { resolve } from "node:path";
import type { Choices } from "./choices.ts";
import { chooseByFlags, chooseWithQuestions, folderOf } from "./choose.ts";
import { type Dialog, InterruptedError } from "./dialog.ts";
import { help, type Options, parseOptions } from "./options.ts";
import { renderPackage } from "./render-package.ts";
import { UsageError } from "./usage-error.ts";
import { readVersions } from "./versions.ts";
import { requireEmpty, writeFiles } from "./write-files.ts";

/** All that the program sees of its process. */
export interface World {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Absent where nobody is there to answer. */
  readonly openDialog?: () => Dialog;
}

/** Writes a package and returns the exit code: as with upgradectl, 5 is a mistake on the command line. */
export async function create(world: World): Promise<0 | 5 | 130> {
  try {
    await run(world);
    return 0;
  } catch (error) {
    if (error instanceof InterruptedError) {
      world.writeError("\nInterrupted; nothing was written.\n");
      return 130;
    }
    if (!(error instanceof UsageError)) throw error;
    world.writeError(`error: ${error.message}\n${error.hint === undefined ? "" : `  → ${error.hint}\n`}`);
    return 5;
  }
}

async function run(world: World): Promise<void> {
  const options = parseOptions(world.argv);
  const versions = readVersions();
  if (options.print === "help") return world.write(help);
  if (options.print === "version") return world.write(`${versions.own}\n`);
  const require = (folder: string) =>
    options.force ? undefined : requireEmpty(resolve(world.cwd, folder), folder);
  if (options.folder !== undefined) require(options.folder);
  const choices = await choose(options, world);
  const folder = folderOf(options, choices);
  require(folder);
  writeFiles(resolve(world.cwd, folder), renderPackage(choices, versions));
  world.write(nextSteps(folder, choices));
}

async function choose(options: Options, { openDialog }: World): Promise<Choices> {
  if (options.yes || openDialog === undefined) return chooseByFlags(options);
  const dialog = openDialog();
  try {
    return await chooseWithQuestions(options, dialog.ask);
  } finally {
    dialog.close();
  }
}

function nextSteps(folder: string, { language, name }: Choices): string {
  const extension = language === "typescript" ? "ts" : "js";
  const build = language === "typescript" ? " && npm run build" : "";
  return `${folder} is written: a provider "${name}" for an API that is made up. Next:
  cd ${/^[\w./@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`}
  npm install${build} && npm test     the conformance kit passes
  src/index.${extension}                      put your vendor's API in place of the made-up one
  README.md                         what is left to do until it can be published
`;
}
