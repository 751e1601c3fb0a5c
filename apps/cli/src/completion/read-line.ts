import type { Options } from "yargs";
import { words as knownWords, type WordName } from "../command-words.ts";
import { type CommandDeclaration, declarations } from "../declarations.ts";

/** What the cursor is at. `kept` is what the word under it already has in front of what is looked for: `--color=`. */
export type Spot =
  | { readonly at: "command" }
  | { readonly at: "flag"; readonly taken: ReadonlySet<string> }
  | { readonly at: "value"; readonly flag: string; readonly kept: string }
  | { readonly at: "word"; readonly word: WordName }
  | { readonly at: "nothing" };

/** A command line up to the cursor. */
export interface Line {
  readonly declaration: CommandDeclaration | undefined;
  /** The command's words so far. */
  readonly given: readonly string[];
  readonly spot: Spot;
}

const everyFlag: Readonly<Record<string, Options>> = Object.assign(
  {},
  ...declarations.map(({ flags }) => flags),
);

/** Reads the words before the cursor's, and the part of its own that stands before it. */
export function readLine(before: readonly string[], current: string): Line {
  const taken = new Set<string>();
  const given: string[] = [];
  let declaration: CommandDeclaration | undefined;
  let isUnknown = false;
  let wordsOnly = false;
  let waiting: string | undefined;
  for (const word of before) {
    if (waiting !== undefined) waiting = undefined;
    else if (!wordsOnly && word === "--") wordsOnly = true;
    else if (!wordsOnly && word.startsWith("-") && word !== "-") {
      const { flag, value } = splitFlag(word, declaration);
      if (flag === undefined) continue;
      taken.add(flag);
      if (value === undefined && takesValue(flag, declaration)) waiting = flag;
    } else if (declaration !== undefined) given.push(word);
    else {
      declaration = declarations.find(({ name }) => name === word);
      isUnknown ||= declaration === undefined;
    }
  }
  const spot = isUnknown ? nothing : findSpot(current, { declaration, given, taken, waiting, wordsOnly });
  return { declaration, given, spot };
}

const nothing: Spot = { at: "nothing" };

interface Before extends Omit<Line, "spot"> {
  readonly taken: ReadonlySet<string>;
  /** The flag whose value comes next. */
  readonly waiting: string | undefined;
  readonly wordsOnly: boolean;
}

function findSpot(current: string, { declaration, given, taken, waiting, wordsOnly }: Before): Spot {
  if (waiting !== undefined) return { at: "value", flag: waiting, kept: "" };
  if (!wordsOnly && current.startsWith("-")) {
    const { flag, value } = splitFlag(current, declaration);
    if (value === undefined) return { at: "flag", taken };
    if (flag === undefined || !takesValue(flag, declaration)) return nothing;
    return { at: "value", flag, kept: current.slice(0, current.length - value.length) };
  }
  if (declaration === undefined) return { at: "command" };
  const { words = [] } = declaration;
  const last = words.at(-1);
  const repeated = last !== undefined && knownWords[last].options.array === true ? last : undefined;
  const word = words[given.length] ?? repeated;
  return word === undefined ? nothing : { at: "word", word };
}

/** The long name of a flag, and its value where the same word has it: `--color=never`, `-ojson`. */
function splitFlag(
  word: string,
  declaration: CommandDeclaration | undefined,
): { readonly flag: string | undefined; readonly value: string | undefined } {
  if (!word.startsWith("--")) {
    const letter = word.slice(1, 2);
    const flag = Object.entries(flagsOf(declaration)).find(([, { alias }]) => alias === letter)?.[0];
    if (word.length <= 2 || flag === undefined || !takesValue(flag, declaration))
      return { flag, value: undefined };
    return { flag, value: word.slice(2).replace(/^=/, "") };
  }
  const at = word.indexOf("=");
  const name = word.slice(2, at < 0 ? undefined : at);
  const flag = Object.hasOwn(flagsOf(declaration), name) ? name : undefined;
  return { flag, value: at < 0 ? undefined : word.slice(at + 1) };
}

function takesValue(flag: string, declaration: CommandDeclaration | undefined): boolean {
  return flagsOf(declaration)[flag]?.type === "string";
}

/** Before the command is named, a flag may be that of any. */
function flagsOf(declaration: CommandDeclaration | undefined): Readonly<Record<string, Options>> {
  return declaration?.flags ?? everyFlag;
}
