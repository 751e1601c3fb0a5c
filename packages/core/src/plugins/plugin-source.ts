import { oneLine, PluginFault } from "./plugin-problem.ts";

/** Where a provider's `source` says that the plugin is. */
export type PluginSource =
  | { readonly kind: "path"; readonly path: string }
  /** Package names, the one to try first in front. */
  | { readonly kind: "package"; readonly names: readonly [string, ...string[]] };

export const officialScope = "@upgradectl";
export const officialPrefix = "provider-";

const packageName = /^(?:@[a-z0-9][a-z0-9._~-]*\/)?[a-z0-9][a-z0-9._~-]*$/;
const expected =
  "Expected the short name of an official provider, the name of an npm package, or a path that starts with `./` or `../`.";

/** What people write that is no source, with the mended spelling where there is one. */
const mistakes: readonly (readonly [found: RegExp, is: string, mend: (source: string) => string])[] = [
  [/^\s*$/, "is empty", () => "Name a provider, such as `huawei-cce`."],
  [/\p{Cc}/u, "has control characters in it", () => expected],
  [/^\s|\s$/, "has blanks around it", (source) => `Write \`${source.trim()}\`.`],
  [/^\.\.?$/, "is not a path yet", (source) => `Write \`${source}/\`.`],
  [/^\.\.?\\/, "has backslashes in it", (source) => `Write \`${source.replaceAll("\\", "/")}\`.`],
  [
    /^(?:[/\\~]|[a-z]:[/\\])/i,
    "is an absolute path",
    () => "Write it relative to the manifest: `./…` or `../…`.",
  ],
  [/^[a-z][a-z0-9+.-]*:/i, "is a URL", () => `Nothing is downloaded to run. ${expected}`],
  [/\.\./, "goes up inside a package name", (source) => `Write \`./${source}\` if it is a path.`],
  [/^@?[^@]+@/, "has a version in it", (source) => splitVersionOff(source)],
  [/^@[^/]+\/[^/]+\//, "is not the name of a package", (source) => `Write \`${packageOf(source)}\`.`],
  [/^[^@].*\//, "is not the name of a package", (source) => `Write \`./${source}\` if it is a path.`],
  [/[A-Z]/, "is not the name of a package", (source) => `Write \`${source.toLowerCase()}\`.`],
];

/**
 * Decides what a source may be; looks at nothing but the text.
 *
 * @throws {PluginFault}
 */
export function parsePluginSource(source: string): PluginSource {
  if (/^\.\.?\//.test(source) && !/\p{Cc}/u.test(source)) return { kind: "path", path: source };
  const mistake = mistakes.find(([found]) => found.test(source));
  if (mistake !== undefined) throw invalid(source, mistake[1], mistake[2](source));
  if (!packageName.test(source) || source.length > 214 || source === "node_modules")
    throw invalid(source, "is not the name of a package", expected);
  if (source.startsWith("@")) return { kind: "package", names: [source] };
  return { kind: "package", names: [officialPackage(source), source] };
}

export function officialPackage(shortName: string): string {
  return `${officialScope}/${officialPrefix}${shortName}`;
}

function splitVersionOff(source: string): string {
  const at = source.indexOf("@", 1);
  return `Write \`source: "${source.slice(0, at)}"\` and \`version: "${source.slice(at + 1)}"\`.`;
}

function packageOf(source: string): string {
  return source.split("/").slice(0, 2).join("/");
}

function invalid(source: string, is: string, hint: string): PluginFault {
  const shown = `\`${oneLine(source, 80)}\``;
  return new PluginFault({
    code: "plugin-source",
    summary: source.trim() === "" ? `A provider's source ${is}.` : `The source ${shown} ${is}.`,
    ...(hint.includes(expected) ? {} : { detail: expected }),
    hint,
  });
}
