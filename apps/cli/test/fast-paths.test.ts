import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseScenario, startSimulator } from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { brokenJson, brokenYaml, oddJson, rightManifest } from "./broken-manifests.ts";
import { twoClouds } from "./clouds.ts";
import { elsewhere, record } from "./recording-runs.ts";
import { folderWith, type OnEnd, runCli } from "./run-cli.ts";

const all = ["text", "json", "ndjson", "junit", "sarif", "markdown", "html", "github"] as const;
/** What a plan can be written as. */
const plan = ["text", "json"] as const;

/** Time stands still, so that nothing is left to differ but what the program reads. */
const stillClock = ["--import", "data:text/javascript,Date.now=()=>1767322999000"];

interface Run {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where the outputs go. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly node?: readonly string[];
  /** Which of the formats is on standard output. */
  readonly turn: number;
  /** All by default. */
  readonly formats?: readonly string[];
}

/** All that a run writes, in all formats. */
async function outcomeOf(
  { args, cwd, folder, env, node = [], turn, formats = all }: Run,
  fastPaths: "on" | "off",
) {
  const onStdout = formats[turn % formats.length] ?? "text";
  // Annotations have no file.
  const inFiles = formats.filter((format) => format !== onStdout && format !== "github");
  const outputs = inFiles.flatMap((format) => ["-o", `${format}=${join(folder, `out.${format}`)}`]);
  const result = await runCli([...args, "-o", onStdout, ...outputs], {
    cwd,
    node,
    env: { ...env, UPGRADECTL_FAST_PATHS: fastPaths },
  });
  const texts = inFiles.map((format) => readFile(join(folder, `out.${format}`), "utf8"));
  return { ...result, outputs: [result.stdout, ...(await Promise.all(texts))] };
}

/** Runs with the fast paths and without; where nothing differs, returns what came. */
async function expectSame(run: Omit<Run, "folder">, onEnd?: OnEnd) {
  const place = { ...run, folder: await folderWith({}, onEnd) };
  const fast = await outcomeOf(place, "on");
  expect(await outcomeOf(place, "off")).toEqual(fast);
  return fast;
}

async function codeOf(run: Omit<Run, "folder">, onEnd?: OnEnd): Promise<number | null> {
  return (await expectSame(run, onEnd)).code;
}

const compact = JSON.stringify(parse(rightManifest));
/** With what YAML made a number of as it was written. */
const json = JSON.stringify(parse(rightManifest), null, 2).replace(
  '"targetVersion": 1.3,',
  '"targetVersion": 1.30,',
);

const examples = new URL("../../../examples/", import.meta.url);
const exampleNames = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter(
  (name) => /upgradectl\.(?:ya?ml|json)$/.test(name) && !name.includes("node_modules"),
);
/** All that an example's manifest asks for. */
const settings = {
  ...{ HW_PROJECT_ID: "0123456789abcdef0123456789abcdef", LAB_TOKEN: "token-of-lab", SECRET: "not-for-eyes" },
  ...{ IAM_USER: "user", IAM_PASSWORD: "password-of-user", IAM_DOMAIN: "domain", INVENTORY_TOKEN: "token-1" },
};

describe.concurrent("switching the fast paths off changes no byte", () => {
  it.for(exampleNames)("of what is said about the example %s", async (name, { onTestFinished }) => {
    const path = fileURLToPath(new URL(name, examples));
    const run = { cwd: join(path, ".."), env: settings, node: stillClock };
    expect(await codeOf({ ...run, args: ["validate", path], turn: 0 }, onTestFinished)).toBe(0);
    expect(
      await codeOf({ ...run, args: ["check", "--dry-run", path], turn: 1, formats: plan }, onTestFinished),
    ).toBe(0);
    // Without the settings.
    await codeOf({ ...run, args: ["validate", path], env: {}, turn: 2 }, onTestFinished);
  });

  it.for([
    ["YAML", rightManifest],
    ["JSON in one line", compact],
    ["JSON in lines", json],
  ] as const)("of what is planned for a manifest in %s", async ([, text], { onTestFinished }) => {
    const cwd = await folderWith({ "fleet.yaml": text }, onTestFinished);
    const run = { cwd, env: settings, node: stillClock };
    expect(await codeOf({ ...run, args: ["validate", "fleet.yaml"], turn: 3 }, onTestFinished)).toBe(0);
    const args = ["check", "--dry-run", "fleet.yaml"];
    expect(await codeOf({ ...run, args, turn: 0, formats: plan }, onTestFinished)).toBe(0);
  });

  it("of what is said about JSON of odd kinds", async ({ onTestFinished }) => {
    const texts = oddJson(json).map(
      (text, number) => [`${number}.json`, withOwnNames(text, number)] as const,
    );
    const cwd = await folderWith(Object.fromEntries(texts), onTestFinished);
    const args = ["validate", ...texts.map(([file]) => file)];
    expect(await codeOf({ args, cwd, env: settings, node: stillClock, turn: 4 }, onTestFinished)).toBe(0);
  });

  const mistakes = [...brokenYaml, ...brokenJson(json)];
  it.for(all.map((format, turn) => [turn, format] as const))(
    "of what is said about one eighth of all mistakes, %i, with %s on standard output",
    async ([turn], { onTestFinished }) => {
      const chosen = mistakes
        .map((text, number) => [`${number}.yaml`, withOwnNames(text, number)] as const)
        .filter((_, number) => number % all.length === turn);
      const cwd = await folderWith(Object.fromEntries(chosen), onTestFinished);
      const files = chosen.map(([file]) => file);
      const run = { args: ["check", ...files], cwd, env: settings, node: stillClock, turn };
      const { code, outputs } = await expectSame(run, onTestFinished);
      expect(code).toBe(5);
      expect(files.filter((file) => !outputs.some((output) => output.includes(file)))).toEqual([]);
    },
  );
});

/** Clusters of all manifests of a run have different names. */
function withOwnNames(text: string, number: number): string {
  return text.replaceAll(/payments|orders|search/g, (name) => `${name}-${number}`);
}

describe("switching the fast paths off changes no byte of a report", () => {
  it.each([
    ["check", [0, 2, 7]],
    ["gate", [1]],
  ] as const)("of `%s` of the demo's fleet", async (command, turns) => {
    const read = (name: string) => readFile(new URL(`../demo/${name}`, import.meta.url), "utf8");
    const parsed = parseScenario(await read("scenario.yaml"), "scenario.yaml");
    if ("problems" in parsed) throw new Error("the demo's scenario is broken");
    const simulator = await startSimulator({ scenario: parsed.scenario });
    onTestFinished(() => simulator.close());
    const cwd = await folderWith({ "upgradectl.yaml": await read("fleet.yaml") });
    await record([command], { cwd, env: { UPGRADECTL_SIMULATOR: simulator.url } });
    for (const turn of turns) {
      const run = { args: [command, "--replay", "rec"], cwd, env: elsewhere, turn };
      expect(await codeOf(run)).toBe(2);
    }
  });

  it("of manifests in JSON", async () => {
    const { simulator, fleet } = await twoClouds();
    for (const [turn, layout] of [0, 2].entries()) {
      const cwd = await folderWith({ "upgradectl.json": JSON.stringify(fleet, null, layout) });
      await record(["check"], { cwd });
      const run = { args: ["check", "--replay", "rec"], cwd, env: elsewhere, turn };
      expect(await codeOf(run)).toBe(2);
    }
    await simulator.close();
  });
});
