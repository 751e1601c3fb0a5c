import { lstat, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, parse, resolve } from "node:path";
import { composeSchema } from "@upgradectl/core";
import { type Ask, chooseStarters, splitList } from "../choose-starters.ts";
import type { CommandInput } from "../command-input.ts";
import { isCi } from "../is-ci.ts";
import { stdinName } from "../manifest-files.ts";
import { flagValue, isSet, many } from "../options.ts";
import { openPluginLoader } from "../plugin-loader.ts";
import { withQuestions } from "../questions.ts";
import { reasonOf } from "../reason-of.ts";
import { replaceFile } from "../replace-file.ts";
import { UsageError } from "../usage-error.ts";
import { toComment } from "../views/cluster-comment.ts";
import { renderJson } from "../views/json.ts";
import { plainText } from "../views/plain-text.ts";
import { renderStarter, type StarterProvider } from "../views/starter-manifest.ts";
import type { World } from "../world.ts";

/**
 * Writes a manifest to start from, and beside it the schema that its first line names. Asks what no flag says, if anybody
 * is there to answer.
 */
export async function init(input: CommandInput): Promise<number> {
  const { words, flags, world } = input;
  const place = findPlace(words, world);
  const force = isSet(flags, "force");
  if (!force && (await exists(place.manifest))) throw isThere(place.file);
  const wishes = {
    sources: givenList(input, "provider"),
    regions: givenList(input, "region"),
    directory: dirname(place.manifest),
  };
  // A manifest to be may name what no lock knows yet; what the lock does know must be what it pins.
  const load = openPluginLoader(input, { lockUse: "allow-unlocked" });
  const choose = (ask?: Ask) => chooseStarters(wishes, ask, load);
  const asks = world.openDialog !== undefined && !isSet(flags, "yes") && !isCi(world);
  const starters = asks ? await withQuestions(input, choose) : await choose();
  if (typeof starters === "number") return starters;

  const schema = renderJson(composeSchema(starters.map(toPluginInUse)));
  const shown = place.file === defaultFile ? "" : ` ${toComment(quoteWord(place.file))}`;
  const text = renderStarter({ providers: starters, schemaFile: basename(place.schema), words: shown });
  const hadSchema = await exists(place.schema);
  await writeNew(place.schema, schema, { force, name: place.schemaFile });
  await writeNew(place.manifest, text, { force, name: place.file }).catch(async (error: unknown) => {
    // Nobody else names it.
    if (!hadSchema) await rm(place.schema, { force: true });
    throw error;
  });
  await world.stdout.write(nextSteps(place, shown, starters));
  return 0;
}

const defaultFile = "upgradectl.yaml";

interface Place {
  /** As given. */
  readonly file: string;
  readonly manifest: string;
  readonly schemaFile: string;
  readonly schema: string;
}

function findPlace([file = defaultFile, ...more]: readonly string[], { cwd }: World): Place {
  if (more.length > 0) throw new UsageError("init writes one file", "Name one: upgradectl init fleet.yaml");
  if (file === "") throw new UsageError("the file's name is empty", "An unset variable on the command line?");
  if (file === stdinName) throw new UsageError("init writes a file", "Name one: upgradectl init fleet.yaml");
  const manifest = resolve(cwd, file);
  const { name, ext } = parse(manifest);
  if (ext === ".json")
    throw new UsageError(`"${file}" would be JSON, which has no comments`, "Name a file that ends in .yaml.");
  // The line that names it ends at the first blank.
  const schemaName = `${/^[\w.-]+$/.test(name) ? name : "upgradectl"}.schema.json`;
  return {
    file,
    manifest,
    schemaFile: join(dirname(file), schemaName),
    schema: join(dirname(manifest), schemaName),
  };
}

function givenList({ flags }: CommandInput, name: string): readonly string[] {
  const given = many(flagValue(flags, name));
  const list = splitList(given);
  if (given.length > 0 && list.length === 0)
    throw new UsageError(`--${name} is empty`, "An unset variable on the command line?");
  return list;
}

function toPluginInUse({ name, source, definition }: StarterProvider) {
  return { source, localNames: [name], definition };
}

interface Writing {
  readonly force: boolean;
  /** For messages. */
  readonly name: string;
}

/** Never over another file; one that has this very text is as good as written. */
async function writeNew(path: string, text: string, { force, name }: Writing): Promise<void> {
  try {
    if (force) await replaceFile((await exists(path)) ? await realpath(path) : path, text);
    else await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isTaken) {
      if (!force) await rm(path, { force: true }).catch(() => {}); // half of it, on a full disk
      throw new UsageError(`"${name}" could not be written: ${reasonOf(error)}`);
    }
    const present = await readFile(path, "utf8").catch(() => undefined);
    if (present !== text) throw isThere(name);
  }
}

function isThere(name: string): UsageError {
  return new UsageError(`"${name}" is there already`, "Name another file, or write over it with --force.");
}

/** A link that leads nowhere is there too. */
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** As a shell takes it for one word. */
function quoteWord(file: string): string {
  return /^[\w./@%+:,-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

function nextSteps({ file, schemaFile }: Place, words: string, starters: readonly StarterProvider[]): string {
  const steps = [
    ...starters.map(({ name }) => [
      `upgradectl discover --provider ${toComment(quoteWord(name))}${words}`,
      "lists its live clusters, as entries to copy",
    ]),
    [`upgradectl validate${words}`, "checks the file, without asking a cloud"],
    [`upgradectl check${words}`, "is every cluster as declared?"],
  ] as const;
  const width = Math.max(...steps.map(([command = ""]) => command.length));
  const lines = steps.map(([command = "", about = ""]) => `  ${command.padEnd(width)}   ${about}\n`);
  const written = `${plainText(file)} is written, and ${plainText(schemaFile)} for completion and checks in editors.`;
  return `${written} Change what is marked with "Fill in". Next:\n${lines.join("")}`;
}
