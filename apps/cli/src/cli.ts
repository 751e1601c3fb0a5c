import { createRequire } from "node:module";
import { type Diagnostic, failureReport, Redactor } from "@upgradectl/core";
import { type CommandLine, type Flags, parseCommandLine } from "./command-line.ts";
import { UsageError } from "./usage-error.ts";
import { chooseColors } from "./views/colors.ts";
import { renderDiagnostics } from "./views/diagnostics.ts";
import { renderJson } from "./views/json.ts";
import type { World } from "./world.ts";

/** What every command is given. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly world: World;
  readonly version: string;
  /** Knows the run's secrets; everything that leaves the process goes through it. */
  readonly redactor: Redactor;
}

type Command = (input: CommandInput) => Promise<number>;

/** Each command is imported when it runs, so that none pays for another. */
const commands: Readonly<Record<Extract<CommandLine, { run: unknown }>["run"], () => Promise<Command>>> = {
  check: async () => (await import("./commands/check.ts")).check,
  gate: async () => (await import("./commands/check.ts")).gate,
  validate: async () => (await import("./commands/validate.ts")).validate,
  schema: async () => (await import("./commands/schema.ts")).schema,
  demo: async () => (await import("./commands/demo.ts")).demo,
  simulate: async () => (await import("./commands/simulate.ts")).simulate,
};

/** Runs the program and returns its exit code. Never throws. */
export async function runCli(world: World): Promise<number> {
  const redactor = new Redactor();
  const startedAt = world.clock.now();
  const version = toolVersion();
  const fail = async (exitCode: 1 | 5, diagnostic: Diagnostic) => {
    const run = {
      toolVersion: version,
      startedAt,
      finishedAt: world.clock.now(),
      command: commandOf(world.argv),
    };
    const clean = redactor.value(diagnostic);
    await world.stderr.write(
      renderDiagnostics([clean], new Map(), chooseColors("auto", world.stderr, world.env)),
    );
    if (wantsJson(world.argv)) await world.stdout.write(renderJson(failureReport(run, exitCode, [clean])));
    return exitCode;
  };
  try {
    const line = await parseCommandLine(world.argv, version);
    if ("print" in line) {
      await world.stdout.write(line.print);
      return 0;
    }
    const command = await commands[line.run]();
    return await command({ ...line, world, version, redactor });
  } catch (thrown) {
    if (thrown instanceof UsageError)
      return fail(5, { severity: "error", code: "usage", summary: thrown.message, ...hintOf(thrown.hint) });
    return fail(1, describeBug(thrown, version, world.runtime)).catch(async () => {
      // Without the redactor nothing of the error may be shown.
      await world.stderr.write("upgradectl itself failed, and failed again while telling why.\n");
      return 1;
    });
  }
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

function describeBug(thrown: unknown, version: string, runtime: string): Diagnostic {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return {
    severity: "error",
    code: "bug",
    summary: "upgradectl itself failed; this is a bug, not a mistake of yours",
    detail: `upgradectl ${version}, ${runtime}\n${stack}`,
    hint: "Please report it with the text above to the project's issue tracker.",
  };
}

function toolVersion(): string {
  const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };
  return version;
}

function commandOf(argv: readonly string[]): string {
  return argv.find((word) => !word.startsWith("-")) ?? "";
}

/** Asked before the command line is known to be good, so that its own errors come as JSON too. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      /^(-o=?|--output=)json$/.test(word) ||
      (word === "json" && (argv[index - 1] === "-o" || argv[index - 1] === "--output")),
  );
}
