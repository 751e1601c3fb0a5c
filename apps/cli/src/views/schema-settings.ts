import type { JsonSchema } from "@upgradectl/provider-sdk";
import { stringify } from "yaml";
import { toComment } from "./cluster-comment.ts";

/** A line of YAML that is not a comment has to be filled in by somebody, or is right as it is. */
export interface Setting {
  readonly key: string;
  readonly schema: JsonSchema;
  /** Undefined where nothing is known that could stand there. */
  readonly value: unknown;
  /** False: shown as a comment. */
  readonly isWritten: boolean;
}

/** A key with what it is for; in a comment where most people do without it. */
export function renderSetting({ key, schema, value, isWritten }: Setting, indent: number): readonly string[] {
  const about = schema.description ?? `The provider's ${key}.`;
  const lines = comment(isWritten ? `Fill in: ${about}` : about, indent);
  const text = value === undefined ? `${key}:` : `${key}: ${inline(value)}`;
  return [...lines, `${" ".repeat(indent)}${isWritten ? "" : "# "}${text}`];
}

/** Keys of an object's schema that its writer sees first. */
export function settingsOf(schema: JsonSchema, given: Readonly<Record<string, unknown>>): readonly Setting[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .filter(([key, part]) => required.has(key) || isForBeginners(part))
    .map(([key, part]) => {
      const isGiven = Object.hasOwn(given, key);
      const value = isGiven ? given[key] : exampleOf(part, key);
      return { key, schema: part, value, isWritten: isGiven || (required.has(key) && value !== undefined) };
    });
}

/** Addresses of services, and what has parts but no secret among them, are for those who look for them. */
function isForBeginners({ format = "", properties }: JsonSchema): boolean {
  const parts = Object.values(properties ?? {});
  return !/-url$/.test(format) && (parts.length === 0 || parts.some(({ secret }) => secret !== undefined));
}

/** A value to begin with: one that names variables first, then whatever the schema tells; texts become a variable. */
export function exampleOf({ examples = [], ...schema }: JsonSchema, key: string): unknown {
  const named = examples.find((example) => JSON.stringify(example).includes("${"));
  const told = named ?? examples[0] ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (told !== undefined || schema.type !== "string") return told;
  return `\${${key.replace(/[A-Z]/g, "_$&").replace(/\W/g, "_").toUpperCase()}}`;
}

/** A value on one line, also within a comment. */
export function inline(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
}

const width = 120;

/** Lines of a comment, folded at words. */
export function comment(text: string, indent: number): readonly string[] {
  const start = `${" ".repeat(indent)}#`;
  const lines: string[] = [];
  let line = start;
  for (const word of toComment(text).split(" ")) {
    if (line !== start && line.length + word.length + 1 > width) {
      lines.push(line);
      line = start;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
