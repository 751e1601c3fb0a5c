import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { listOfficial } from "@upgradectl/core";

/** Short names of the official providers that are installed beside this program, in order. */
export async function findOfficial(): Promise<readonly string[]> {
  const names = await listOfficial(dirname(fileURLToPath(import.meta.url)));
  return [...new Set(names)].sort();
}
