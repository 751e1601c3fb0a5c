import { words as knownWords } from "../command-words.ts";
import { type CommandDeclaration, type CommandName, declarations } from "../declarations.ts";
import type { Flag } from "../flags.ts";

const indent = 2;
/** Of the left column; what is longer has its meaning below it. */
const widest = { flags: 30, examples: 46 } as const;

const chapters: readonly (readonly [string, readonly CommandName[]])[] = [
  ["Ask the clouds, changing nothing", ["check", "gate", "show", "discover"]],
  ["Write manifests", ["init", "validate", "schema", "providers"]],
  ["Try it without a cloud", ["demo", "simulate"]],
  ["Around it", ["merge", "completion"]],
];

const exitCodes: readonly (readonly [string, string])[] = [
  ["0", "every cluster is as declared (check), the gate is open (gate)"],
  ["2", "someone has to act: drift, or an upgrade that failed, paused or stalled"],
  ["3", "upgrades are under way, and nothing is worse"],
  ["4", "a cluster could not be read, and no other needs someone"],
  ["5", "bad usage, manifest, plugin or configuration; no cloud was asked"],
];

const everywhere: Readonly<Record<string, Flag>> = {
  help: { alias: "h", type: "boolean", group: "More:", describe: "show this help" },
  version: { type: "boolean", group: "More:", describe: "show the version; with -o json all about it" },
};

/** What `upgradectl --help` prints. */
export function renderHelp(columns: number): string {
  const commands = chapters.map(([title, names]) =>
    chapter(
      title,
      names.map((name) => [name, declarations.find((each) => each.name === name)?.summary ?? ""]),
      columns,
    ),
  );
  const start = chapter(
    "Start here",
    [
      ["upgradectl demo", "see it work against a simulator, with no account"],
      ["upgradectl init", "write a manifest of your own clusters"],
      ["upgradectl check", "is every cluster really at its version?"],
    ],
    columns,
  );
  const question = "Is every cluster really at the version the manifest declares, and may we deploy now?";
  return [
    ...wrap(question, columns),
    "",
    "upgradectl <command> [words..] [flags]",
    "",
    [start, ...commands, chapter("Exit codes", exitCodes, columns)].join("\n\n"),
    "",
    "upgradectl <command> --help tells of a command's flags, with examples.",
    "",
  ].join("\n");
}

/** What `upgradectl <command> --help` prints. */
export function renderCommandHelp(declaration: CommandDeclaration, columns: number): string {
  const { name, words = [], summary, flags, examples = [] } = declaration;
  const usage = ["upgradectl", name, ...words.map((word) => knownWords[word].usage), "[flags]"].join(" ");
  const positionals = words.map((word) => [word, String(knownWords[word].options.describe ?? "")] as const);
  const groups = Map.groupBy(Object.entries({ ...flags, ...everywhere }), ([, { group = "" }]) => group);
  const lines = examples.map(([line, meaning]) => [line.replace("$0", "upgradectl"), meaning] as const);
  const parts = [
    ...(lines.length === 0 ? [] : [chapter("Examples", lines, columns, widest.examples)]),
    ...(positionals.length === 0 ? [] : [chapter("Words", positionals, columns)]),
    ...[...groups].map(([group, list]) => chapter(group.replace(":", ""), list.map(describeFlag), columns)),
    ...(name === "check" || name === "gate" ? [chapter("Exit codes", exitCodes, columns)] : []),
  ];
  return [usage, "", ...wrap(summary, columns), "", parts.join("\n\n"), ""].join("\n");
}

function describeFlag([name, { alias, argument, describe = "" }]: [string, Flag]): readonly [string, string] {
  const short = alias === undefined ? "    " : `-${String(alias)}, `;
  return [`${short}--${name}${argument === undefined ? "" : ` ${argument}`}`, String(describe)];
}

/** A title over two columns. */
function chapter(
  title: string,
  rows: readonly (readonly [string, string])[],
  columns: number,
  most: number = widest.flags,
): string {
  const fitting = rows
    .map(([left]) => left.length)
    .filter((length) => length <= Math.min(most, columns * 0.58));
  const left = indent + Math.max(0, ...fitting) + 2;
  const lines = rows.flatMap(([term, meaning]) => {
    const [first = "", ...rest] = wrap(meaning, columns - left);
    const head = `${" ".repeat(indent)}${term}`;
    const below = rest.map((line) => `${" ".repeat(left)}${line}`);
    if (head.length + 2 > left) return [head, `${" ".repeat(left)}${first}`, ...below];
    return [`${head.padEnd(left)}${first}`.trimEnd(), ...below];
  });
  return [title, ...lines].join("\n");
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > Math.max(20, width)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
