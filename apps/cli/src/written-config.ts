import { isRecord, type ProviderInstance, secretPathsOf } from "@upgradectl/core";
import { parseAllDocuments } from "yaml";

/** A `config` that may be shown. */
export interface WrittenConfig {
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys that are left out because they hold secrets. */
  readonly omitted: readonly string[];
}

/**
 * An instance's `config` as text for another manifest: `${VAR}` stays what was written, and a key with a secret that is
 * not a mere `${VAR}` is left out.
 */
export function writeConfig(instance: ProviderInstance, written: unknown): WrittenConfig {
  const secret = new Set(
    secretPathsOf(instance)
      .filter((path) => !isPlaceholder(valueAt(written, path)))
      .map(([key]) => key),
  );
  const entries = Object.entries(instance.config);
  const kept = entries.filter(([key]) => !secret.has(key));
  return {
    config: Object.fromEntries(kept.map(([key, value]) => [key, unexpand(value, valueAt(written, [key]))])),
    omitted: entries.flatMap(([key]) => (secret.has(key) ? [key] : [])),
  };
}

/** What a manifest's text has as the `config` of a provider, with every scalar as text; undefined where it is not seen. */
export function findWrittenConfig(text: string, provider: string): unknown {
  try {
    const documents = parseAllDocuments(text, { schema: "failsafe", merge: true });
    const configs = [...documents].map((document) =>
      valueAt(document.toJS(), ["providers", provider, "config"]),
    );
    return configs.find((config) => config !== undefined);
  } catch {
    return undefined; // then the values are written out
  }
}

function unexpand(value: unknown, written: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => unexpand(item, valueAt(written, [String(index)])));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, unexpand(part, valueAt(written, [key]))]),
    );
  if (typeof written === "string" && written.includes("$")) return written;
  return typeof value === "string" ? escapeDollars(value) : value;
}

/** A dollar sign that nothing expands. */
export function escapeDollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}

function isPlaceholder(written: unknown): boolean {
  return typeof written === "string" && /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(written);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const part of path) {
    if ((!isRecord(here) && !Array.isArray(here)) || !Object.hasOwn(here, part)) return undefined;
    here = Object.entries(here).find(([key]) => key === part)?.[1];
  }
  return here;
}
