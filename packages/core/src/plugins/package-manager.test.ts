import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder, writeFiles } from "../testing/temporary-folder.ts";
import { findPackageManager, installCommand } from "./package-manager.ts";

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

/** The command for a manifest in `app/fleet`. */
async function commandWith(files: Readonly<Record<string, unknown>>, userAgent?: string): Promise<string> {
  await writeFiles(root, { "app/fleet/upgradectl.yaml": "", ...files });
  const manager = await findPackageManager(join(root, "app/fleet"), userAgent);
  return installCommand("acme", undefined, manager);
}

const npm = "npm install --save-dev acme";
const pnpm = "pnpm add --save-dev acme";
const yarn = "yarn add --dev acme";
const bun = "bun add --dev acme";

describe("the package manager of a manifest", () => {
  it.each<[string, Readonly<Record<string, unknown>>, string | undefined, string]>([
    ["npm where nothing tells", {}, undefined, npm],
    ["what runs us", {}, "pnpm/12.1.0 npm/? node/v24.0.0 linux x64", pnpm],
    ["npm where something else runs us", {}, "deno/2.0", npm],
    ["that of a lock file", { "app/yarn.lock": "" }, "pnpm/12.1.0", yarn],
    ["bun's lock file", { "app/bun.lock": "" }, undefined, bun],
    ["bun's older one", { "app/bun.lockb": "" }, undefined, bun],
    ["npm's lock file over what runs us", { "app/package-lock.json": {} }, "pnpm/12.1.0", npm],
    [
      "what a package.json says, over a lock file",
      { "app/package.json": { packageManager: "pnpm@12.1.0" }, "app/package-lock.json": {} },
      undefined,
      pnpm,
    ],
    [
      "what a package.json wants of its developers",
      { "app/package.json": { devEngines: { packageManager: { name: "yarn" } } } },
      undefined,
      yarn,
    ],
    [
      "that of the nearest folder",
      { "app/fleet/yarn.lock": "", "app/package.json": { packageManager: "pnpm@12.1.0" } },
      undefined,
      yarn,
    ],
    ["not what a broken package.json may say", { "app/package.json": "{ packageManager" }, "bun/1.3.0", bun],
  ])("is %s", async (_, files, userAgent, command) => {
    expect(await commandWith(files, userAgent)).toBe(command);
  });

  it("is told that it adds to the root of a workspace, where that is so", async () => {
    const files = { "app/package.json": { packageManager: "pnpm@12.1.0" }, "app/pnpm-workspace.yaml": "" };
    expect(await commandWith(files)).toBe("pnpm add --save-dev --workspace-root acme");
    expect(await commandWith({ ...files, "app/fleet/package.json": {} })).toBe(pnpm);
  });

  it("quotes the range", () => {
    const manager = { name: "bun", isWorkspaceRoot: false } as const;
    expect(installCommand("acme", ">=1 <2", manager)).toBe('bun add --dev "acme@>=1 <2"');
  });
});
