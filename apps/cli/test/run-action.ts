import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { CliResult } from "./run-cli.ts";
import { runScript } from "./run-script.ts";
import { type Stubs, stubPrograms } from "./stub-programs.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
    }[];
  };
}

export async function readAction(): Promise<Action> {
  return parse(await readFile(new URL("../../action/action.yml", import.meta.url), "utf8")) as Action;
}

export interface ActionResult extends CliResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly calls: readonly string[];
  readonly summary: string;
}

/** Runs the action's step in a folder with the manifest, as GitHub's runner does, with this workspace's program behind `npx`. */
export async function runAction(
  inputs: Readonly<Record<string, string>>,
  cwd: string,
  given?: Stubs,
): Promise<ActionResult> {
  const action = await readAction();
  const [step] = action.runs.steps;
  if (step === undefined) throw new Error("the action has no step");
  const value = (_: string, name: string) => inputs[name] ?? action.inputs[name]?.default ?? "";
  const env = Object.entries(step.env).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ inputs\.(\S+) \}\}/g, value),
  ]);
  const stubs = given ?? (await stubPrograms(cwd));
  const files = { GITHUB_OUTPUT: join(cwd, "outputs"), GITHUB_STEP_SUMMARY: join(cwd, "summary") };
  for (const file of Object.values(files)) await writeFile(file, "");
  const github = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: cwd, ...files };
  const result = await runScript(step.run, {
    cwd,
    env: { PATH: stubs.path, ...github, ...Object.fromEntries(env) },
  });
  const outputs = parseOutputs(await readFile(files.GITHUB_OUTPUT, "utf8"));
  const summary = await readFile(files.GITHUB_STEP_SUMMARY, "utf8");
  return { ...result, outputs, summary, calls: await stubs.calls() };
}

/** `name=value`, or `name<<DELIMITER` with lines up to the delimiter; a later value replaces an earlier one. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/^([\w-]+)(?:=(.*)|<<(.+)\n([\s\S]*?)\n\3)$/gm);
  return Object.fromEntries([...pairs].map(([, name, line, , lines]) => [name, line ?? lines]));
}
