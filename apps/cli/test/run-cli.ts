import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "@upgradectl/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { onTestFinished } from "vitest";
import reportSchema from "../../../schemas/report.schema.json" with { type: "json" };

export const program: string = fileURLToPath(new URL("../bin/upgradectl.js", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Arguments of Node itself. */
  readonly node?: readonly string[];
  /** Called with the running process. */
  readonly during?: (child: ChildProcess) => void;
}

/** Thousands of runs find what the first of them compiled. */
const compileCache = fileURLToPath(new URL("../node_modules/.cache/upgradectl", import.meta.url));

/** A home without credentials, on a machine without a metadata service. */
const cleanEnvironment = {
  HOME: "/nonexistent",
  UPGRADECTL_METADATA_DISABLED: "true",
  NODE_COMPILE_CACHE: compileCache,
};

/** Runs the real program in a process of its own, in a clean environment. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = spawn(process.execPath, [...(options.node ?? []), program, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...cleanEnvironment, PATH: process.env.PATH ?? "", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.stdin ?? "");
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.stderr += text;
  });
  options.during?.(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, ...texts };
}

const isReport = new Ajv2020({ strict: false, formats: { "date-time": true } }).compile<Report>(reportSchema);

/** The report on standard output; fails where it is no JSON or not what `schemas/` promises. */
export function reportOf(result: CliResult): Report {
  const report: unknown = JSON.parse(result.stdout);
  if (!isReport(report)) throw new Error(`not a valid report: ${JSON.stringify(isReport.errors)}`);
  if (report.exitCode !== result.code)
    throw new Error(`the report says ${report.exitCode}, the process exited with ${result.code}`);
  return report;
}

/** Calls back when a test, or whatever else needs something, is over. */
export type OnEnd = (end: () => Promise<void>) => void;

/** A temporary folder with these files, gone after the test; a concurrent test has to say which it is. */
export async function folderWith(
  files: Readonly<Record<string, string | object>>,
  onEnd: OnEnd = onTestFinished,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "upgradectl-"));
  onEnd(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return folder;
}

export function namesOf(report: {
  readonly clusters: readonly { readonly name: string }[];
}): readonly string[] {
  return report.clusters.map(({ name }) => name);
}
