import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { huawei, manifest, simulate } from "./clouds.ts";
import { type CodeBlock, codeBlocks, parseYaml, stepsOf } from "./recipes.ts";
import { runAction } from "./run-action.ts";
import { folderWith, runCli } from "./run-cli.ts";
import { runScript } from "./run-script.ts";
import { stubPrograms } from "./stub-programs.ts";

const target = "v1.29.8-r4";
const pages = ["docs/ci.md", "apps/action/README.md", "docs/editors.md"];
const blocks = (await Promise.all(pages.map(codeBlocks))).flat();
const recipes = blocks.filter(({ text }) =>
  /upgradectl(@\S+)? (check|gate|merge|validate)|args: \[gate/.test(text),
);

/** Eight clusters, so that four shards have some each; an upgrade runs on `payments` where that is asked for. */
async function fleetFolder(upgrading = false): Promise<string> {
  const names = ["payments", ...[1, 2, 3, 4, 5, 6, 7].map((number) => `shop-${number}`)];
  const operations = [{ to: target, startedAgo: "10m", outcome: "running" }] as const;
  const simulator = await simulate(
    huawei(
      names.map((name) =>
        upgrading && name === "payments"
          ? { name, id: name, version: "v1.28.15-r2", operations }
          : { name, id: name, version: target },
      ),
    ),
  );
  const entry = { provider: "hw", targetVersion: target, labels: { env: "prod" } };
  const clusters = names.map((name) => ({ name, id: name, ...entry }));
  return folderWith({ "upgradectl.yaml": manifest(simulator.url, clusters) });
}

/** Runs a recipe's scripts in one folder until one fails, those of numbered jobs four times. */
async function runRecipe(block: CodeBlock, cwd: string, wait?: string) {
  const stubs = await stubPrograms(cwd);
  const codes: (number | null)[] = [];
  const messages: string[] = [];
  for (const { script, env } of stepsOf(block)) {
    const isNumbered = /matrix\.shard|CI_NODE_INDEX/.test(script);
    for (const number of isNumbered ? ["1", "2", "3", "4"] : ["1"]) {
      const text = script
        .replaceAll("${{ matrix.shard }}", number)
        .replaceAll("$(results.exit-code.path)", "result")
        .replaceAll(/(--wait'? '?)[0-9]\w+/g, wait === undefined ? "$&" : `$1${wait}`);
      const variables = { CI_NODE_INDEX: number, CI_NODE_TOTAL: "4", NUMBER: "1" };
      const params = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, value.replace("$(params.wait)", wait ?? "30m")]),
      );
      const result = await runScript(text, { cwd, env: { PATH: stubs.path, ...variables, ...params } });
      codes.push(result.code);
      messages.push(result.stderr);
      if (result.code !== 0) return { codes, messages: messages.join(""), calls: await stubs.calls() };
    }
  }
  return { codes, messages: messages.join(""), calls: await stubs.calls() };
}

describe("recipes for pipelines", () => {
  it.each(blocks.filter(({ language }) => language === "yaml"))("$name is YAML", ({ text }) => {
    expect(parseYaml(text).length).toBeGreaterThan(0);
  });

  it("are found, one or more for each system", () => {
    const headings = ["GitHub Actions", "GitLab CI", "Jenkins", "Argo CD", "Tekton", "Before `helm upgrade`"];
    for (const heading of headings)
      expect(recipes.filter(({ name }) => name.startsWith(heading)).length, heading).toBeGreaterThan(0);
    expect(recipes.length).toBeGreaterThanOrEqual(10);
  });

  it.each(recipes)("$name runs as written, and passes where all is as declared", async (block) => {
    const { codes, messages, calls } = await runRecipe(block, await fleetFolder());
    expect(codes.length).toBeGreaterThan(0);
    expect(
      codes.filter((code) => code !== 0),
      messages,
    ).toEqual([]);
    const written = block.text.match(/upgradectl(@\S+)? (check|gate|merge|validate)|args: \[gate/g) ?? [];
    const run = calls.filter((call) => /^(npx -y )?upgradectl/.test(call));
    expect(run.length).toBeGreaterThanOrEqual(written.length);
    expect(messages).not.toMatch(/warning|error/);
  });

  const gates = recipes.filter(({ text }) => /upgradectl(@\S+)? gate|args: \[gate/.test(text));
  it.each(gates)("$name stops before the deployment while an upgrade runs", async (block) => {
    const { codes, calls } = await runRecipe(block, await fleetFolder(true), "1s");
    expect(codes).toEqual([3]);
    expect(calls.filter((call) => /^(helm|deploy)/.test(call))).toEqual([]);
  });

  it("use the action with inputs that it has, and steps that its outputs decide", async () => {
    const uses = blocks.flatMap(({ text }) => [...text.matchAll(/with: (\{ args: .* \})/g)]);
    expect(uses.length).toBeGreaterThan(0);
    for (const [, inputs = ""] of uses) {
      const open = await runAction(parse(inputs), await fleetFolder());
      expect(open).toMatchObject({ code: 0, outputs: { "gate-open": "true" } });
      const closed = await runAction(parse(inputs), await fleetFolder(true));
      expect(closed).toMatchObject({
        code: 0,
        outputs: { "gate-open": "false", "closed-by": '["payments"]' },
      });
    }
  });

  it("has a valid manifest in the config map of Argo CD", async () => {
    const [map] = blocks.flatMap(({ language, text }) =>
      language === "yaml" ? parseYaml(text).filter((document) => isConfigMap(document)) : [],
    );
    const cwd = await folderWith(isConfigMap(map) ? map.data : {});
    const result = await runCli(["validate"], { cwd });
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
  });
});

function isConfigMap(value: unknown): value is { readonly data: Readonly<Record<string, string>> } {
  return typeof value === "object" && value !== null && "data" in value;
}
