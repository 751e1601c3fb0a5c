import type { WordName } from "../command-words.ts";
import { type CommandDeclaration, declarations } from "../declarations.ts";
import { type Asked, findNames, type Names } from "./find-names.ts";
import type { Line, Spot } from "./read-line.ts";
import { shells } from "./shells.ts";

/** What fits at the cursor: whole words, or files whose names stand after what is `kept` of the word. */
export type Fitting =
  | { readonly candidates: readonly Candidate[] }
  | { readonly files: true; readonly kept: string };

export interface Candidate {
  readonly text: string;
  readonly meaning?: string;
}

/** What may come at the cursor, whatever of it is typed already; files are the shell's own to list. */
export async function findFitting(line: Line, current: string, world: Asked): Promise<Fitting> {
  const { declaration, spot } = line;
  switch (spot.at) {
    case "command":
      return { candidates: declarations.map(({ name, summary }) => ({ text: name, meaning: summary })) };
    case "flag":
      return { candidates: flagsFor(declaration, spot.taken) };
    case "value":
      return fitValue(line, spot, current, world);
    case "word":
      return fitWord(spot.word, line, world);
    case "nothing":
      return { candidates: [] };
  }
}

/** What may be given more than once. */
const repeatable = new Set(["output", "cluster", "selector", "config", "region"]);

function flagsFor(
  declaration: CommandDeclaration | undefined,
  taken: ReadonlySet<string>,
): readonly Candidate[] {
  const own = Object.entries(declaration?.flags ?? {}).filter(
    ([name]) => repeatable.has(name) || !taken.has(name),
  );
  return [
    ...own.map(([name, { describe = "" }]) => ({ text: `--${name}`, meaning: String(describe) })),
    { text: "--help", meaning: "Show help" },
    { text: "--version", meaning: "Show version number" },
  ];
}

async function fitWord(word: WordName, line: Line, world: Asked): Promise<Fitting> {
  if (word === "shell") return { candidates: shells.map((text) => ({ text })) };
  if (word !== "cluster") return { files: true, kept: "" };
  const { clusters } = await findNames(line, world);
  return { candidates: clusters.map((text) => ({ text })) };
}

async function fitValue(
  line: Line,
  { flag, kept }: Extract<Spot, { at: "value" }>,
  current: string,
  world: Asked,
): Promise<Fitting> {
  const value = current.slice(kept.length);
  if (flag === "output" && value.includes("="))
    return { files: true, kept: current.slice(0, kept.length + value.indexOf("=") + 1) };
  const isList = lists.has(flag);
  const before = isList ? value.slice(0, value.lastIndexOf(",") + 1) : "";
  const taken = before.split(",");
  const own = value.slice(before.length);
  const texts = (await valuesOf(flag, own, line, world)).filter((text) => !isList || !taken.includes(text));
  return { candidates: texts.map((text) => ({ text: kept + before + text })) };
}

/** Flags whose value is several, joined by commas. */
const lists = new Set(["fail-on", "close-on", "selector"]);

/** The values of a flag that has few, or whose values stand in the manifest. Other flags have none to offer. */
async function valuesOf(flag: string, own: string, line: Line, world: Asked): Promise<readonly string[]> {
  switch (flag) {
    case "color":
      return ["auto", "always", "never"];
    case "output": {
      const { formats } = await import("../outputs.ts");
      const named = String(line.declaration?.flags.output?.describe ?? "");
      return formats.filter((format) => named.includes(format));
    }
    case "fail-on":
    case "close-on": {
      const { outcomeNames, verdictNames } = await import("@upgradectl/core");
      return [...outcomeNames, ...verdictNames];
    }
    case "selector":
      return requirementsFrom((await findNames(line, world)).labels, own);
    case "cluster":
      return (await findNames(line, world)).clusters;
    case "provider": {
      const { findOfficial } = await import("../official-providers.ts");
      const [{ providers }, official] = await Promise.all([findNames(line, world), findOfficial()]);
      return [...new Set([...providers, ...official])];
    }
    default:
      return [];
  }
}

/** What a selector may say with the operator that is typed; without one, whether a key is there, or is a value. */
function requirementsFrom(labels: Names["labels"], own: string): readonly string[] {
  const keys = [...labels.keys()];
  if (own.startsWith("!")) return keys.map((key) => `!${key}`);
  const [operator] = /!=?|==/.exec(own) ?? [];
  const pairs = [...labels].flatMap(([key, values]) =>
    [...values].map(
      (value) => `${key}${operator === undefined ? "=" : operator === "!" ? "!=" : operator}${value}`,
    ),
  );
  return own.includes("=") ? pairs : [...keys, ...pairs];
}
