import { createPluginLoader, type LoadPlugin, type LockUse } from "@upgradectl/core";
import type { CommandInput } from "./command-input.ts";
import { durationFlag, flagValue } from "./options.ts";
import { sealGlobals } from "./seal-globals.ts";

const usualRequestMs = 30_000;
const shortestQuietMs = 1_000;

/** The loader of a run. Before the first plugin comes in, nothing that all code shares can be changed any more. */
export function openPluginLoader(
  { world, flags }: Pick<CommandInput, "world" | "flags">,
  { lockUse = "enforce" }: { readonly lockUse?: LockUse } = {},
): LoadPlugin {
  sealGlobals();
  const requestMs = durationFlag("request-timeout", flagValue(flags, "request-timeout")) ?? usualRequestMs;
  return createPluginLoader({
    hostUrl: import.meta.url,
    quietMs: Math.max(shortestQuietMs, 4 * requestMs),
    onStray: world.onStray,
    userAgent: world.env.npm_config_user_agent,
    lockUse,
  });
}
