import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import packageFile from "../package.json" with { type: "json" };
import { huawei, manifest, simulate } from "./clouds.ts";
import { readAction, runAction } from "./run-action.ts";
import { folderWith } from "./run-cli.ts";

const { version } = packageFile;

async function fleetFolder(name = "upgradectl.yaml") {
  const simulator = await simulate(
    huawei([
      { name: "payments", id: "p-1", version: "v1.29.8-r4" },
      {
        name: "search",
        id: "s-1",
        version: "v1.28.15-r2",
        operations: [{ to: "v1.29.8-r4", startedAgo: "20m", duration: "2h" }],
      },
    ]),
  );
  const entry = { provider: "hw", targetVersion: "v1.29.8-r4" };
  const clusters = [
    { name: "payments", id: "p-1", labels: { env: "prod" }, ...entry },
    { name: "search", id: "s-1", labels: { env: "dev" }, ...entry },
  ];
  return folderWith({ [name]: manifest(simulator.url, clusters) });
}

describe("the GitHub action", () => {
  it("runs a gate by default, in the version of this package, and fails as it does", async () => {
    const result = await runAction({}, await fleetFolder());
    expect(result.code).toBe(3);
    expect(result.calls).toEqual([`npx -y upgradectl@${version} gate`]);
    expect(result.outputs).toMatchObject({
      outcome: "pending",
      "exit-code": "3",
      "gate-open": "false",
      "closed-by": '["search"]',
    });
    expect(result.summary).toContain("search");
    expect(result.stderr).toContain("::warning");
  });

  it("takes flags with quotes, and a manifest of any name", async () => {
    const cwd = await fleetFolder("my fleet.yaml");
    const args = "-l \"env in prod, x\" --fail-on 'action, pending'";
    const bad = await runAction({ manifest: "my fleet.yaml", args, command: "check" }, cwd);
    expect(bad.code).toBe(5);
    expect(bad.stderr).toContain("env in prod, x");
    const open = await runAction(
      { manifest: "\nmy fleet.yaml\n", args: "  -l env=prod\n  --close-on 'action, pending'\n" },
      await fleetFolder("my fleet.yaml"),
    );
    expect(open.stderr).toBe("");
    expect(open).toMatchObject({
      code: 0,
      outputs: { outcome: "ok", "exit-code": "0", "gate-open": "true", "closed-by": "[]" },
    });
  });

  it("goes on with --exit-zero and says that the gate is closed", async () => {
    const { code, outputs } = await runAction({ args: "--exit-zero" }, await fleetFolder());
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ outcome: "pending", "exit-code": "0", "gate-open": "false" });
  });

  it.each([
    ["a variable", "-o json=$HOME.json", "$HOME.json"],
    ["a command", "-o json=`id`.json", "`id`.json"],
    ["another command", "-o json=a.json;id", "a.json;id"],
    ["a pattern", "-o json=*", "json=*"],
  ])("runs nothing and expands nothing that stands in args: %s", async (_, args, kept) => {
    const { calls } = await runAction({ args }, await fleetFolder());
    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain(kept);
  });

  it.each([
    ["an unknown command", { command: "demo; id" }, 0],
    ["an open quote", { args: "-l 'env=prod" }, 0],
    ["a flag that does not exist", { args: "--wiat 3m" }, 1],
    ["a manifest that is not there", { manifest: "none.yaml" }, 1],
  ])("says with 5 that nothing was asked, and leaves the gate closed: %s", async (_, inputs, calls) => {
    const result = await runAction(inputs, await fleetFolder());
    expect(result.code).toBe(5);
    expect(result.stdout + result.stderr).toContain("::error");
    expect(result.outputs).toMatchObject({ "exit-code": "5", "gate-open": "false", "closed-by": "[]" });
    expect(result.calls).toHaveLength(calls);
  });

  it("passes every input through a variable, and describes all of them and all outputs", async () => {
    const { inputs, outputs, runs } = await readAction();
    expect(runs.steps).toHaveLength(1);
    const [step] = runs.steps;
    expect(step?.run).not.toContain("${{");
    expect(Object.values(step?.env ?? {}).sort()).toEqual(
      Object.keys(inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .sort(),
    );
    for (const { description } of [...Object.values(inputs), ...Object.values(outputs)])
      expect(description).toMatch(/\w/);
    for (const [name, { value }] of Object.entries(outputs))
      expect(value).toBe(`\${{ steps.${step?.id}.outputs.${name} }}`);
    const readme = await readFile(new URL("../../action/README.md", import.meta.url), "utf8");
    for (const name of [...Object.keys(inputs), ...Object.keys(outputs)])
      expect(readme).toContain(`| \`${name}\` |`);
  });

  it("has this package's version as its default", async () => {
    expect((await readAction()).inputs.version?.default).toBe(version);
  });
});
