import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Diagnostic, mergeReports, parseReport, type ReportFile } from "@upgradectl/core";
import { readPresentation } from "../check-settings.ts";
import type { CommandInput } from "../command-input.ts";
import { stdinName } from "../manifest-files.ts";
import { refuseOverwrite } from "../outputs.ts";
import { reasonOf } from "../reason-of.ts";
import { reportFailure } from "../report-failure.ts";
import type { World } from "../world.ts";
import { withGithub, writeReport } from "../write-report.ts";

/** One report of several that were made side by side. Asks nothing of any cloud. */
export async function merge(input: CommandInput): Promise<number> {
  const { words, world, version } = input;
  const startedAt = world.clock.now();
  const asked = await readPresentation(input);
  const presentation = { ...asked, outputs: withGithub(asked.outputs, world) };
  await refuseOverwrite(presentation.outputs, words, world, "report");
  const run = { command: "merge", startedAt, sources: new Map<string, string>(), ...presentation };

  // One after the other: large reports are held once, not also as texts side by side.
  const read: Awaited<ReturnType<typeof readReport>>[] = [];
  for (const file of words) read.push(await readReport(file, world));
  const broken = read.flatMap((one) => ("diagnostic" in one ? [one.diagnostic] : []));
  if (broken.length > 0) return reportFailure({ ...run, diagnostics: broken }, input);
  const merged = mergeReports(
    read.flatMap((one) => ("diagnostic" in one ? [] : [one])),
    version,
  );
  if ("diagnostics" in merged) return reportFailure({ ...run, diagnostics: merged.diagnostics }, input);
  await writeReport(merged.report, { ...presentation, world });
  return merged.report.exitCode;
}

async function readReport(
  file: string,
  world: World,
): Promise<ReportFile | { readonly diagnostic: Diagnostic }> {
  try {
    const isStdin = file === stdinName;
    const text = isStdin ? await world.readStdin() : await readFile(resolve(world.cwd, file), "utf8");
    const parsed = parseReport(text);
    if (parsed.problem !== undefined) return { diagnostic: { ...parsed.problem, file } };
    return { file, report: parsed.report };
  } catch (error) {
    const summary = `the report cannot be read: ${reasonOf(error)}`;
    return { diagnostic: { severity: "error", code: "unreadable-file", summary, file } };
  }
}
