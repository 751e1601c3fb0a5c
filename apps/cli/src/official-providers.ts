import { fileURLToPath } from "node:url";
import { listOfficial } from "@upgradectl/core";
import { packageRoot } from "./package-files.ts";

/** Short names of the official providers that are installed beside this program, in order. */
export async function findOfficial(): Promise<readonly string[]> {
  const names = await listOfficial(fileURLToPath(packageRoot));
  return [...new Set(names)].sort();
}
