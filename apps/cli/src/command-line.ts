import { type CommandDeclaration, type CommandName, declarations } from "./declarations.ts";
import type { Flags } from "./options.ts";
import { parsePlainly } from "./parse-plainly.ts";
import type { AboutProgram } from "./views/version.ts";

/** What the user asked for: a command with its words and flags, or a text to print (help, version). */
export type CommandLine =
  | { readonly run: CommandName; readonly words: readonly string[]; readonly flags: Flags }
  | { readonly print: string };

export interface CommandLineOptions {
  /** Of the terminal that help is for; default 80. */
  readonly columns?: number | undefined;
  /** Whether plain command lines are read without yargs, to the same end; default true. */
  readonly fastPaths?: boolean;
}

/** Parses a command line. Throws a `UsageError`. No command runs here. */
export async function parseCommandLine(
  argv: readonly string[],
  about: AboutProgram,
  { columns = 80, fastPaths = true }: CommandLineOptions = {},
): Promise<CommandLine> {
  const plain = fastPaths ? parsePlainly(argv, about) : undefined;
  if (plain !== undefined) return plain;
  const help = findHelp(argv);
  if (help !== undefined) {
    const { renderCommandHelp, renderHelp } = await import("./views/help.ts");
    const width = Math.min(100, columns);
    return { print: help === null ? renderHelp(width) : renderCommandHelp(help, width) };
  }
  const { parseWithYargs } = await import("./parse-with-yargs.ts");
  return parseWithYargs(argv, about);
}

/** The command whose help is asked for, null for the program's own; undefined where nobody asks. */
function findHelp(argv: readonly string[]): CommandDeclaration | null | undefined {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const named = (index: number) => declarations.find(({ name }) => name === words[index]) ?? null;
  // As with git and kubectl.
  if (words[0] === "help" && words.length <= 2)
    return words.length === 1 || words[1] === "help" || named(1) !== null ? named(1) : undefined;
  if (!words.some((word) => word === "--help" || word === "-h")) return undefined;
  return named(words.findIndex((word) => !word.startsWith("-")));
}
