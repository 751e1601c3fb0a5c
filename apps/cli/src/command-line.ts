import yargs, { type Argv } from "yargs";
import { words as knownWords } from "./command-words.ts";
import { type CommandDeclaration, type CommandName, declarations } from "./declarations.ts";
import { stdinName } from "./manifest-files.ts";
import type { Flags } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import type { AboutProgram } from "./views/version.ts";

/** What the user asked for: a command with its words and flags, or a text to print (help, version). */
export type CommandLine =
  | { readonly run: CommandName; readonly words: readonly string[]; readonly flags: Flags }
  | { readonly print: string };

/** Parses a command line. Throws a `UsageError`. No command runs here. */
export async function parseCommandLine(argv: readonly string[], about: AboutProgram): Promise<CommandLine> {
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
    throw await explain(error instanceof Error ? error.message : String(error), argv);
  });
  if (output === about.version) {
    const { renderVersion } = await import("./views/version.ts");
    return { print: renderVersion(about, argv.flatMap(normalise)) };
  }
  if (output !== "") return { print: `${output}\n` };
  if (chosen === undefined) throw new UsageError("say what to do: upgradectl <command>", seeHelp);
  return chosen;
}

const seeHelp = "See upgradectl --help.";

function configure(parser: Argv, version: string): Argv {
  return parser
    .scriptName("upgradectl")
    .usage(
      "$0 <command>\n\nIs every cluster really at the version the manifest declares, and may we deploy now?",
    )
    .version(version)
    .help()
    .alias("help", "h")
    .epilogue(
      "Exit codes: 0 as declared (check) or open (gate), 2 action needed, 3 upgrades under way, 4 a cluster could not be read, 5 bad usage, manifest or configuration.",
    )
    .strict()
    .strictCommands()
    .demandCommand(1, "say what to do: upgradectl <command>")
    .parserConfiguration({
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
    })
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(message ?? error.message);
    });
}

function declare(parser: Argv, declaration: CommandDeclaration, choose: (line: CommandLine) => void): Argv {
  const { name, words = [], summary, flags, examples = [] } = declaration;
  return parser.command(
    [name, ...words.map((word) => knownWords[word].usage)].join(" "),
    summary,
    (command) => {
      for (const word of words) command.positional(word, knownWords[word].options);
      command.options(flags);
      for (const [line, meaning] of examples) command.example(line, meaning);
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

/** The parser's complaint in a sentence of ours, with what was probably meant. */
async function explain(message: string, argv: readonly string[]): Promise<UsageError> {
  const [, kind, list = ""] = /^Unknown (argument|command)s?: (.*)$/.exec(message.trim()) ?? [];
  if (kind === undefined) return new UsageError(message.trim().split("\n").join("; "), seeHelp);
  const { didYouMean } = await import("@upgradectl/core");
  const words = list.split(", ");
  const isFlag = (word: string) =>
    argv.some((argument) => argument.startsWith("-") && argument.replace(/^--?/, "").split("=")[0] === word);
  const flags = declarations.find(({ name }) => argv.includes(name))?.flags ?? {};
  const meant = words.map((word) =>
    isFlag(word)
      ? didYouMean(word, Object.keys(flags))
      : didYouMean(
          word,
          declarations.map(({ name }) => name),
        ),
  );
  const named = words
    .map((word) => (isFlag(word) ? `the flag --${word}` : `the command "${word}"`))
    .join(", ");
  const hints = words.flatMap((word, index) =>
    meant[index] ? [isFlag(word) ? `--${meant[index]}` : meant[index]] : [],
  );
  const hint = hints.length === 0 ? seeHelp : `Did you mean ${hints.join(", ")}?`;
  return new UsageError(`upgradectl does not know ${named}`, hint);
}
