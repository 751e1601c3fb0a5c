import yargs, { type Argv } from "yargs";
import { stdinName } from "./manifest-files.ts";
import type { FlagValue } from "./options.ts";
import { UsageError } from "./usage-error.ts";

export const commandNames = ["check", "gate", "validate", "schema", "demo", "simulate"] as const;
export type CommandName = (typeof commandNames)[number];

/** What the user asked for: a command with its words and flags, or a text to print (help, version). */
export type CommandLine =
  | { readonly run: CommandName; readonly words: readonly string[]; readonly flags: Flags }
  | { readonly print: string };

/** Flags by their long names; a flag given more than once is a list. */
export type Flags = Readonly<Record<string, FlagValue | boolean>>;

/** Parses a command line. Throws a `UsageError`. No command runs here. */
export async function parseCommandLine(argv: readonly string[], version: string): Promise<CommandLine> {
  let chosen: CommandLine | undefined;
  const choose = (run: CommandName, positional?: string) => (parsed: Record<string, unknown>) => {
    const words = positional === undefined ? [] : [parsed[positional]].flat();
    chosen = { run, words: words.filter((word) => typeof word === "string"), flags: parsed as Flags };
  };
  const parser = declareCommands(yargs(), choose)
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
    .recommendCommands()
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
      // No command runs in here, so whatever is wrong is wrong with the command line.
      throw new UsageError(firstLine(message ?? error.message), "See upgradectl --help.");
    });
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined | null, _parsed: unknown, output: string) => {
      if (error) reject(error instanceof UsageError ? error : new UsageError(firstLine(error.message)));
      else if (output !== "") resolve({ print: `${output}\n` });
      else if (chosen === undefined) reject(new UsageError("say what to do: upgradectl <command>"));
      else resolve(chosen);
    };
    Promise.resolve(parser.parse(argv.map(nameStdin), {}, done)).catch(reject);
  });
}

/** yargs loses a bare `-` among positional words. */
function nameStdin(word: string): string {
  return word === "-" ? stdinName : word;
}

function firstLine(message: string): string {
  return message.trim().split("\n").join("; ");
}

type Choose = (run: CommandName, positional?: string) => (parsed: Record<string, unknown>) => void;

const manifestPositional = {
  describe:
    "manifest files, globs, or - for standard input; default: upgradectl.yaml here or in a parent folder",
  type: "string",
  array: true,
} as const;

function declareCommands(parser: Argv, choose: Choose): Argv {
  return parser
    .command(
      "check [manifest..]",
      "Observe every cluster, judge it and report; fail unless all are as declared",
      (command) =>
        observing(command.positional("manifest", manifestPositional))
          .option("fail-on", {
            ...text("Result"),
            describe:
              "outcomes and verdicts that fail, instead of the manifest's failOn (LIST, comma-separated)",
          })
          .example("$0 check fleet.yaml", "is every cluster at its version?")
          .example("$0 check -l env=prod -o json", "one label, as JSON"),
      choose("check", "manifest"),
    )
    .command(
      "gate [manifest..]",
      "May a deployment to these clusters proceed now?",
      (command) =>
        observing(command.positional("manifest", manifestPositional))
          .option("close-on", {
            ...text("Result"),
            describe:
              "outcomes and verdicts that close it, instead of the manifest's closeOn (LIST, comma-separated)",
          })
          .example("$0 gate fleet.yaml && ./deploy.sh", "deploy only while nothing is being upgraded"),
      choose("gate", "manifest"),
    )
    .command(
      "validate [manifest..]",
      "Check manifests offline: syntax, schema, plugin configuration, expansion",
      (command) => presentation(command.positional("manifest", manifestPositional)),
      choose("validate", "manifest"),
    )
    .command(
      "schema [manifest..]",
      "Print the JSON Schema of manifests, with the schemas of the plugins that a manifest uses",
      (command) => command.positional("manifest", manifestPositional),
      choose("schema", "manifest"),
    )
    .command(
      "demo",
      "Start the simulator with a sample fleet on loopback and check it",
      (command) => presentation(command),
      choose("demo"),
    )
    .command(
      "simulate <scenario>",
      "Serve the clouds' upgrade APIs on loopback from a scenario file",
      (command) =>
        command
          .positional("scenario", { describe: "scenario file", type: "string" })
          .option("port", { ...text("Server"), describe: "port on 127.0.0.1; default: any free one" }),
      choose("simulate", "scenario"),
    );
}

function text(group: string) {
  return { type: "string", requiresArg: true, group: `${group}:` } as const;
}

function presentation<T>(command: Argv<T>) {
  return command
    .option("output", {
      ...text("Result"),
      alias: "o",
      describe: "FORMAT or FORMAT=FILE, repeatable: text (default), json",
    })
    .option("color", { ...text("Result"), describe: "auto (default), always or never" });
}

function observing<T>(command: Argv<T>) {
  return presentation(command)
    .option("exit-zero", {
      type: "boolean",
      group: "Result:",
      describe: "exit with 0 instead of 2, 3 and 4; the report still tells",
    })
    .option("selector", {
      ...text("Selection"),
      alias: "l",
      describe: "only clusters with these labels: key=value,key!=value",
    })
    .option("timeout", { ...text("Requests"), describe: "DURATION of the whole run, such as 5m" })
    .option("request-timeout", { ...text("Requests"), describe: "DURATION of one request (default 30s)" })
    .option("concurrency", {
      ...text("Requests"),
      describe: "requests in flight for each provider (default 8)",
    })
    .option("retries", { ...text("Requests"), describe: "further tries of a failed request (default 3)" })
    .option("dry-run", {
      type: "boolean",
      group: "Requests:",
      describe: "list clusters and the requests that would be made; ask nothing",
    });
}
