import yargs, { type Argv } from "yargs";
import { words as knownWords } from "./command-words.ts";
import { type CommandDeclaration, type CommandName, declarations } from "./declarations.ts";
import { explainUsage, sayWhat } from "./explain-usage.ts";
import { stdinName } from "./manifest-files.ts";
import type { Flags } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { AboutProgram } from "./views/version.ts";

/** What the user asked for: a command with its words and flags, or a text to print (help, version). */
export type CommandLine =
  | { readonly run: CommandName; readonly words: readonly string[]; readonly flags: Flags }
  | { readonly print: string };

/**
 * Parses a command line. Throws a `UsageError`. No command runs here.
 * @param columns of the terminal that help is for, where there is one
 */
export async function parseCommandLine(
  argv: readonly string[],
  about: AboutProgram,
  columns = 80,
): Promise<CommandLine> {
  const help = findHelp(argv);
  if (help !== undefined) {
    const { renderCommandHelp, renderHelp } = await import("./views/help.ts");
    const width = Math.min(100, columns);
    return { print: help === null ? renderHelp(width) : renderCommandHelp(help, width) };
  }
  let chosen: CommandLine | undefined;
  const parser = declarations.reduce(
    (all, declaration) =>
      declare(all, declaration, (line) => {
        chosen = line;
      }),
    configure(yargs(), about.version),
  );
  const output = await new Promise<string>((resolve, reject) => {
    const done = (error: unknown, _parsed: unknown, text: string) => (error ? reject(error) : resolve(text));
    Promise.resolve(parser.parse(argv.flatMap(normalise), {}, done)).catch(reject);
  }).catch(async (error: unknown) => {
    // No command runs in here, so whatever is wrong is wrong with the command line.
    throw await explainUsage(error instanceof Error ? error.message : String(error), argv);
  });
  if (output === about.version) {
    const { renderVersion } = await import("./views/version.ts");
    return { print: renderVersion(about, argv.flatMap(normalise)) };
  }
  if (chosen === undefined) throw new UsageError(sayWhat, "See upgradectl --help.");
  return chosen;
}

function configure(parser: Argv, version: string): Argv {
  return parser
    .scriptName("upgradectl")
    .version(version)
    .help(false)
    .strict()
    .strictCommands()
    .demandCommand(1, sayWhat)
    .parserConfiguration({
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
    })
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(message ?? error.message);
    });
}

function declare(parser: Argv, declaration: CommandDeclaration, choose: (line: CommandLine) => void): Argv {
  const { name, words = [], flags } = declaration;
  return parser.command(
    [name, ...words.map((word) => knownWords[word].usage)].join(" "),
    false,
    (command) => {
      for (const word of words) command.positional(word, knownWords[word].options);
      command.options(flags);
      return command;
    },
    (parsed: Flags) => {
      // What follows `--` comes after the command's name in `_`.
      const after = Array.isArray(parsed._) ? parsed._.slice(1) : [];
      const given = [...words.map((word) => parsed[word] ?? []), after].flat().map(String);
      choose({ run: name, words: given, flags: parsed });
    },
  );
}

/** yargs loses a bare `-` among positional words, and takes `-ojson` for five flags. */
function normalise(word: string): readonly string[] {
  if (word === "-") return [stdinName];
  if (word === "--no-color") return ["--color", "never"];
  return /^-[ol][^-=]/.test(word) ? [word.slice(0, 2), word.slice(2)] : [word];
}

/** The command whose help is asked for, null for the program's own; undefined where nobody asks. */
function findHelp(argv: readonly string[]): CommandDeclaration | null | undefined {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const named = (index: number) => declarations.find(({ name }) => name === words[index]) ?? null;
  // As with git and kubectl.
  if (words[0] === "help" && words.length <= 2)
    return words.length === 1 || named(1) !== null ? named(1) : undefined;
  if (!words.some((word) => word === "--help" || word === "-h")) return undefined;
  return named(words.findIndex((word) => !word.startsWith("-")));
}
