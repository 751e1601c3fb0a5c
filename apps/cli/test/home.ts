import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { folderWith } from "./run-cli.ts";

/** A home folder with these files, gone after the test. `URL` in them is the address given. */
export async function homeWith(
  files: Readonly<Record<string, string | object>>,
  url: string,
): Promise<string> {
  const home = await folderWith({});
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await writeFile(join(home, name), text.replaceAll("URL", url), { mode: 0o755 });
  }
  return home;
}

/** `name-001`, `name-002` ... as the simulator numbers the clusters of one entry. */
export function numbered(name: string, count: number): readonly string[] {
  if (count === 1) return [name];
  return Array.from({ length: count }, (_, index) => `${name}-${String(index + 1).padStart(3, "0")}`);
}
