import yargs, { type Argv, type Options } from "yargs";
import { stdinName } from "./manifest-files.ts";
import type { Flags } from "./options.ts";
import { UsageError } from "./usage-error.ts";

export type CommandName = "check" | "gate" | "validate" | "schema" | "demo" | "simulate";

/** What the user asked for: a command with its words and flags, or a text to print (help, version). */
export type CommandLine =
  | { readonly run: CommandName; readonly words: readonly string[]; readonly flags: Flags }
  | { readonly print: string };

interface CommandDeclaration {
  readonly name: CommandName;
  /** Name of its positional words; `...` marks any number, else exactly one. */
  readonly words?: "manifest..." | "scenario";
  readonly summary: string;
  readonly flags: Readonly<Record<string, Options>>;
  readonly examples?: readonly (readonly [string, string])[];
}

const presentation = {
  output: text("Result", "FORMAT or FORMAT=FILE, repeatable: text (default), json", { alias: "o" }),
  color: text("Result", "auto (default), always or never"),
} as const;

const observing = {
  ...presentation,
  "exit-zero": {
    type: "boolean",
    group: "Result:",
    describe: "exit with 0 instead of 2, 3 and 4; the report still tells",
  },
  selector: text("Selection", "only clusters with these labels: key=value,key!=value", { alias: "l" }),
  "fail-on": text(
    "Result",
    "outcomes and verdicts that fail a check, instead of the manifest's failOn: action,unknown",
  ),
  "post-check": {
    type: "boolean",
    group: "Result:",
    describe:
      "run the vendor's post-upgrade check on converged clusters; the one thing that the vendor may record",
  },
  timeout: text("Requests", "DURATION of the whole run, such as 5m"),
  "request-timeout": text("Requests", "DURATION of one request (default 30s)"),
  concurrency: text("Requests", "requests in flight for each provider (default 8)"),
  retries: text("Requests", "further tries of a failed request (default 3)"),
  "dry-run": {
    type: "boolean",
    group: "Requests:",
    describe: "list clusters and the requests that would be made; ask nothing",
  },
} as const satisfies Record<string, Options>;

const declarations: readonly CommandDeclaration[] = [
  {
    name: "check",
    words: "manifest...",
    summary: "Observe every cluster, judge it and report; fail unless all are as declared",
    flags: observing,
    examples: [
      ["$0 check fleet.yaml", "is every cluster at its version?"],
      ["$0 check -l env=prod -o json", "one label, as JSON"],
    ],
  },
  {
    name: "gate",
    words: "manifest...",
    summary: "May a deployment to these clusters proceed now?",
    flags: {
      ...observing,
      "close-on": text(
        "Result",
        "outcomes and verdicts that close it, instead of the manifest's closeOn: pending,failed",
      ),
    },
    examples: [["$0 gate fleet.yaml && ./deploy.sh", "deploy only while nothing is being upgraded"]],
  },
  {
    name: "validate",
    words: "manifest...",
    summary: "Check manifests offline: syntax, schema, plugin configuration, expansion",
    flags: presentation,
  },
  {
    name: "schema",
    words: "manifest...",
    summary: "Print the JSON Schema of manifests, with the schemas of the plugins that a manifest uses",
    flags: {},
  },
  {
    name: "demo",
    summary: "Start the simulator with a sample fleet on loopback and check it",
    flags: presentation,
  },
  {
    name: "simulate",
    words: "scenario",
    summary: "Serve the clouds' upgrade APIs on loopback from a scenario file",
    flags: { port: text("Server", "port on 127.0.0.1; default: any free one") },
  },
];

/** Parses a command line. Throws a `UsageError`. No command runs here. */
export async function parseCommandLine(argv: readonly string[], version: string): Promise<CommandLine> {
  let chosen: CommandLine | undefined;
  const parser = declarations.reduce(
    (all, declaration) =>
      declare(all, declaration, (line) => {
        chosen = line;
      }),
    configure(yargs(), version),
  );
  const output = await new Promise<string>((resolve, reject) => {
    const done = (error: unknown, _parsed: unknown, text: string) => (error ? reject(error) : resolve(text));
    Promise.resolve(parser.parse(argv.flatMap(normalise), {}, done)).catch(reject);
  }).catch(async (error: unknown) => {
    // No command runs in here, so whatever is wrong is wrong with the command line.
    throw await explain(error instanceof Error ? error.message : String(error), argv);
  });
  if (output !== "") return { print: `${output}\n` };
  if (chosen === undefined) throw new UsageError("say what to do: upgradectl <command>", seeHelp);
  return chosen;
}

