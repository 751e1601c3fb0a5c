import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { IdentityGate, type Surroundings } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { createRunProgram } from "./run-program.ts";
import { traceRequests } from "./trace-requests.ts";

/** What core takes from a process, taken from this one. */
export function surroundingsOf(
  input: Pick<CommandInput, "world" | "flags" | "redactor" | "recording">,
): Surroundings {
  const { world, redactor, recording } = input;
  const onRequest = traceRequests(input);
  const surroundings: Surroundings = {
    env: world.env,
    clock: world.clock,
    random: world.random,
    redactor,
    identities: new IdentityGate(),
    runProgram: createRunProgram(world.env),
    ...(onRequest === undefined ? {} : { onRequest }),
    readFile: async (path) => {
      const home = world.env.HOME ?? homedir();
      const file = path.startsWith("~/") ? join(home, path.slice(2)) : path;
      try {
        return await readFile(file, "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
  };
  return recording?.wrap(surroundings) ?? surroundings;
}
