import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseScenario, startSimulator } from "@upgradectl/simulator";
import type { CommandInput } from "../command-input.ts";
import { stdinName } from "../manifest-files.ts";
import { flagValue, integerFlag, isSet } from "../options.ts";
import { reasonOf } from "../reason-of.ts";
import { reportFailure } from "../report-failure.ts";
import { UsageError } from "../usage-error.ts";
import { exitCodeOfSignal, type StopSignal, type World } from "../world.ts";

const refusals: ReadonlyMap<string, string> = new Map([
  ["EADDRINUSE", "another program does"],
  ["EACCES", "only the system's own services may"],
]);

/** Serves a scenario until a signal ends it. The one line on standard output is the server's URL. */
export async function simulate(input: CommandInput): Promise<number> {
  const { words, flags, world } = input;
  const startedAt = world.clock.now();
  const quiet = isSet(flags, "quiet");
  const port = integerFlag("port", flagValue(flags, "port"), 0) ?? 0;
  if (port > 65_535) throw new UsageError(`--port "${port}" is not a port; ports end at 65535`);
  const [file = ""] = words;
  const text = await readScenario(file, world);
  const parsed = parseScenario(text, file);
  if ("problems" in parsed) {
    const diagnostics = parsed.problems.map((problem) => ({
      severity: "error" as const,
      code: "scenario",
      summary: problem.message,
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      file,
      line: problem.line,
      column: problem.column,
    }));
    const sources = new Map([[file, text]]);
    const presentation = { outputs: [], color: "auto", quiet };
    return reportFailure({ command: "simulate", startedAt, diagnostics, sources, ...presentation }, input);
  }
  const stopped = new Promise<StopSignal>((done) => {
    world.onStop(done);
  });
  const simulator = await startSimulator({
    scenario: parsed.scenario,
    now: () => world.clock.now(),
    port,
  }).catch((error: NodeJS.ErrnoException) => {
    const reason = refusals.get(error.code ?? "");
    if (reason === undefined) throw error;
    throw new UsageError(
      `the simulator cannot listen on port ${port}: ${reason}`,
      "Name another port, or none: then the system chooses one that is free.",
    );
  });
  try {
    await world.stdout.write(`${simulator.url}\n`);
    if (!quiet)
      await world.stderr.write(
        "The simulator runs until Ctrl-C. Use this URL as `endpoint` of the providers.\n",
      );
    return exitCodeOfSignal(await stopped);
  } finally {
    await simulator.close();
  }
}

async function readScenario(file: string, world: World): Promise<string> {
  if (file === stdinName) return world.readStdin();
  return readFile(resolve(world.cwd, file), "utf8").catch((error: unknown) => {
    throw new UsageError(`the scenario "${file}" cannot be read: ${reasonOf(error)}`);
  });
}
