import type { HuaweiContext } from "../huawei-context.ts";
import { cleanSecret, describeDirt } from "./clean-text.ts";
import { unusable } from "./source.ts";

export type ReadFile = HuaweiContext["readFile"];

/** The one token that a file holds. `source` names the setting that names the file. */
export async function readSecretFile(
  readFile: ReadFile,
  path: string,
  what: string,
  source: string,
): Promise<string> {
  const text = await readTextFile(readFile, path);
  const value = cleanSecret(text);
  if (typeof value === "string") return value;
  const fault =
    text === undefined ? "is not there" : value === undefined ? "is empty" : describeDirt(cleanSecret);
  throw unusable({
    message: `the file ${path}, which ${what} is read from, ${fault}`,
    hint: `Mend the file, or what names it (${source}).`,
  });
}

/** Undefined where there is none. The cause of a failure is not told: some of them quote what they read. */
export async function readTextFile(readFile: ReadFile, path: string): Promise<string | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw unusable({
      message: `the file ${path} cannot be read${code}`,
      hint: "Let this process read the file, or remove what names it.",
    });
  }
}
