import type { CommandLine } from "./command-line.ts";
import { type CommandDeclaration, declarations } from "./declarations.ts";
import { type AboutProgram, renderVersion } from "./views/version.ts";

/** Commands whose words are any number of manifests. */
const plainCommands: ReadonlySet<string> = new Set(["check", "gate", "validate"]);

/**
 * Reads the command lines that pipelines have: a command, manifests, flags with their values, nothing short, odd or wrong.
 * Undefined for any other: that is yargs' to read, and to explain. Loading it takes longer than a check of one cluster.
 */
export function parsePlainly(argv: readonly string[], about: AboutProgram): CommandLine | undefined {
  const [first = "", ...rest] = argv;
  if (first === "--version" && rest.length === 0) return { print: renderVersion(about, []) };
  const command = plainCommands.has(first) ? declarations.find(({ name }) => name === first) : undefined;
  return command === undefined ? undefined : parseWords(command, rest);
}

function parseWords({ name, flags }: CommandDeclaration, rest: readonly string[]): CommandLine | undefined {
  const given = new Map<string, string | boolean | readonly string[]>();
  const words: string[] = [];
  const left = rest.values();
  for (const word of left) {
    if (!word.startsWith("-")) {
      if (!isPlain(word)) return undefined;
      words.push(word);
      continue;
    }
    const [, long, inline] = /^--([a-z][a-z-]*)(?:=(.*))?$/.exec(longOf(word)) ?? [];
    const flag = long !== undefined && Object.hasOwn(flags, long) ? flags[long] : undefined;
    if (long === undefined || flag === undefined) return undefined;
    const known = given.get(long);
    if (flag.type === "boolean") {
      if (inline !== undefined || known !== undefined) return undefined;
      given.set(long, true);
      continue;
    }
    const value = inline ?? left.next().value;
    if (value === undefined || !isPlain(value)) return undefined;
    given.set(long, known === undefined ? value : [known, value].flat().map(String));
  }
  return { run: name, words, flags: Object.fromEntries(given) };
}

function longOf(word: string): string {
  return word === "-o" ? "--output" : word === "-l" ? "--selector" : word;
}

/** yargs takes quotes off, a dash for the beginning of a flag, and these two words for the value of a flag before them. */
function isPlain(text: string): boolean {
  return text !== "true" && text !== "false" && /^[^-'"\s][^'"\s]*$/.test(text);
}
