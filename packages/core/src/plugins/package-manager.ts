import { join } from "node:path";
import { isRecord } from "../is-record.ts";
import { foldersUpward, kindOf, readJson } from "./package-file.ts";

export type PackageManagerName = "npm" | "pnpm" | "yarn" | "bun";

export interface PackageManager {
  readonly name: PackageManagerName;
  /** pnpm adds to the root of a workspace only where that is said. */
  readonly isWorkspaceRoot: boolean;
}

const lockFiles: readonly (readonly [file: string, name: PackageManagerName])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
];

/**
 * What installs packages where a manifest is: as a package.json says, else as a lock file shows, the nearest folder first;
 * else what runs us.
 */
export async function findPackageManager(
  directory: string,
  userAgent: string | undefined,
): Promise<PackageManager> {
  let root: string | undefined;
  for (const folder of foldersUpward(directory)) {
    const content = await readJson(join(folder, "package.json"));
    if (content !== null) root ??= folder;
    const name = declaredIn(content) ?? (await shownIn(folder));
    if (name !== undefined) return { name, isWorkspaceRoot: await isWorkspace(root ?? folder) };
  }
  const name = nameIn(userAgent?.split("/")[0]) ?? "npm";
  return { name, isWorkspaceRoot: false };
}

/** A command that a user can paste. */
export function installCommand(name: string, range: string | undefined, manager: PackageManager): string {
  const wanted = range === undefined ? name : `"${name}@${range}"`;
  const workspace = manager.isWorkspaceRoot && manager.name === "pnpm" ? " --workspace-root" : "";
  return `${words[manager.name]}${workspace} ${wanted}`;
}

const words: Readonly<Record<PackageManagerName, string>> = {
  npm: "npm install --save-dev",
  pnpm: "pnpm add --save-dev",
  yarn: "yarn add --dev",
  bun: "bun add --dev",
};

function declaredIn(content: unknown): PackageManagerName | undefined {
  if (!isRecord(content)) return undefined;
  const { packageManager, devEngines } = content;
  if (typeof packageManager === "string") return nameIn(packageManager.split("@")[0]);
  const engine = isRecord(devEngines) ? devEngines.packageManager : undefined;
  return isRecord(engine) ? nameIn(engine.name) : undefined;
}

async function shownIn(folder: string): Promise<PackageManagerName | undefined> {
  for (const [file, name] of lockFiles) if (await isFile(join(folder, file))) return name;
  return undefined;
}

async function isWorkspace(folder: string): Promise<boolean> {
  return isFile(join(folder, "pnpm-workspace.yaml"));
}

/** What cannot be looked at suggests nothing. */
async function isFile(path: string): Promise<boolean> {
  return (await kindOf(path).catch(() => "missing")) === "file";
}

function nameIn(word: unknown): PackageManagerName | undefined {
  return word === "npm" || word === "pnpm" || word === "yarn" || word === "bun" ? word : undefined;
}
