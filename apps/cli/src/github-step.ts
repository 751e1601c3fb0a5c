import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { reasonOf } from "./reason-of.ts";
import { renderStepOutputs, stepOutputs } from "./views/github.ts";
import { renderMarkdown } from "./views/markdown.ts";
import { plainText } from "./views/plain-text.ts";
import type { AnyReport } from "./views/weigh-cluster.ts";
import type { World } from "./world.ts";

export function isGithubActions({ env }: World): boolean {
  return env.GITHUB_ACTIONS === "true";
}

/** How the repository knows a file: annotations are placed from its root, wherever the step runs. */
export function locateInRepository({ cwd, env }: World): (file: string) => string {
  const root = env.GITHUB_WORKSPACE;
  return (file) => {
    if (root === undefined || root === "") return file;
    const path = relative(root, resolve(cwd, file));
    return path.startsWith("..") || isAbsolute(path) ? file : path;
  };
}

/** Appends the step summary and the step's outputs where GitHub names files for them. A file that cannot be written is told and decides nothing. */
export async function writeGithubStep(report: AnyReport, quiet: boolean, world: World): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs } = world.env;
  const append = async (file: string | undefined, text: string, what: string) => {
    if (file === undefined || file === "") return;
    await appendFile(resolve(world.cwd, file), text).catch((error: unknown) => {
      if (quiet) return;
      return world.stderr.write(`warning: the ${what} could not be written: ${plainText(reasonOf(error))}\n`);
    });
  };
  await append(summary, `${renderMarkdown(report)}\n`, "step summary");
  await append(outputs, renderStepOutputs(stepOutputs(report), `upgradectl_${randomUUID()}`), "step outputs");
}
