import { join } from "node:path";
import { oneLine } from "../plugin-problem.ts";
import { type PluginDigest, programFile } from "./digest-plugin.ts";
import type { LockedPlugin, LockedRead } from "./lock.ts";

/** The first file that differs, by name, and how many others do. */
export function describeFileChange(
  locked: LockedPlugin["files"],
  { files, root }: Pick<PluginDigest, "files" | "root">,
): string {
  const isPart = files.some(({ name }) => name === programFile);
  if (Object.hasOwn(locked, programFile))
    return isPart
      ? `It is part of ${root}, which is not the upgradectl that was locked.`
      : `It is the package in ${root}; the lock has the one that is part of an upgradectl executable.`;
  if (isPart) return `It is part of the executable ${root}; the lock has a package that was installed.`;
  const found = new Map(files.map(({ name, hash }) => [name, hash]));
  const names = [...new Set([...Object.keys(locked), ...found.keys()])].sort();
  const changes = names.flatMap((name) => {
    const hash = found.get(name);
    const start = Object.hasOwn(locked, name) ? locked[name] : undefined;
    if (hash === undefined) return [`${join(root, name)} is missing`];
    if (start === undefined) return [`${join(root, name)} was added`];
    return start !== "" && hash.startsWith(start) ? [] : [`${join(root, name)} was changed`];
  });
  const [first] = changes;
  if (first === undefined) return `The lock's integrity is not that of its list of files, in ${root}.`;
  return `${oneLine(first)}${changes.length > 1 ? `, and ${changes.length - 1} more files differ` : ""}.`;
}

/** The first declared read that differs, by action. */
export function describeReadChange(
  locked: readonly LockedRead[],
  declared: readonly LockedRead[],
): string | undefined {
  const known = new Map(locked.map((read) => [read.action, read]));
  for (const read of declared) {
    const before = known.get(read.action);
    known.delete(read.action);
    if (before === undefined) return `It declares ${show(read)}, which is not in the lock.`;
    if (show(before) !== show(read)) return `It declares ${show(read)}; the lock has ${show(before)}.`;
  }
  const [gone] = known.values();
  return gone === undefined ? undefined : `It does not declare ${show(gone)} any more.`;
}

function show({ action, method, path, service, permission, purpose }: LockedRead): string {
  const about = [
    ...(service === "default" ? [] : [`service ${service}`]),
    ...(permission === null ? [] : [`permission ${permission}`]),
    ...(purpose === "read" ? [] : [purpose]),
  ];
  const words = about.length === 0 ? "" : ` (${about.join(", ")})`;
  return oneLine(`${action} as ${method} ${path}${words}`);
}
