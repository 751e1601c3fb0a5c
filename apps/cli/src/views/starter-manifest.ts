import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import { comment, exampleOf, inline, renderSetting, settingsOf } from "./schema-settings.ts";

/** A provider that somebody chose to begin with. */
export interface StarterProvider {
  /** The local name, unique. */
  readonly name: string;
  /** As the manifest is to have it. */
  readonly source: string;
  readonly definition: ProviderDefinition;
  /** What is known of its `config`. */
  readonly config: Readonly<Record<string, string>>;
}

export interface StarterManifest {
  readonly providers: readonly StarterProvider[];
  /** Beside the manifest. */
  readonly schemaFile: string;
  /** What follows a command to name the manifest; empty where it is found without. */
  readonly words: string;
}

/** What `init` writes: valid as soon as its variables are set, with a word on everything that most people change. */
export function renderStarter({ providers, schemaFile, words }: StarterManifest): string {
  const [first, ...others] = providers;
  const isAlone = others.length === 0;
  const lines = [
    `# yaml-language-server: $schema=./${schemaFile}`,
    "# The clusters that you have, and the versions that they should have. Change what is marked with `Fill in`.",
    `#   upgradectl validate${words}    checks this file, without asking a cloud`,
    `#   upgradectl check${words}       is every cluster as declared?`,
    `#   upgradectl gate${words}        may a deployment proceed now?`,
    "# The first line brings completion and checks to editors. After a provider was added or updated:",
    `#   upgradectl schema${words} > ${schemaFile}`,
    "apiVersion: upgradectl.dev/v1",
    "kind: Fleet",
    "",
    "# Where clusters are read. Any number, under names of your own; the source says what it is: the short name of an",
    "# official provider, an npm package, or a file such as ./providers/mine.mjs.",
    "providers:",
    ...providers.flatMap(renderProvider),
    "",
    "# What every cluster below has, unless it says otherwise.",
    "defaults:",
    ...(isAlone && first !== undefined ? [`  provider: ${inline(first.name)}`] : []),
    "  # An upgrade that is under way for longer than this is stalled. Without it nothing is.",
    "  stalledAfter: 6h",
    "",
    "clusters:",
    ...providers.flatMap((provider, index) =>
      renderCluster(provider, { isAlone, isFirst: index === 0, words }),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function renderProvider(
  { name, source, definition, config }: StarterProvider,
  index: number,
): readonly string[] {
  const settings = settingsOf(definition.config, config);
  const isEmpty = settings.every(({ isWritten }) => !isWritten);
  const about =
    "What its credentials and other values default to is said below; ${VARIABLE} takes one from the environment.";
  return [
    `  ${inline(name)}:`,
    `    source: ${inline(source)}`,
    ...(settings.length === 0 ? [] : comment(about, 4)),
    ...(settings.length === 0 ? [] : [`    ${isEmpty ? "# " : ""}config:`]),
    ...settings.flatMap((setting) => renderSetting(setting, 6)),
    ...(index > 0
      ? []
      : ["    # How hard it may ask its API.", "    # limits: { concurrency: 8, requestsPerSecond: 20 }"]),
  ];
}

/** Versions of what the provider's clusters run, for an example; most run Kubernetes. */
const versions: ReadonlyMap<string, string> = new Map([["huawei-css", "7.10.2"]]);

function renderCluster(
  { name, definition }: StarterProvider,
  {
    isAlone,
    isFirst,
    words,
  }: { readonly isAlone: boolean; readonly isFirst: boolean; readonly words: string },
): readonly string[] {
  const { id = {}, expect = {} } = definition.cluster;
  const properties = Object.entries(expect);
  const examples = Object.fromEntries(properties.map(([key, { schema }]) => [key, exampleOf(schema, key)]));
  const discover = `upgradectl discover --provider ${name}${words}`;
  const version = versions.get(definition.name) ?? "1.29";
  return [
    ...comment(isFirst ? "Fill in: a name for reports; any, but each once." : "Fill in: its name.", 2),
    `  - name: ${inline(isAlone ? "example" : `example-${name}`)}`,
    ...(isAlone ? [] : [`    provider: ${inline(name)}`]),
    ...comment(
      `Fill in: ${id.description ?? "The cloud's id of the cluster."} \`${discover}\` lists those of the account.`,
      4,
    ),
    `    id: ${inline(String(id.examples?.[0] ?? "00000000-0000-0000-0000-000000000000"))}`,
    ...comment('Fill in: a version (v1.29.8-r4), its leading parts (1.29), or a range (">=1.28 <1.30").', 4),
    `    targetVersion: ${inline(version)}`,
    "    # For `check -l env=prod`.",
    "    labels: { env: prod }",
    ...properties.flatMap(([key, { schema }]) =>
      comment(`expect.${key}: ${schema.description ?? "see the provider"}`, 4),
    ),
    ...(properties.length === 0 ? [] : [`    # expect: ${inline(examples)}`]),
    ...(isFirst ? policyLines : []),
  ];
}

const policyLines = [
  "    # What fails a check or closes the gate here; these are the defaults.",
  "    # check: { failOn: [action, pending, incomplete] }",
  "    # gate: { closeOn: [pending, paused, stalled, failed, diverging, incomplete] }",
] as const;
