import { fileURLToPath } from "node:url";
import { listOfficial } from "@upgradectl/core";
import { isExecutable, packageRoot } from "./package-files.ts";
import { official } from "./plugin-loader.ts";

/** Short names of the official providers that are installed beside this program, or are part of it, in order. */
export async function findOfficial(): Promise<readonly string[]> {
  const names = isExecutable
    ? Object.keys(official).map((name) => name.replace("@upgradectl/provider-", ""))
    : await listOfficial(fileURLToPath(packageRoot));
  return [...new Set(names)].sort();
}
