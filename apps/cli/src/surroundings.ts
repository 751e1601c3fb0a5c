import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
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
      try {
        return await readFile(atHome(path, world), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    wire: {
      env: world.env,
      readFile: (path, directory) => readWhole(resolve(directory, atHome(path, world))),
    },
  };
  return recording?.wrap(surroundings) ?? surroundings;
}

/** A path that begins with `~/`, as a shell takes it. */
export function atHome(path: string, { env }: Pick<CommandInput["world"], "env">): string {
  return path.startsWith("~/") ? join(env.HOME ?? homedir(), path.slice(2)) : path;
}

/** All authorities of the world are a quarter of a megabyte. */
const longestFile = 16 * 2 ** 20;

/** A device or a pipe might never end. */
async function readWhole(path: string): Promise<string> {
  const found = await stat(path);
  const isWhole = found.isFile() && found.size <= longestFile;
  if (!isWhole && !found.isDirectory()) throw new Error("it is no file of at most 16 MiB");
  return readFile(path, "utf8");
}
