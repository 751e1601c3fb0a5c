import type { Read } from "@upgradectl/provider-sdk";
import { compareTexts } from "../../compare-texts.ts";
import { faultOfLock, isLock } from "./check-lock.ts";

/** Its name; it stands beside the manifest whose plugins it pins. */
export const lockFileName = "upgradectl.lock";

/** What `upgradectl.lock` says. */
export interface Lock {
  readonly lockVersion: 1;
  /** By source. */
  readonly plugins: readonly LockedPlugin[];
}

/** A plugin as it was when somebody trusted it. */
export interface LockedPlugin {
  /** As written in the manifest. */
  readonly source: string;
  readonly package: string;
  readonly version: string | null;
  readonly contract: number;
  /** Of all files of the plugin's package, or of the modules that a plugin without one is made of. */
  readonly integrity: string;
  /** The beginning of each file's own hash, which tells what has changed; it is `integrity` that decides. */
  readonly files: Readonly<Record<string, string>>;
  /** The packages that it needs, and those that they need. */
  readonly dependencies: readonly LockedDependency[];
  /** By action. */
  readonly reads: readonly LockedRead[];
}

export interface LockedDependency {
  readonly package: string;
  readonly version: string | null;
  /** Of those of its files that Node can run or read as data. */
  readonly integrity: string;
}

/** What of a declared read decides where it goes and what it may do. */
export interface LockedRead {
  readonly action: string;
  readonly method: string;
  readonly service: string;
  readonly path: string;
  readonly permission: string | null;
  readonly purpose: "read" | "sign-in" | "post-check";
}

export function lockReads(reads: readonly Read[]): readonly LockedRead[] {
  return reads.map(lockRead).sort((a, b) => compareTexts(a.action, b.action));
}

function lockRead(read: Read): LockedRead {
  const { action, method = "GET", service = "default", path, permission = null, purpose = "read" } = read;
  return { action, method, service, path, permission, purpose };
}

/** The same plugins give the same bytes. */
export function renderLock(plugins: readonly LockedPlugin[]): string {
  const lock: Lock = {
    lockVersion: 1,
    plugins: plugins.toSorted((a, b) => compareTexts(a.source, b.source)),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** A lock that cannot be read holds nothing back, so it is not one: the fault says what is wrong with it. */
export function parseLock(text: string): { readonly lock: Lock } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const isConflict = /^(?:<{7}|={7}|>{7})/m.test(text);
    return { fault: isConflict ? "it has the marks of a merge conflict" : "it is not JSON" };
  }
  return isLock(value) ? { lock: value } : { fault: faultOfLock(value) ?? "it is wrong" };
}
