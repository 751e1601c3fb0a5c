import { distance } from "fastest-levenshtein";
import { PluginFault } from "./plugin-problem.ts";
import { officialPackage } from "./plugin-source.ts";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

/** What is known of a plugin that was not found. */
export interface MissingPlugin {
  /** As written in the manifest. */
  readonly source: string;
  readonly range: string | undefined;
  readonly directory: string;
  readonly hostDirectory: string;
  readonly packageManager: PackageManager;
  /** Short names of the official providers that are there. */
  readonly installed: readonly string[];
}

const installCommands: Readonly<Record<PackageManager, string>> = {
  npm: "npm install --save-dev",
  pnpm: "pnpm add --save-dev",
  yarn: "yarn add --dev",
  bun: "bun add --dev",
};

export function missingPackage(names: readonly string[], missing: MissingPlugin): PluginFault {
  return new PluginFault({
    code: "plugin-missing",
    summary: `The provider \`${missing.source}\` is not installed.`,
    detail: `Looked for ${names.join(", then ")} in \`node_modules\` of ${missing.directory} and its parents, then beside upgradectl in ${missing.hostDirectory}.`,
    hint: hintFor(names, missing),
  });
}

export function missingPath(path: string, target: string, extension: string | null): PluginFault {
  return new PluginFault({
    code: "plugin-missing",
    summary: `There is no plugin at \`${path}\`.`,
    detail: `Expected the file or folder ${target}; paths are relative to the manifest.`,
    hint: extension === null ? "Correct the path in `source`." : `Did you mean \`${path}${extension}\`?`,
  });
}

/** A command that a user can paste. */
export function installCommand(packageManager: PackageManager, name: string, range?: string): string {
  const wanted = range === undefined ? name : `"${name}@${range}"`;
  return `${installCommands[packageManager]} ${wanted}`;
}

/**
 * The official package comes first, because nobody else can publish into its scope. The bare name of a misspelt one
 * is not suggested: anybody could have published that.
 */
function hintFor(
  names: readonly string[],
  { source, range, packageManager, installed }: MissingPlugin,
): string {
  const install = (name: string) => `\`${installCommand(packageManager, name, range)}\``;
  const similar = findSimilar(source, installed);
  const didYouMean = similar === undefined ? "" : `Did you mean \`${similar}\`? If not, install it: `;
  if (names.length === 1 || /upgradectl|provider/.test(source))
    return `${didYouMean || "Install it: "}${install(source)}.`;
  const official = install(officialPackage(source));
  if (similar !== undefined) return `${didYouMean}${official}.`;
  if (/\.[cm]?[jt]s$/.test(source))
    return `Write \`./${source}\` if it is a file, or install it: ${official}.`;
  return `Install it: ${official}; if it is the package \`${source}\` that you mean: ${install(source)}.`;
}

/** The nearest spelling, else a provider that has the word in its name (`cce`). */
function findSimilar(source: string, installed: readonly string[]): string | undefined {
  const short = source.replace(/^@upgradectl\//, "").replace(/^provider-/, "");
  const [nearest] = [...new Set(installed)]
    .map((name) => ({ name, edits: distance(short, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, name.length / 4) || name.split("-").includes(short))
    .toSorted((a, b) => a.edits - b.edits || a.name.length - b.name.length);
  return nearest?.name;
}
