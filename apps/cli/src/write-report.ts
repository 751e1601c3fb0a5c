import { isGithubActions, locateInRepository, writeGithubStep } from "./github-step.ts";
import { type OutputTarget, writeOutput } from "./outputs.ts";
import { renderAnnotations } from "./views/github.ts";
import { renderFailure, renderReport } from "./views/render-report.ts";
import { type AnyReport, hasFleet } from "./views/weigh-cluster.ts";
import type { World } from "./world.ts";

export interface ReportWriting {
  readonly outputs: readonly OutputTarget[];
  readonly color: string;
  /** Whether a warning is left unsaid. */
  readonly quiet: boolean;
  readonly world: World;
}

/** Writes a report, which holds no secret any more, in every format that was asked for. */
export async function writeReport(report: AnyReport, writing: ReportWriting): Promise<void> {
  const { outputs, color, quiet, world } = writing;
  for (const target of outputs) {
    const text =
      target.format === "github"
        ? renderAnnotations(report, locateInRepository(world))
        : hasFleet(report)
          ? renderReport(report, target, color, world)
          : renderFailure(report, target.format);
    if (text !== undefined) await writeOutput(target, text, world);
  }
  if (outputs.some(({ format }) => format === "github")) await writeGithubStep(report, quiet, world);
}

/** Under GitHub Actions annotations come by themselves, beside whatever else is asked for. */
export function withGithub(outputs: readonly OutputTarget[], world: World): readonly OutputTarget[] {
  const isAsked = outputs.some(({ format }) => format === "github");
  return isAsked || !isGithubActions(world) ? outputs : [...outputs, { format: "github", toStderr: true }];
}
