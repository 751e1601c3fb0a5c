import { readFileSync } from "node:fs";

/** Of the package, from the sources as well as from the bundle: both lie one folder below. */
export const packageRoot: URL = new URL("../", import.meta.url);

export function readPackageFile(path: string): string {
  return readFileSync(new URL(path, packageRoot), "utf8");
}
