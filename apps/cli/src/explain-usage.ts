import { didYouMean } from "@upgradectl/core";
import { words as knownWords } from "./command-words.ts";
import { type CommandDeclaration, type CommandName, declarations } from "./declarations.ts";
import { UsageError } from "./usage-error.ts";

export const sayWhat = "say what to do: upgradectl <command>";

/** The parser's complaint in a sentence of ours, with what was probably meant. */
export function explainUsage(message: string, argv: readonly string[]): UsageError {
  const command = declarations.find(({ name }) => argv.includes(name));
  const seeHelp = `See upgradectl ${command === undefined ? "" : `${command.name} `}--help.`;
  const [helpWord, topic, extra] = argv;
  if (helpWord === "help" && topic !== undefined && !topic.startsWith("-"))
    return extra === undefined ? unknownCommand(topic) : tooMuchHelp(command);
  const [, without] = /^Not enough arguments following: (.*)$/.exec(message.trim()) ?? [];
  if (without !== undefined) {
    const found = Object.entries(command?.flags ?? {}).find(([name, { alias }]) =>
      [name, alias].includes(without),
    );
    if (found === undefined) return new UsageError(`--${without} needs a value after it`, seeHelp);
    const [name, { argument = "a value", describe = "" }] = found;
    return new UsageError(`--${name} needs ${argument} after it`, `${capitalise(describe)}. ${seeHelp}`);
  }
  const flag = argv.find((word) => word.startsWith("-"));
  if (command === undefined && flag !== undefined && message.startsWith(sayWhat))
    return unknownFlag(flag.split("=")[0] ?? flag, undefined, seeHelp);
  if (command !== undefined && message.startsWith("Not enough non-option arguments")) {
    const [word] = command.words ?? [];
    const missing = word === undefined ? "a word" : knownWords[word].usage;
    const meaning = word === undefined ? "" : `${knownWords[word].options.describe}. `;
    return new UsageError(`upgradectl ${command.name} needs ${missing}`, `${capitalise(meaning)}${seeHelp}`);
  }
  const [, kind, list = ""] = /^Unknown (argument|command)s?: (.*)$/.exec(message.trim()) ?? [];
  if (kind === undefined) return new UsageError(message.trim().split("\n").join("; "), seeHelp);
  const [word = ""] = list.split(", ");
  const typed = argv.find(
    (argument) => argument.startsWith("-") && argument.replace(/^--?/, "").split("=")[0] === word,
  );
  return typed === undefined
    ? command === undefined
      ? unknownCommand(word)
      : tooManyWords(command, word, seeHelp)
    : unknownFlag(typed.split("=")[0] ?? typed, command, seeHelp);
}

function tooMuchHelp(command: CommandDeclaration | undefined): UsageError {
  return new UsageError(
    "help is of one command at a time",
    `Such as upgradectl help ${command?.name ?? "check"}.`,
  );
}

function tooManyWords({ name }: CommandDeclaration, word: string, seeHelp: string): UsageError {
  return new UsageError(`upgradectl ${name} has no place for "${word}"`, seeHelp);
}

export function unknownCommand(word: string): UsageError {
  const names = declarations.map(({ name }) => name);
  const meant = didYouMean(word, names);
  const hint = meant === undefined ? `Commands: ${names.join(", ")}.` : `Did you mean ${meant}?`;
  return new UsageError(`upgradectl does not know the command "${word}"`, hint);
}

function unknownFlag(flag: string, command: CommandDeclaration | undefined, seeHelp: string): UsageError {
  const known = [...Object.keys(command?.flags ?? {}), "help", "version"];
  const name = flag.replace(/^--?/, "");
  const owners = declarations.filter(({ flags }) => Object.hasOwn(flags, name)).map((each) => each.name);
  const meant = owners.length > 0 ? undefined : didYouMean(name, known);
  const summary = `${["upgradectl", command?.name ?? []].flat().join(" ")} does not know the flag ${flag}`;
  if (meant !== undefined) return new UsageError(summary, `Did you mean --${meant}?`);
  const [owner] = owners;
  if (owner === undefined) return new UsageError(summary, seeHelp);
  if (command === undefined) return new UsageError(sayWhat, `Such as upgradectl ${owner} ${flag}.`);
  return new UsageError(summary, `It is a flag of ${owners.join(", ")}. ${seeHelp}`);
}

/** To yargs `--help=x` is an unknown flag, and `--version=x` none at all. */
export function refuseValue(argv: readonly string[]): void {
  const end = argv.indexOf("--");
  const found = (end < 0 ? argv : argv.slice(0, end)).find((word) => /^--(?:help|version)=/.test(word));
  if (found === undefined) return;
  const [name] = found.split("=");
  throw new UsageError(`${name} takes no value`, `Write ${name} alone.`);
}

/** To yargs `--exit-zero=banana` is false, and so would be a misspelt true. */
export function refuseNoBoolean(argv: readonly string[], command: CommandName): void {
  const flags = Object.entries(declarations.find(({ name }) => name === command)?.flags ?? {});
  const end = argv.indexOf("--");
  for (const word of end < 0 ? argv : argv.slice(0, end)) {
    const [, dashes, names = "", value] = /^(--?)([^=]+)=(.*)$/s.exec(word) ?? [];
    if (dashes === undefined || value === "true" || value === "false") continue;
    // Of `-qv=x` the value is the last one's.
    const asked = dashes === "-" ? names.slice(-1) : names;
    const [name] =
      flags.find(
        ([long, { type, alias }]) => type === "boolean" && asked === (dashes === "-" ? alias : long),
      ) ?? [];
    if (name !== undefined)
      throw new UsageError(
        `--${name} "${value}" is neither true nor false`,
        `It needs no value: upgradectl ${command} --${name}`,
      );
  }
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
