import type { WrittenLock } from "../lock-file.ts";
import { plainText, plural } from "./plain-text.ts";

/** What was pinned, for people. */
export function renderLocks(locks: readonly WrittenLock[]): string {
  return locks.map(renderLock).join("");
}

const changes = { new: "new", changed: "changed", none: "as it was" } as const;

function renderLock({ file, isChanged, plugins, removed }: WrittenLock): string {
  const title = `${plainText(file)}: ${plural(plugins.length, "plugin")} pinned${isChanged ? "" : ", nothing changed"}`;
  const lines = plugins.map(({ source, package: name, version, change }) => {
    const what = [source, ...(name === source ? [] : [name]), ...(version === null ? [] : [version])];
    return `  ${plainText(what.join("  "))}  ${changes[change]}`;
  });
  const gone = removed.map((source) => `  ${plainText(source)}  removed`);
  return [title, ...lines, ...gone].map((line) => `${line}\n`).join("");
}
