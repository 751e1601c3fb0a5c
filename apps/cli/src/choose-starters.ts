import { didYouMean, type LoadPlugin, type Plugin } from "@upgradectl/core";
import { findOfficial } from "./official-providers.ts";
import { UsageError } from "./usage-error.ts";
import { exampleOf } from "./views/schema-settings.ts";
import type { StarterProvider } from "./views/starter-manifest.ts";

/** Asks until an answer is accepted, which is where `accept` throws no `UsageError`. */
export type Ask = <T>(question: string, accept: (answer: string) => T | Promise<T>) => Promise<T>;

export interface StarterWishes {
  /** As given by flags; empty where they give none. */
  readonly sources: readonly string[];
  /** `REGION` or `PROVIDER=REGION`. */
  readonly regions: readonly string[];
  /** Absolute, of the manifest to be. */
  readonly directory: string;
}

const usual = "huawei-cce";

/** The providers of a manifest to be, each with its region: from the flags, else asked for, else the usual ones. */
export async function chooseStarters(
  { sources, regions, directory }: StarterWishes,
  ask: Ask | undefined,
  load: LoadPlugin,
): Promise<readonly StarterProvider[]> {
  const open = async (source: string): Promise<Opened> => {
    const result = await load({ source, directory });
    if ("plugin" in result) return { source, plugin: result.plugin };
    throw new UsageError(result.problem.summary, result.problem.hint, result.problem.detail);
  };
  const openAll = async (list: readonly string[]) => {
    const opened: Opened[] = [];
    for (const source of new Set(list)) opened.push(await open(source));
    return opened;
  };
  const opened =
    sources.length > 0 || ask === undefined
      ? await openAll(sources.length > 0 ? sources : [usual])
      : await askProviders(ask, openAll);
  const given = readRegions(regions, opened);
  const starters: StarterProvider[] = [];
  for (const { source, plugin } of opened) {
    const { definition } = plugin;
    const isTaken = starters.some(({ name }) => name === definition.name);
    const config = await chooseRegion(plugin, given.get(source), ask);
    starters.push({ name: isTaken ? source : definition.name, source, definition, config });
  }
  return starters;
}

interface Opened {
  readonly source: string;
  readonly plugin: Plugin;
}

async function askProviders(
  ask: Ask,
  openAll: (sources: readonly string[]) => Promise<readonly Opened[]>,
): Promise<readonly Opened[]> {
  const official = await findOfficial();
  const list = official.map((name, index) => `  ${index + 1}  ${name}\n`).join("");
  const title = "Whose clusters? Numbers or names with commas; an npm package or a file will do too.\n";
  const question = `${title}${list}Providers (${usual}): `;
  return ask(question, (answer) => {
    const words = splitList([answer]).map((word) => official[Number(word) - 1] ?? word);
    const unknown = words.find((word) => /^\d+$/.test(word));
    if (unknown !== undefined)
      throw new UsageError(`there is no number ${unknown}`, `Numbers: 1 to ${official.length}.`);
    const [meant] = words.flatMap((word) =>
      official.includes(word) ? [] : (didYouMean(word, official) ?? []),
    );
    if (meant !== undefined) throw new UsageError(`did you mean ${meant}?`);
    return openAll(words.length > 0 ? words : [usual]);
  });
}

/** Lists with commas, and without what is empty. */
export function splitList(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => text.split(","))
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** The region given for each source: one of its own, else the one for all that take a region. */
function readRegions(regions: readonly string[], opened: readonly Opened[]): ReadonlyMap<string, string> {
  const pairs = splitList(regions).map((text) => {
    const at = text.lastIndexOf("=");
    return at < 0 ? ([undefined, text] as const) : ([text.slice(0, at), text.slice(at + 1)] as const);
  });
  for (const [source, region] of pairs) {
    const chosen = opened.map((one) => one.source);
    if (source !== undefined && !chosen.includes(source))
      throw new UsageError(
        `--region is given for "${source}", which is none of the providers`,
        `Providers: ${chosen.join(", ")}.`,
      );
    if (region === "") throw new UsageError("--region is empty", "An unset variable on the command line?");
  }
  const common = pairs.findLast(([source]) => source === undefined)?.[1];
  return new Map(
    opened.flatMap(({ source }) => {
      const region = pairs.findLast(([own]) => own === source)?.[1] ?? common;
      return region === undefined ? [] : [[source, region] as const];
    }),
  );
}

/** The `config` that is known then: empty where the provider takes no region. */
async function chooseRegion(
  { definition }: Plugin,
  given: string | undefined,
  ask: Ask | undefined,
): Promise<StarterProvider["config"]> {
  const schema = definition.config.properties?.region;
  if (schema === undefined) {
    if (given === undefined) return {};
    throw new UsageError(`${definition.name} takes no region`, "Leave out --region.");
  }
  const example = String(exampleOf(schema, "region"));
  const accept = (answer: string): StarterProvider["config"] => {
    const region = answer.trim() === "" ? example : answer.trim();
    // What a variable holds is not known yet.
    if (!region.includes("$") && !new RegExp(schema.pattern ?? "", "u").test(region))
      throw new UsageError(
        `"${region}" is not a region of ${definition.name}`,
        `A region's id looks like ${example}.`,
      );
    return { region };
  };
  if (given !== undefined) return accept(given);
  return ask === undefined ? accept("") : ask(`Region of ${definition.name} (${example}): `, accept);
}
