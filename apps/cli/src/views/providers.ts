import type { NeededPermissions } from "../needed-permissions.ts";
import type { PluginFacts, ReadFacts } from "../plugin-facts.ts";
import type { Paint } from "./colors.ts";
import { plainText } from "./plain-text.ts";
import { type Cell, renderTable } from "./table.ts";

/** Plugins for people: what each is, where it comes from, what it asks. */
export function renderProviders(
  plugins: readonly PluginFacts[],
  paint: Paint,
  width: number | undefined,
): string {
  return plugins.map((plugin) => renderPlugin(plugin, paint, width)).join("\n");
}

function renderPlugin(plugin: PluginFacts, paint: Paint, width: number | undefined): string {
  const { localNames, sources, conformance } = plugin;
  const version = plugin.version ?? "without a version";
  const facts: readonly (readonly [string, string])[] = [
    ["package", `${plugin.package} ${version}`],
    ["path", plugin.path],
    ...(plugin.builtIn
      ? [["runs", "the copy of it inside upgradectl; with a lock, the files there"] as const]
      : []),
    ["source", sources.join(", ")],
    ...(localNames.length === 0 ? [] : [["named", localNames.join(", ")] as const]),
    ["contract", `${plugin.contract}, its checks ${conformance}`],
    ...(plugin.lock === null ? [] : [["lock", lockStates[plugin.lock]] as const]),
    ["lists clusters", describeAbility(plugin.canList)],
    ["post-upgrade check", describeAbility(plugin.canPostCheck)],
  ];
  const lines = facts.map(([name, text]) => `  ${paint("dim", name.padEnd(18))}  ${plainText(text)}`);
  const reads = renderTable(
    plugin.reads.map((read) => cellsOf(read, paint)),
    columns,
    width && width - 4,
  );
  return [
    paint("bold", plainText(plugin.name)),
    ...lines,
    ...(plugin.programs ?? []).map(
      (action) => `  ${paint("dim", "program".padEnd(18))}  ${plainText(action)}`,
    ),
    `  ${paint("dim", "requests")}${reads.length === 0 ? "            none" : ""}`,
    ...reads.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

const lockStates = {
  verified: "as pinned in upgradectl.lock",
  none: "not pinned; pin it with: upgradectl providers --lock",
} as const;

const columns = [{}, {}, { minimum: 20 }, {}, { minimum: 0 }];

function cellsOf(read: ReadFacts, paint: Paint): readonly Cell[] {
  const { action, method, service, path, permission, per, when, purpose } = read;
  const notes = [
    ...(purpose === "read" ? [] : [purpose]),
    ...(service === "default" ? [] : [`service ${service}`]),
    ...(per === "account" ? ["per account"] : []),
    ...(when === null ? [] : [when]),
  ];
  const dim = (text: string) => paint("dim", text);
  return [
    { text: plainText(action) },
    { text: method },
    { text: plainText(path) },
    { text: permission === null ? "-" : plainText(permission) },
    { text: plainText(notes.join("; ")), paint: dim },
  ];
}

function describeAbility(can: boolean | null): string {
  if (can === null) return "only known with a configuration; name a manifest";
  return can ? "yes" : "no";
}

/** One permission a line, to copy or to pipe; what is not known follows as comments. */
export function renderPermissions({ permissions, unnamed }: NeededPermissions): string {
  const lines = permissions.map(({ permission }) => plainText(permission));
  const unknown = [...Map.groupBy(unnamed, ({ provider }) => provider)].map(([provider, requests]) => {
    const actions = requests.map(({ action }) => action).join(", ");
    return `# ${plainText(provider)} names no permission for ${plainText(actions)}`;
  });
  return [...lines, ...unknown].map((line) => `${line}\n`).join("");
}
