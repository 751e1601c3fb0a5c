import { outputValues } from "../output-values.ts";
import { UsageError } from "../usage-error.ts";
import { renderJson } from "./json.ts";

/** What `--version` tells, and bug reports want to know. */
export interface AboutProgram {
  readonly name: string;
  readonly version: string;
  /** Version of Node.js. */
  readonly node: string;
  /** As Node.js names them: `linux`, `x64`. */
  readonly platform: string;
  readonly arch: string;
}

/** The version alone, or with `-o json` everything. Throws a `UsageError`. */
export function renderVersion(about: AboutProgram, argv: readonly string[]): string {
  const format = outputValues(argv).at(-1) ?? "text";
  if (format === "json") return renderJson(about);
  if (format === "text") return `${about.version}\n`;
  throw new UsageError(`--version is not written as "${format}"`, "Formats of --version: text, json.");
}
