import yargs, { type Argv } from "yargs";
import type { CommandLine } from "./command-line.ts";
import { words as knownWords } from "./command-words.ts";
import { type CommandDeclaration, declarations } from "./declarations.ts";
import { explainUsage, refuseNoBoolean, refuseValue, sayWhat, unknownCommand } from "./explain-usage.ts";
import { stdinName } from "./manifest-files.ts";
import type { Flags } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { AboutProgram } from "./views/version.ts";

/** Any command line that does not ask for help. Throws a `UsageError`. */
export async function parseWithYargs(given: readonly string[], about: AboutProgram): Promise<CommandLine> {
  const argv = commandFirst(given.flatMap(normalise));
  refuseValue(argv);
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
    Promise.resolve(parser.parse([...argv], {}, done)).catch(reject);
  }).catch((error: unknown) => {
    // No command runs in here, so whatever is wrong is wrong with the command line.
    throw explainUsage(error instanceof Error ? error.message : String(error), argv);
  });
  if (output === about.version) {
    const { renderVersion } = await import("./views/version.ts");
    return { print: renderVersion(about, argv) };
  }
  if (chosen === undefined) throw new UsageError(sayWhat, "See upgradectl --help.");
  if ("run" in chosen) refuseNoBoolean(argv, chosen.run);
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

/** yargs would take the command for the value of a flag before it, whose kind it learns from the command. */
function commandFirst(argv: readonly string[]): readonly string[] {
  let index = 0;
  for (let word = argv[0]; word?.startsWith("-") && word !== "--"; word = argv[index])
    index += takesNextWord(word) ? 2 : 1;
  const [command, ...rest] = argv.slice(index);
  if (index === 0 || command === undefined || command === "--") return argv;
  if (declarations.some(({ name }) => name === command)) return [command, ...argv.slice(0, index), ...rest];
  throw unknownCommand(command);
}

function takesNextWord(word: string): boolean {
  const [, dashes, name = "", value] = /^(--?)([^=]+)(=.*)?$/s.exec(word) ?? [];
  // Of `-qv` each letter is a flag, and what follows is for the last one.
  const asked = dashes === "-" ? name.slice(-1) : name;
  const flags = declarations.flatMap((declaration) => Object.entries(declaration.flags));
  const [, flag] = flags.find(([long, { alias }]) => asked === (dashes === "-" ? alias : long)) ?? [];
  return flag !== undefined && flag.type !== "boolean" && value === undefined;
}

/** yargs loses a bare `-` among positional words, and takes `-ojson` for five flags. */
function normalise(word: string): readonly string[] {
  if (word === "-") return [stdinName];
  if (word === "--no-color") return ["--color", "never"];
  return /^-[ol][^-=]/.test(word) ? [word.slice(0, 2), word.slice(2)] : [word];
}
