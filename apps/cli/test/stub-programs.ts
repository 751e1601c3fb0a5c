import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { program } from "./run-cli.ts";

export interface Stubs {
  readonly path: string;
  /** The lines of programs that were called, in order: `upgradectl gate --wait 30m`, `helm upgrade`. */
  calls(): Promise<readonly string[]>;
}

/**
 * Programs for scripts of pipelines, in a folder for the front of PATH: `upgradectl` and `npx -y upgradectl@...` run the
 * program of this workspace; `helm`, `gh` and `deploy.sh` do nothing; each writes down how it was called.
 */
export async function stubPrograms(folder: string): Promise<Stubs> {
  const bin = join(folder, "stubs");
  const log = join(folder, "calls.log");
  await mkdir(bin);
  await writeFile(log, "");
  const run = `exec '${process.execPath}' '${program}' "$@"`;
  const scripts = {
    upgradectl: run,
    npx: `[ "$1" = -y ] || exit 90\ncase $2 in upgradectl@?*) shift 2 ;; *) exit 91 ;; esac\n${run}`,
    helm: "exit 0",
    gh: "exit 0",
  };
  const write = async (path: string, script: string) => {
    const name = path.split("/").at(-1);
    await writeFile(path, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> '${log}'\n${script}\n`);
    await chmod(path, 0o755);
  };
  for (const [name, script] of Object.entries(scripts)) await write(join(bin, name), script);
  await write(join(folder, "deploy.sh"), "exit 0");
  return {
    path: `${bin}:${process.env.PATH ?? ""}`,
    calls: async () => (await readFile(log, "utf8")).split("\n").filter((line) => line !== ""),
  };
}
