import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { IdentityGate, type Surroundings } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { createRunProgram } from "./run-program.ts";

/** What core takes from a process, taken from this one. */
export function surroundingsOf({ world, redactor }: Pick<CommandInput, "world" | "redactor">): Surroundings {
  return {
    env: world.env,
    clock: world.clock,
    random: world.random,
    redactor,
    identities: new IdentityGate(),
    runProgram: createRunProgram(world.env),
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
}
