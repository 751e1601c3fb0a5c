import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { workspace } from "../../../release/workspace.ts";

export interface Installer {
  readonly command: (...packages: readonly string[]) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files that make the empty folder this package manager's. */
  readonly files: Readonly<Record<string, string>>;
}

/** A home without settings, and no way out but loopback: what is asked of any other host fails. */
function onlyLoopback(home: string) {
  const nowhere = "http://127.0.0.1:9";
  return {
    HOME: home,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    https_proxy: nowhere,
    NO_PROXY: "127.0.0.1",
  };
}

/** The package managers that people install with: npm as Node brings it, the others as this workspace pins them. */
export const installers: Readonly<
  Record<"npm" | "pnpm" | "yarn", (registry: string, home: string, pnpm: string) => Installer>
> = {
  npm: (registry, home) => ({
    command: (...packages) => ["npm", "install", "--no-audit", "--no-fund", ...packages],
    env: {
      ...onlyLoopback(home),
      npm_config_registry: registry,
      npm_config_cache: join(home, "npm"),
      npm_config_update_notifier: "false",
    },
    files: {},
  }),
  pnpm: (registry, home, pnpm) => ({
    command: (...packages) => [pnpm, "add", ...packages],
    env: {
      ...onlyLoopback(home),
      PNPM_CONFIG_REGISTRY: registry,
      PNPM_CONFIG_UPDATE_NOTIFIER: "false",
      XDG_CACHE_HOME: join(home, "cache"),
      XDG_DATA_HOME: join(home, "data"),
      XDG_STATE_HOME: join(home, "state"),
    },
    files: {},
  }),
  yarn: (registry, home) => ({
    command: (...packages) => [
      process.execPath,
      join(workspace, "node_modules/@yarnpkg/cli-dist/bin/yarn.js"),
      "add",
      ...packages,
    ],
    env: {
      ...onlyLoopback(home),
      YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ""),
      YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
      YARN_GLOBAL_FOLDER: join(home, "yarn"),
      YARN_NODE_LINKER: "node-modules",
      YARN_ENABLE_TELEMETRY: "0",
    },
    // Without one, yarn looks for a project in the folders above.
    files: { "yarn.lock": "" },
  }),
};

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
