import { createPluginLoader, type Executable, type LoadPlugin, type LockUse } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { durationFlag, flagValue } from "./options.ts";
import { executableFile, isExecutable, packageRoot, readPackageFile } from "./package-files.ts";
import { sealGlobals } from "./seal-globals.ts";

const usualRequestMs = 30_000;
const shortestQuietMs = 1_000;

/** Imported by name, so that the bundle has them inside. */
export const official: Readonly<Record<string, () => Promise<unknown>>> = {
  "@upgradectl/provider-alibaba-ack": () => import("@upgradectl/provider-alibaba-ack"),
  "@upgradectl/provider-exec": () => import("@upgradectl/provider-exec"),
  "@upgradectl/provider-huawei-cce": () => import("@upgradectl/provider-huawei-cce"),
  "@upgradectl/provider-huawei-cce-autopilot": () => import("@upgradectl/provider-huawei-cce-autopilot"),
  "@upgradectl/provider-huawei-css": () => import("@upgradectl/provider-huawei-css"),
};

/** The loader of a run. Before a stranger's plugin comes in, what all code shares is sealed. */
export function openPluginLoader(
  { world, flags, version }: Pick<CommandInput, "world" | "flags" | "version">,
  { lockUse = "enforce" }: { readonly lockUse?: LockUse } = {},
): LoadPlugin {
  const requestMs = durationFlag("request-timeout", flagValue(flags, "request-timeout")) ?? usualRequestMs;
  return createPluginLoader({
    hostUrl: new URL("package.json", packageRoot).href,
    executable: isExecutable ? describeExecutable(version) : undefined,
    quietMs: Math.max(shortestQuietMs, 4 * requestMs),
    onStray: world.onStray,
    userAgent: world.env.npm_config_user_agent,
    lockUse,
    // All packages of a release have its version.
    findOwn: (name, found) =>
      found === version && Object.hasOwn(official, name) ? official[name] : undefined,
    beforeForeign: sealGlobals,
  });
}

function describeExecutable(version: string): Executable {
  return {
    file: executableFile(),
    version,
    packages: Object.keys(official),
    readHash: () => readPackageFile("program.sha512"),
    readSdk: (format) => readPackageFile(format === "module" ? "provider-sdk.mjs" : "provider-sdk.cjs"),
  };
}
