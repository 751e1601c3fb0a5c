import { createPluginLoader, type Executable, type LoadPlugin, type LockUse } from "@upgradectl/core";
import ack from "@upgradectl/provider-alibaba-ack/package.json" with { type: "json" };
import exec from "@upgradectl/provider-exec/package.json" with { type: "json" };
import cce from "@upgradectl/provider-huawei-cce/package.json" with { type: "json" };
import autopilot from "@upgradectl/provider-huawei-cce-autopilot/package.json" with { type: "json" };
import css from "@upgradectl/provider-huawei-css/package.json" with { type: "json" };
import type { CommandInput } from "./command-input.ts";
import { durationFlag, flagValue } from "./options.ts";
import { executableFile, isExecutable, packageRoot, readPackageFile } from "./package-files.ts";
import { sealGlobals } from "./seal-globals.ts";

const usualRequestMs = 30_000;
const shortestQuietMs = 1_000;

interface OwnPlugin {
  readonly version: string;
  readonly load: () => Promise<unknown>;
}

/** Imported by name, so that the bundle has them inside, in the versions that it was made of. */
export const official: Readonly<Record<string, OwnPlugin>> = {
  "@upgradectl/provider-alibaba-ack": {
    version: ack.version,
    load: () => import("@upgradectl/provider-alibaba-ack"),
  },
  "@upgradectl/provider-exec": { version: exec.version, load: () => import("@upgradectl/provider-exec") },
  "@upgradectl/provider-huawei-cce": {
    version: cce.version,
    load: () => import("@upgradectl/provider-huawei-cce"),
  },
  "@upgradectl/provider-huawei-cce-autopilot": {
    version: autopilot.version,
    load: () => import("@upgradectl/provider-huawei-cce-autopilot"),
  },
  "@upgradectl/provider-huawei-css": {
    version: css.version,
    load: () => import("@upgradectl/provider-huawei-css"),
  },
};

/** The loader of a run. Before a stranger's plugin comes in, what all code shares is sealed. */
export function openPluginLoader(
  { world, flags }: Pick<CommandInput, "world" | "flags">,
  { lockUse = "enforce" }: { readonly lockUse?: LockUse } = {},
): LoadPlugin {
  const requestMs = durationFlag("request-timeout", flagValue(flags, "request-timeout")) ?? usualRequestMs;
  return createPluginLoader({
    hostUrl: new URL("package.json", packageRoot).href,
    executable: isExecutable ? describeExecutable() : undefined,
    quietMs: Math.max(shortestQuietMs, 4 * requestMs),
    onStray: world.onStray,
    userAgent: world.env.npm_config_user_agent,
    lockUse,
    findOwn: (name, found) => {
      const own = Object.hasOwn(official, name) ? official[name] : undefined;
      return own?.version === found ? own?.load : undefined;
    },
    beforeForeign: sealGlobals,
  });
}

function describeExecutable(): Executable {
  return {
    file: executableFile(),
    packages: Object.fromEntries(Object.entries(official).map(([name, { version }]) => [name, version])),
    readHash: () => readPackageFile("program.sha512"),
    readSdk: (format) => readPackageFile(format === "module" ? "provider-sdk.mjs" : "provider-sdk.cjs"),
  };
}
