import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { workspace } from "./workspace.ts";

const run = promisify(execFile);

/** What pnpm prints. */
export async function runPnpm(args: readonly string[]): Promise<string> {
  const { stdout } = await run(await findPnpm(), args, { cwd: workspace, maxBuffer: 2 ** 26 });
  return stdout;
}

/** The pnpm on the path where it is of the workspace's major version, else the workspace's own, which npx brings. */
export async function findPnpm(): Promise<string> {
  const { packageManager }: { packageManager: string } = JSON.parse(
    await readFile(`${workspace}package.json`, "utf8"),
  );
  const [, major] = /^pnpm@(\d+)\./.exec(packageManager) ?? [];
  const onPath = await run("pnpm", ["--version"], { cwd: workspace }).catch(() => ({ stdout: "" }));
  if (onPath.stdout.startsWith(`${major}.`)) return "pnpm";
  const words = ["-y", "--prefer-offline", "--package", packageManager, "--call", "command -v pnpm"];
  const { stdout } = await run("npx", words, { cwd: workspace });
  return stdout.trim();
}
