import yargs, { type Argv } from "yargs";
import type { CommandLine } from "./command-line.ts";
import { words as knownWords } from "./command-words.ts";
import { type CommandDeclaration, declarations } from "./declarations.ts";
import { explainUsage, refuseNoBoolean, sayWhat } from "./explain-usage.ts";
import { stdinName } from "./manifest-files.ts";
import type { Flags } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { AboutProgram } from "./views/version.ts";

/** Any command line that does not ask for help. Throws a `UsageError`. */
export async function parseWithYargs(argv: readonly string[], about: AboutProgram): Promise<CommandLine> {
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
  }).catch((error: unknown) => {
    // No command runs in here, so whatever is wrong is wrong with the command line.
    throw explainUsage(error instanceof Error ? error.message : String(error), argv);
  });
  if (output === about.version) {
    const { renderVersion } = await import("./views/version.ts");
    return { print: renderVersion(about, argv.flatMap(normalise)) };
  }
  if (chosen === undefined) throw new UsageError(sayWhat, "See upgradectl --help.");
  if ("run" in chosen) refuseNoBoolean(argv.flatMap(normalise), chosen.run);
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
