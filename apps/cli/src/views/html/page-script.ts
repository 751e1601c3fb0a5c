import { readPackageFile } from "../../package-files.ts";

/** The page's program, one classic script: a page opened from a disk may not load modules. */
export function pageScript(): string {
  script ??= readPackageFile("dist/page.js").trim();
  return script;
}

let script: string | undefined;
