import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CliResult, folderWith, reportOf, runCli } from "../run-cli.ts";
import { type ExecFault, execSecret, programOf } from "./exec.ts";
import { finderIn, type ReportedCluster } from "./run.ts";

export interface ExecCell {
  readonly fault: ExecFault;
  readonly cluster: ReportedCluster;
  readonly sibling: ReportedCluster;
  /** Runs that met the fault; null where there is no program that could count them. */
  readonly runs: number | null;
}

/** Runs the program once over all of them, each a provider of its own. */
export async function runExecFaults(
  faults: readonly ExecFault[],
): Promise<{ readonly cells: readonly ExecCell[]; readonly result: CliResult }> {
  await using stack = new AsyncDisposableStack();
  const cwd = await folderWith({}, (end) => stack.defer(end));
  await mkdir(join(cwd, "folder"));
  const names = faults.map((_, index) => `exec-${index}`);
  for (const [index, fault] of faults.entries()) {
    const path = join(cwd, `${names[index]}.sh`);
    await writeFile(path, programOf(fault));
    await chmod(path, fault.mode ?? 0o755);
  }
  const providers = Object.fromEntries(
    faults.map(({ command, place, stalls }, index) => [
      names[index],
      {
        source: "exec",
        config: {
          command: command ?? [`./${names[index]}.sh`],
          env: { API_TOKEN: execSecret },
          ...(place === "list" ? { list: true } : {}),
          ...(stalls ? { timeout: "2s" } : {}),
        },
      },
    ]),
  );
  const clusters = names.flatMap((name) =>
    [name, `${name}-sibling`].map((id) => ({ name: id, id, provider: name, targetVersion: "v1.2.3" })),
  );
  const fleet = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
  await writeFile(join(cwd, "upgradectl.json"), JSON.stringify(fleet));
  const result = await runCli(["check", "--timeout", "90s", "-o", "json"], { cwd });
  const find = finderIn(reportOf(result));
  const cells = await Promise.all(
    faults.map(async (fault, index) => {
      const name = names[index] ?? "";
      const log = await readFile(join(cwd, `${name}.sh.runs`), "utf8").catch(() => undefined);
      const runs = log === undefined ? null : log.trimEnd().split("\n").length;
      return { fault, cluster: find(name), sibling: find(`${name}-sibling`), runs };
    }),
  );
  return { cells, result };
}