const seeHelp = "See upgradectl --help.";

function configure(parser: Argv, version: string): Argv {
  return parser
    .scriptName("upgradectl")
    .usage(
      "$0 <command>\n\nIs every cluster really at the version the manifest declares, and may we deploy now?",
    )
    .version(version)
    .help()
    .alias("help", "h")
    .epilogue(
      "Exit codes: 0 as declared (check) or open (gate), 2 action needed, 3 upgrades under way, 4 a cluster could not be read, 5 bad usage, manifest or configuration.",
    )
    .strict()
    .strictCommands()
    .demandCommand(1, "say what to do: upgradectl <command>")
    .parserConfiguration({
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
    })
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(message ?? error.message);
    });
}

function declare(parser: Argv, declaration: CommandDeclaration, choose: (line: CommandLine) => void): Argv {
  const { name, words, summary, flags, examples = [] } = declaration;
  const positional = words === undefined ? "" : words === "scenario" ? " <scenario>" : " [manifest..]";
  return parser.command(
    name + positional,
    summary,
    (command) => {
      if (words === "manifest...")
        command.positional("manifest", {
          describe:
            "manifest files, globs, or - for standard input; default: upgradectl.yaml here or in a parent folder",
          type: "string",
          array: true,
        });
      if (words === "scenario") command.positional("scenario", { describe: "scenario file", type: "string" });
      command.options(flags);
      for (const [line, meaning] of examples) command.example(line, meaning);
      return command;
    },
    (parsed: Flags) => {
      // What follows `--` comes after the command's name in `_`.
      const after = Array.isArray(parsed._) ? parsed._.slice(1) : [];
      const given = [parsed.manifest ?? parsed.scenario ?? [], after].flat().map(String);
      choose({ run: name, words: given, flags: parsed });
    },
  );
}

function text(group: string, describe: string, more: Options = {}): Options {
  return { type: "string", requiresArg: true, group: `${group}:`, describe, ...more };
}

/** yargs loses a bare `-` among positional words, and takes `-ojson` for five flags. */
function normalise(word: string): readonly string[] {
  if (word === "-") return [stdinName];
  if (word === "--no-color") return ["--color", "never"];
  return /^-[ol][^-=]/.test(word) ? [word.slice(0, 2), word.slice(2)] : [word];
}

/** The parser's complaint in a sentence of ours, with what was probably meant. */
async function explain(message: string, argv: readonly string[]): Promise<UsageError> {
  const [, kind, list = ""] = /^Unknown (argument|command)s?: (.*)$/.exec(message.trim()) ?? [];
  if (kind === undefined) return new UsageError(message.trim().split("\n").join("; "), seeHelp);
  const { didYouMean } = await import("@upgradectl/core");
  const words = list.split(", ");
  const isFlag = (word: string) =>
    argv.some((argument) => argument.startsWith("-") && argument.replace(/^--?/, "").split("=")[0] === word);
  const flags = declarations.find(({ name }) => argv.includes(name))?.flags ?? {};
  const meant = words.map((word) =>
    isFlag(word)
      ? didYouMean(word, Object.keys(flags))
      : didYouMean(
          word,
          declarations.map(({ name }) => name),
        ),
  );
  const named = words
    .map((word) => (isFlag(word) ? `the flag --${word}` : `the command "${word}"`))
    .join(", ");
  const hints = words.flatMap((word, index) =>
    meant[index] ? [isFlag(word) ? `--${meant[index]}` : meant[index]] : [],
  );
  const hint = hints.length === 0 ? seeHelp : `Did you mean ${hints.join(", ")}?`;
  return new UsageError(`upgradectl does not know ${named}`, hint);
}
