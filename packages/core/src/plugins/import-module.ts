import { type RegisterHooksOptions, type ResolveHookSync, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { isNativeError } from "node:util/types";
import { describeThrown } from "./describe-value.ts";
import type { Executable, SdkFormat } from "./executable.ts";
import { PluginFault } from "./plugin-problem.ts";

/**
 * Imports a plugin's module and returns what it exports.
 *
 * @throws {PluginFault} whatever the module throws
 */
export async function importModule(name: string, file: string, timeoutMs: number): Promise<unknown> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(tooSlow(name, file, timeoutMs)), timeoutMs);
  try {
    return await Promise.race([importFile(name, file), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const sdk = "@upgradectl/provider-sdk";
let offersSdk = false;

/**
 * A plugin that is a file beside a manifest has no packages of its own: where it imports the SDK and finds none, it gets
 * the host's: what a module at this URL would import, or what an executable has inside. Everything else is resolved as ever.
 */
export function offerSdk(host: string | Executable): void {
  if (offersSdk) return;
  offersSdk = true;
  registerHooks(typeof host === "string" ? resolveFrom(host) : serveFrom(host));
}

function resolveFrom(hostUrl: string): RegisterHooksOptions {
  return {
    resolve: resolveSdk((specifier, context, next) => next(specifier, { ...context, parentURL: hostUrl })),
  };
}

/** By URLs of files that are nowhere: what requires it gets a file of its own, as it cannot wait for what another imports. */
function serveFrom({ file, readSdk }: Executable): RegisterHooksOptions {
  const start = `${pathToFileURL(file).href}/provider-sdk.`;
  const served = new Map<string, SdkFormat>([
    [`${start}mjs`, "module"],
    [`${start}cjs`, "commonjs"],
  ]);
  return {
    resolve: resolveSdk((_specifier, { conditions }) => {
      const extension = conditions.includes("require") ? "cjs" : "mjs";
      return { url: start + extension, format: served.get(start + extension), shortCircuit: true };
    }),
    load(url, context, next) {
      const format = served.get(url);
      return format === undefined
        ? next(url, context)
        : { source: readSdk(format), format, shortCircuit: true };
    },
  };
}

/** @param otherwise where the module that imports it has none */
function resolveSdk(otherwise: ResolveHookSync): ResolveHookSync {
  return (specifier, context, next) => {
    if (specifier !== sdk) return next(specifier, context);
    try {
      return next(specifier, context);
    } catch {
      return otherwise(specifier, context, next);
    }
  };
}

async function importFile(name: string, file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new PluginFault({
      code: "plugin-import",
      summary: `The provider \`${name}\` cannot be imported: ${describeThrown(error)}`,
      detail: `Its module is ${placeOf(error) ?? file}.`,
      hint: hintFor(error),
    });
  }
}

/** Node puts the place of a syntax error in front of some stacks: `file:///plugin.js:3`, then the source line. */
function placeOf(error: unknown): string | null {
  const stack = isNativeError(error) ? String(error.stack) : "";
  return /^(?:file:\/\/)?(\/\S+:\d+)$/m.exec(stack.split("\n")[0] ?? "")?.[1] ?? null;
}

function hintFor(error: unknown): string {
  const message = isNativeError(error) ? String(error.message) : "";
  const missing = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  if (missing === undefined) return "Correct the plugin, or install a version of it that works.";
  return /^(?:[./]|file:|[a-z]:\\)/i.test(missing)
    ? "A file of the plugin is missing: build it if it is yours, or install it again."
    : `The plugin needs \`${missing}\`, which is not installed beside it: install it there, or the plugin again.`;
}

function tooSlow(name: string, file: string, timeoutMs: number): PluginFault {
  return new PluginFault({
    code: "plugin-import",
    summary: `The provider \`${name}\` cannot be imported: it was not ready after ${timeoutMs / 1000} s.`,
    detail: `Its module is ${file}.`,
    hint: "A module must not wait for anything while it is imported; that belongs into `observe` and `list`.",
  });
}
