import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { readManifestFiles, stdinName } from "../manifest-files.ts";
import type { World } from "../world.ts";
import type { Line } from "./read-line.ts";

/** What completion takes from the process. */
export type Asked = Pick<World, "cwd" | "env" | "readStdin">;

export interface Names {
  readonly clusters: readonly string[];
  readonly providers: readonly string[];
  /** The values of each key. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

const none: Names = { clusters: [], providers: [], labels: new Map() };
/** Nobody waits for a Tab longer than reading this takes. */
const largest = 4 * 2 ** 20;

/**
 * The names in the manifests that the line has so far, else in the one that is found. No plugin is loaded and nothing is
 * judged; of a manifest that cannot be read there are none.
 */
export function findNames(line: Line, world: Asked): Promise<Names> {
  return readNames(line, world).catch(() => none);
}

async function readNames({ declaration, given }: Line, world: Asked): Promise<Names> {
  const named = declaration?.words?.[0] === "cluster" ? given.slice(1) : given;
  // Standard input is the shell's.
  if (named.includes("-") || named.includes(stdinName)) return none;
  for (const file of named) {
    const facts = await stat(resolve(world.cwd, file)).catch(() => undefined);
    if (facts !== undefined && !facts.isFile()) return none;
  }
  const [files, { parseAllDocuments }] = await Promise.all([readManifestFiles(named, world), import("yaml")]);
  const clusters = new Set<string>();
  const providers = new Set<string>();
  const labels = new Map<string, Set<string>>();
  for (const { text } of files.filter((file) => file.text.length <= largest)) {
    for (const document of parseAllDocuments(text, { merge: true })) {
      if (document.errors.length > 0) continue;
      const content: unknown = document.toJS();
      addLabels(labels, fieldOf(content, "defaults"));
      for (const cluster of listAt(content, "clusters")) {
        add(clusters, fieldOf(cluster, "name"));
        addLabels(labels, cluster);
      }
      const declared = fieldOf(content, "providers");
      if (isObject(declared)) for (const name of Object.keys(declared)) add(providers, name);
    }
  }
  return { clusters: [...clusters], providers: [...providers], labels };
}

/** Keys and values that a selector could not say, because of what stands between them there, are none to offer. */
function addLabels(labels: Map<string, Set<string>>, cluster: unknown): void {
  const own = fieldOf(cluster, "labels");
  if (!isObject(own)) return;
  for (const [key, value] of Object.entries(own)) {
    if (!isPlain(key) || key === "") continue;
    const values = labels.get(key) ?? new Set();
    labels.set(key, values);
    if (isPlain(String(value))) add(values, String(value));
  }
}

function isPlain(text: string): boolean {
  return /^[^\s=!,]*$/.test(text);
}

/** A name that is still to be expanded, or that would not stay on its line, is none to offer. */
function add(names: Set<string>, name: unknown): void {
  if (typeof name === "string" && name !== "" && !/\$\{|\p{C}|\p{Zl}|\p{Zp}/u.test(name)) names.add(name);
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
