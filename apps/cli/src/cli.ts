import { type Diagnostic, describeThrown, Redactor } from "@upgradectl/core";
import type { Command, CommandInput } from "./command-input.ts";
import { parseCommandLine } from "./command-line.ts";
import type { CommandName } from "./declarations.ts";
import { isSet } from "./options.ts";
import { readPackageFile } from "./package-files.ts";
import { OverwriteError, UndeliveredError, UnwrittenError, UsageError } from "./usage-error.ts";
import type { World } from "./world.ts";

/** Each command is imported when it runs, so that none pays for another. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  check: async () => (await import("./commands/check.ts")).check,
  gate: async () => (await import("./commands/check.ts")).gate,
  show: async () => (await import("./commands/show.ts")).show,
  validate: async () => (await import("./commands/validate.ts")).validate,
  schema: async () => (await import("./commands/schema.ts")).schema,
  demo: async () => (await import("./commands/demo.ts")).demo,
  discover: async () => (await import("./commands/discover.ts")).discover,
  init: async () => (await import("./commands/init.ts")).init,
  merge: async () => (await import("./commands/merge.ts")).merge,
  providers: async () => (await import("./commands/providers.ts")).providers,
  completion: async () => (await import("./commands/completion.ts")).completion,
  simulate: async () => (await import("./commands/simulate.ts")).simulate,
};

/** Runs the program and returns its exit code. Never throws. */
export async function runCli(world: World): Promise<number> {
  const startedAt = world.clock.now();
  const { version }: { readonly version: string } = JSON.parse(readPackageFile("package.json"));
  let redactor: CommandInput["redactor"] | undefined;
  const end = async (exitCode: 1 | 5, diagnostic: Diagnostic, thrown?: UsageError) => {
    const { fail } = await import("./fail.ts");
    const hasReport = thrown instanceof UnwrittenError;
    const spared = thrown instanceof OverwriteError ? thrown.file : undefined;
    return fail({ exitCode, diagnostic, hasReport, spared, startedAt, version, world, redactor });
  };
  let isQuiet = false;
  const strays: Diagnostic[] = [];
  const unlisten = world.onStray((thrown) => strays.push(describeStray(thrown)));
  try {
    const about = { name: "upgradectl", version, ...world.runtime };
    const fastPaths = world.env.UPGRADECTL_FAST_PATHS !== "off";
    const line = await parseCommandLine(world.argv, about, { columns: world.stdout.columns, fastPaths });
    if ("print" in line) {
      await world.stdout.write(line.print);
      return 0;
    }
    isQuiet = isSet(line.flags, "quiet");
    if (isQuiet && isSet(line.flags, "verbose"))
      throw new UsageError("--quiet and --verbose exclude each other", "Give one of them.");
    redactor = new Redactor();
    const command = await commands[line.run]();
    const takeStrays = () => strays.splice(0);
    return await command({ words: line.words, flags: line.flags, world, version, redactor, takeStrays });
  } catch (thrown) {
    if (thrown instanceof UsageError) return end(5, describeUsage(thrown), thrown);
    if (thrown instanceof UndeliveredError) {
      const { warn } = await import("./fail.ts");
      await warn([{ severity: "error", code: "unwritten", summary: thrown.message }], world, redactor);
      return thrown.exitCode;
    }
    return end(1, describeBug(thrown, version, world.runtime)).catch(async () => {
      // Without the redactor nothing of the error may be shown.
      await world.stderr.write("upgradectl itself failed, and failed again while telling why.\n");
      return 1;
    });
  } finally {
    unlisten();
    const { warn } = strays.length === 0 || isQuiet ? { warn: null } : await import("./fail.ts");
    await warn?.(strays, world, redactor);
  }
}

function describeStray(thrown: unknown): Diagnostic {
  return {
    severity: "warning",
    code: "stray-error",
    summary: `an error was thrown outside of any read: ${describeThrown(thrown)}`,
    hint: "Most likely a plugin forgot to await something; the results of this run are as they are reported.",
  };
}

function describeUsage({ message, hint, detail }: UsageError): Diagnostic {
  return {
    severity: "error",
    code: "usage",
    summary: message,
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function describeBug(
  thrown: unknown,
  version: string,
  { node, platform, arch }: World["runtime"],
): Diagnostic {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return {
    severity: "error",
    code: "bug",
    summary: "upgradectl itself failed; this is a bug, not a mistake of yours",
    detail: `upgradectl ${version}, Node.js ${node}, ${platform} ${arch}\n${stack}`,
    hint: "Please report it with the text above to the project's issue tracker.",
  };
}
