import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect } from "vitest";
import type { Problem } from "../diagnostics.ts";
import { createPluginLoader, type LockUse, type PluginResult } from "../plugins/load-plugin.ts";
import { renderLock } from "../plugins/lock/lock.ts";
import { lockPlugin } from "../plugins/lock/plugin-lock.ts";
import { makeTemporaryFolder, writeFiles } from "./temporary-folder.ts";

const reads = [
  { action: "Show", path: "/c/{id}", permission: "acme:show" },
  { action: "SignIn", method: "POST", path: "/token", service: "iam", purpose: "sign-in" },
];

/** A module that says on `globalThis.ran` that it ran. */
export function pluginCode(): string {
  return `globalThis.ran = (globalThis.ran ?? 0) + 1;
export default { contract: 1, name: "acme", config: { type: "object" }, cluster: {}, reads: ${JSON.stringify(reads)},
  connect: () => ({ observe: async () => { throw new Error("not asked for"); } }) };`;
}

export const acme = "fleet/node_modules/acme";
export const needed = "fleet/node_modules/needed";

/** A package with a dependency, that has a dependency. */
export const installed = {
  [`${acme}/package.json`]: {
    name: "acme",
    version: "1.0.0",
    type: "module",
    exports: "./dist/index.js",
    dependencies: { needed: "^2.0.0" },
    optionalDependencies: { absent: "1.0.0" },
  },
  [`${acme}/dist/index.js`]: pluginCode(),
  [`${acme}/data.txt`]: "data",
  [`${needed}/package.json`]: { name: "needed", version: "2.0.0", dependencies: { deeper: "*" } },
  [`${needed}/index.js`]: "module.exports = 1;",
  [`${needed}/index.d.ts`]: "export = 1;",
  "fleet/node_modules/deeper/package.json": { name: "deeper", version: "3.0.0" },
  "fleet/node_modules/deeper/index.js": "module.exports = 1;",
};

export interface LockedFleet {
  /** Of a file in the test's own folder. */
  readonly path: (name: string) => string;
  readonly write: (files: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly load: (source: string, lockUse?: LockUse) => Promise<PluginResult>;
  /** Pins these sources as they are now. */
  readonly pin: (...sources: readonly string[]) => Promise<void>;
  /** Why a plugin is refused, without having run. */
  readonly problemOf: (source: string, lockUse?: LockUse) => Promise<Problem>;
}

/** A folder for each test, with the fleet of `fleet/` and its lock. */
export function useLockedFleet(): LockedFleet {
  let root = "";
  beforeEach(async () => {
    const folder = await makeTemporaryFolder();
    root = folder.path;
    return folder.remove;
  });

  const path = (name: string) => join(root, name);
  const write = (files: Readonly<Record<string, unknown>>) => writeFiles(root, files);

  function load(source: string, lockUse: LockUse = "enforce"): Promise<PluginResult> {
    const hostUrl = pathToFileURL(join(root, "host/dist/main.js")).href;
    return createPluginLoader({ hostUrl, lockUse })({ source, directory: join(root, "fleet") });
  }

  async function pin(...sources: readonly string[]): Promise<void> {
    const locked = sources.map(async (source) => {
      const result = await load(source, "ignore");
      if (!("plugin" in result) || result.found === undefined) throw new Error(JSON.stringify(result));
      return lockPlugin({ source, directory: join(root, "fleet") }, result.found, result.plugin.definition);
    });
    await write({ "fleet/upgradectl.lock": renderLock(await Promise.all(locked)) });
  }

  async function problemOf(source: string, lockUse?: LockUse): Promise<Problem> {
    Reflect.deleteProperty(globalThis, "ran");
    const result = await load(source, lockUse);
    expect(Reflect.get(globalThis, "ran"), "its code must not run").toBeUndefined();
    if ("problem" in result) return result.problem;
    throw new Error("was loaded");
  }

  return { path, write, load, pin, problemOf };
}
