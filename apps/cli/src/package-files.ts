import { readFileSync } from "node:fs";
import { getAsset } from "node:sea";
import { fileURLToPath } from "node:url";

/** Defined where the executable runs this (release/executable-main.cjs): to ask `node:sea` would take a moment of every start. */
declare const IS_EXECUTABLE: true | undefined;

/** Is this the stand-alone executable, which has its files inside? */
export const isExecutable: boolean = typeof IS_EXECUTABLE !== "undefined";

/** Of the package, from the sources as well as from the bundle: both lie one folder below. */
export const packageRoot: URL = new URL("../", import.meta.url);

/** Absolute path of the executable. */
export function executableFile(): string {
  return fileURLToPath(import.meta.url);
}

export function readPackageFile(path: string): string {
  return isExecutable ? getAsset(path, "utf8") : readFileSync(new URL(path, packageRoot), "utf8");
}
