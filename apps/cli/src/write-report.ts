import type { Diagnostic } from "@upgradectl/core";
import { codeUnwritten, unwrittenBy } from "./deliver.ts";
import { isGithubActions, locateInRepository, writeGithubStep } from "./github-step.ts";
import { type OutputTarget, writeOutput } from "./outputs.ts";
import { UndeliveredError, type UnwrittenError } from "./usage-error.ts";
import { renderAnnotations } from "./views/github.ts";
import { renderFailure, renderReport } from "./views/render-report.ts";
import { type AnyReport, hasFleet } from "./views/weigh-cluster.ts";
import type { World } from "./world.ts";

export interface ReportWriting<R extends AnyReport = AnyReport> {
  readonly outputs: readonly OutputTarget[];
  readonly color: string;
  /** Whether a warning is left unsaid. */
  readonly quiet: boolean;
  readonly world: World;
  /** Of a run that read no fleet and has something to tell people all the same. */
  readonly text?: string;
  /** Ends the stream of events, where the run has one. */
  readonly endStream?: (report: R) => Promise<void>;
}

/**
 * Writes a report, which holds no secret any more, in every format that was asked for. Where one cannot be written, the
 * others are, those after it with the exit code and the reason, and at the end an `UndeliveredError` is thrown. Standard
 * output comes last: whoever reads it is told.
 */
export async function writeReport<R extends AnyReport>(report: R, writing: ReportWriting<R>): Promise<void> {
  const { outputs, quiet, world, endStream } = writing;
  const write = (target: OutputTarget) => async (told: R) => {
    const text = render(told, target, writing);
    if (text !== undefined) await writeOutput(target, text, world);
  };
  const writes = [
    ...outputs.filter(({ file }) => file !== undefined).map(write),
    ...(endStream === undefined ? [] : [endStream]),
    ...outputs.filter(({ file }) => file === undefined).map(write),
  ];
  const unwritten: UnwrittenError[] = [];
  let told = report;
  for (const one of writes) {
    const failed = await unwrittenBy(() => one(told));
    if (failed === undefined) continue;
    unwritten.push(failed);
    told = withUnwritten(report, unwritten);
  }
  if (outputs.some(({ format }) => format === "github")) await writeGithubStep(told, quiet, world);
  const [first] = unwritten;
  if (first !== undefined) throw new UndeliveredError(first.message, told.exitCode);
}

function render(
  report: AnyReport,
  target: OutputTarget,
  { color, text, world }: Pick<ReportWriting, "color" | "text" | "world">,
): string | Iterable<string> | undefined {
  if (target.format === "github") return renderAnnotations(report, locateInRepository(world));
  if (hasFleet(report)) return renderReport(report, target, color, world);
  return target.format === "text" && report.exitCode === 0 ? text : renderFailure(report, target);
}

/** Of a run that read no fleet a bug stays one, and anything else was in vain. */
function withUnwritten<R extends AnyReport>(report: R, unwritten: readonly UnwrittenError[]): R {
  const exitCode = hasFleet(report) ? codeUnwritten(report.exitCode) : report.exitCode === 1 ? 1 : 5;
  const found = unwritten.map(
    ({ message }): Diagnostic => ({ severity: "error", code: "unwritten", summary: message }),
  );
  return { ...report, exitCode, diagnostics: [...report.diagnostics, ...found] };
}

/** Under GitHub Actions annotations come by themselves, beside whatever else is asked for. */
export function withGithub(outputs: readonly OutputTarget[], world: World): readonly OutputTarget[] {
  const isAsked = outputs.some(({ format }) => format === "github");
  return isAsked || !isGithubActions(world) ? outputs : [...outputs, { format: "github", toStderr: true }];
}
