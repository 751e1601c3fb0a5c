import { didYouMean } from "../did-you-mean.ts";
import type { Executable } from "./executable.ts";
import { installCommand, type PackageManager } from "./package-manager.ts";
import { PluginFault } from "./plugin-problem.ts";
import { officialPackage } from "./plugin-source.ts";

/** What is known of a plugin that was not found. */
export interface MissingPlugin {
  /** As written in the manifest. */
  readonly source: string;
  readonly range: string | undefined;
  readonly directory: string;
  readonly hostDirectory: string;
  /** Where the host is one, nothing was looked for beside it. */
  readonly executable?: Executable | undefined;
  /** Short names of the official providers that are there. */
  readonly installed: readonly string[];
  readonly manager: PackageManager;
}

export function missingPackage(names: readonly string[], missing: MissingPlugin): PluginFault {
  const { directory, hostDirectory, executable } = missing;
  const last =
    executable === undefined ? `beside upgradectl in ${hostDirectory}` : `in ${executable.file} itself`;
  return new PluginFault({
    code: "plugin-missing",
    summary: `The provider \`${missing.source}\` is not installed.`,
    detail: `Looked for ${names.join(", then ")} in \`node_modules\` of ${directory} and its parents, then ${last}.`,
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

/**
 * The official package comes first, because nobody else can publish into its scope. The bare name of a misspelt one
 * is not suggested: anybody could have published that.
 */
function hintFor(names: readonly string[], { source, range, installed, manager }: MissingPlugin): string {
  const install = (name: string) => `\`${installCommand(name, range, manager)}\``;
  const similar = findSimilar(source, installed);
  const suggestion = similar === undefined ? "" : `Did you mean \`${similar}\`? If not, install it: `;
  if (names.length === 1 || /upgradectl|provider/.test(source))
    return `${suggestion || "Install it: "}${install(source)}.`;
  const official = install(officialPackage(source));
  if (similar !== undefined) return `${suggestion}${official}.`;
  if (/\.[cm]?[jt]s$/.test(source))
    return `Write \`./${source}\` if it is a file, or install it: ${official}.`;
  return `Install it: ${official}; if it is the package \`${source}\` that you mean: ${install(source)}.`;
}

/** The nearest spelling, else a provider that has the word in its name (`cce`). */
function findSimilar(source: string, installed: readonly string[]): string | undefined {
  const short = source.replace(/^@upgradectl\//, "").replace(/^provider-/, "");
  const known = installed.toSorted((a, b) => a.length - b.length);
  return didYouMean(short, known) ?? known.find((name) => name.split("-").includes(short));
}
