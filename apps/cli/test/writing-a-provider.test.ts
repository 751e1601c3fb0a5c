import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { workspace } from "../../../release/workspace.ts";
import { acmeVerdicts, startAcmeCloud } from "./acme-cloud.ts";
import { type CodeBlock, codeBlocks, parseYaml } from "./recipes.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

const blocks = await codeBlocks("docs/writing-a-provider.md");

/** The files of the page: blocks that begin with a file's name. */
function filesIn(all: readonly CodeBlock[]): Readonly<Record<string, string>> {
  const named = all.flatMap(({ text }) => {
    const [, name] = /^(?:\/\/|#) ([\w.-]+\.(?:mjs|yaml))\n/.exec(text) ?? [];
    return name === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(named);
}

/** A folder with the page's files, as if the packages that it names were installed there. */
async function pastedFolder(): Promise<string> {
  const cwd = await folderWith(filesIn(blocks));
  await mkdir(join(cwd, "node_modules/@upgradectl"), { recursive: true });
  for (const name of ["provider-sdk", "provider-testkit"])
    await symlink(join(workspace, "packages", name), join(cwd, "node_modules/@upgradectl", name));
  return cwd;
}

it("the first provider works when it is pasted beside a manifest", async () => {
  const cwd = await pastedFolder();
  const cloud = await startAcmeCloud(onTestFinished);
  const env = { ACME_TOKEN: cloud.key };
  const [manifest] = parseYaml(filesIn(blocks)["upgradectl.yaml"] ?? "");
  const { providers, ...rest } = manifest as {
    readonly providers: { readonly acme: { readonly config: object } };
  };
  const valid = await runCli(["validate"], { cwd, env });
  expect({ code: valid.code, stderr: valid.stderr }).toEqual({ code: 0, stderr: "" });

  const fleet = {
    ...rest,
    providers: { acme: { ...providers.acme, config: { ...providers.acme.config, endpoint: cloud.url } } },
    clusters: Object.keys(acmeVerdicts).map((id) => ({
      name: id,
      id,
      provider: "acme",
      targetVersion: "1.29",
    })),
  };
  const result = await runCli(["check", "-", "-o", "json"], { cwd, env, stdin: JSON.stringify(fleet) });
  const { clusters } = reportOf(result);
  expect(Object.fromEntries(clusters.map(({ id, verdict }) => [id, verdict]))).toEqual(acmeVerdicts);
  expect(clusters.at(-1)).toMatchObject({ error: { kind: "not-found" } });
  expect(result.stdout + result.stderr).not.toContain(cloud.key);
});

it("it passes the conformance kit as the page says", async () => {
  const cwd = await pastedFolder();
  const command = [process.execPath, "--test", "--test-reporter=tap", "acme.test.mjs"];
  const { code, stdout } = await runProgram(command, { cwd });
  expect(code, stdout).toBe(0);
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(80);
});
