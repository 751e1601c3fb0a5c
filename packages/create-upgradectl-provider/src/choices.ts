import { UsageError } from "./usage-error.ts";

export const authStyles = ["none", "token", "api-key"] as const;
/** How the API is signed in to: not at all, with a bearer token, or with a key in a header of its own. */
export type AuthStyle = (typeof authStyles)[number];

export interface Choices {
  /** Of the provider: `acme-kubernetes`. */
  readonly name: string;
  readonly auth: AuthStyle;
  /** Can the account's clusters be listed? */
  readonly list: boolean;
  readonly language: "typescript" | "javascript";
}

export const packagePrefix = "upgradectl-provider-";

const longestName = 80;

export function packageNameOf({ name }: Pick<Choices, "name">): string {
  return `${packagePrefix}${name}`;
}

/**
 * Accepts what the contract accepts as a provider's name.
 *
 * @throws {UsageError}
 */
export function parseName(text: string): string {
  const name = text.trim();
  if (name === "") throw new UsageError("the name is empty", "Name a provider, such as acme-kubernetes.");
  if (name.startsWith(packagePrefix) && name.length > packagePrefix.length)
    throw new UsageError(
      `"${name}" is the package's name`,
      `The provider's is enough: ${name.slice(packagePrefix.length)}`,
    );
  if (name.length > longestName)
    throw new UsageError("the name is too long", `${longestName} characters at most.`);
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return name;
  const mended = toKebabCase(name);
  const hint = mended === "" ? "Name it like acme-kubernetes." : `Did you mean ${mended}?`;
  throw new UsageError(`"${name}" is not lower-case words joined by hyphens`, hint);
}

/** @throws {UsageError} */
export function parseAuth(text: string): AuthStyle {
  const word = text.trim().toLowerCase();
  const found = authStyles.find((style) => style === word);
  if (found !== undefined) return found;
  throw new UsageError(`"${text}" is no way to sign in`, `One of ${authStyles.join(", ")}.`);
}

/** @throws {UsageError} */
export function parseYesOrNo(text: string): boolean {
  if (/^\s*y(es)?\s*$/i.test(text)) return true;
  if (/^\s*no?\s*$/i.test(text)) return false;
  throw new UsageError(`"${text}" is neither yes nor no`, "Answer y or n.");
}

/** The name that a folder's name suggests; empty where it suggests none. */
export function suggestName(folder: string): string {
  const name = toKebabCase(folder.replace(packagePrefix, ""));
  return name.length > longestName ? "" : name;
}

function toKebabCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-$/g, "");
}
