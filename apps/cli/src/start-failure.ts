import { Buffer } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import type { Surroundings } from "@upgradectl/core";

type Failure = NonNullable<Awaited<ReturnType<Surroundings["runProgram"]>>["failure"]>;

/**
 * Why a program did not start; not in Node's words, which have the arguments: they may be secret.
 *
 * @param file where it is there, and a path
 */
export function describeStart(error: unknown, file?: string): Failure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  if (code === "ENOENT" && file !== undefined) {
    const interpreter = readInterpreter(file);
    const message =
      interpreter === undefined
        ? "there is no such program as its first line names"
        : `there is no \`${interpreter}\`, which its first line names`;
    return { reason: "no-interpreter", message };
  }
  if (code === "ENOENT") return { reason: "not-found", message: "there is no such program" };
  if (code === "EACCES") return { reason: "not-executable", message: "it may not be executed" };
  return { reason: "not-started", message: `it could not be run (${code})` };
}

/** Of a script's first line; undefined where it has none. The carriage return at its end is what is wrong with many. */
function readInterpreter(file: string): string | undefined {
  const bytes = Buffer.alloc(256);
  try {
    const opened = openSync(file, "r");
    try {
      const text = bytes.toString("latin1", 0, readSync(opened, bytes));
      return /^#![ \t]*([!-~]+\r?)(?=\s)/.exec(text)?.[1]?.replace("\r", "\\r");
    } finally {
      closeSync(opened);
    }
  } catch {
    return undefined;
  }
}
