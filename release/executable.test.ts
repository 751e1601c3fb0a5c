import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Report } from "@upgradectl/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { twoClouds } from "../apps/cli/test/clouds.ts";
import { type CliResult, folderWith, reportOf, runCli } from "../apps/cli/test/run-cli.ts";
import { buildExecutable, findObstacle } from "./executable.ts";
import { workspace } from "./workspace.ts";

const obstacle = findObstacle();
if (obstacle !== undefined) console.warn(`The executable is not tested: ${obstacle}.`);

const folder = await mkdtemp(join(tmpdir(), "upgradectl-executable-"));
const executable = join(folder, "upgradectl");
const { version } = JSON.parse(await readFile(join(workspace, "apps/cli/package.json"), "utf8"));

beforeAll(async () => {
  if (obstacle === undefined) await buildExecutable(executable);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs it where nothing else is: no program on the path, no home. */
async function run(args: readonly string[], { cwd }: { readonly cwd: string }): Promise<CliResult> {
  const env = { PATH: "", HOME: "", UPGRADECTL_METADATA_DISABLED: "true", TMPDIR: cwd };
  const child = spawn(executable, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, ...texts };
}

async function write(cwd: string, files: Readonly<Record<string, string | object>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

function verdictsOf({ clusters }: Report) {
  return Object.fromEntries(clusters.map(({ name, verdict }) => [name, verdict]));
}

const observation = `{ version: "1.29.8", state: { condition: "ready", raw: "ok" }, operations: [] }`;
const definition = (name: string, observe: string) => `{ contract: 1, name: "${name}", reads: [], cluster: {},
  config: { type: "object", properties: {} }, connect: () => ({ async observe() { ${observe} } }) }`;
const fleetOf = (sources: readonly string[], more: object = {}) => ({
  apiVersion: "upgradectl.dev/v1",
  kind: "Fleet",
  providers: Object.fromEntries(sources.map((source, index) => [`p${index}`, { source, ...more }])),
  clusters: sources.map((_, index) => ({
    name: `c${index}`,
    id: `c-${index}`,
    provider: `p${index}`,
    targetVersion: "1.29",
  })),
});

describe.skipIf(obstacle !== undefined)("the executable, alone in a folder", () => {
  it("tells its version and its commands", async () => {
    const cwd = await folderWith({});
    expect(await run(["--version"], { cwd })).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const help = await run(["--help"], { cwd });
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("upgradectl check ");
  });

  it("runs the demo, and leaves nothing behind", async () => {
    const cwd = await folderWith({});
    const { code, stdout, stderr } = await run(["demo", "-o", "json"], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("exit code 2") });
    expect(JSON.parse(stdout).clusters.length).toBeGreaterThanOrEqual(12);
    expect(await readdir(cwd)).toEqual([]);
  });

  it("checks clusters of official providers, and writes an HTML report", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    expect(await run(["validate"], { cwd })).toMatchObject({ code: 0, stderr: "" });
    const result = await run(["check", "-o", "json", "-o", "html=report.html"], { cwd });
    expect(result.stderr).not.toContain("Warning");
    expect(verdictsOf(reportOf(result))).toEqual({ payments: "behind", orders: "converged" });
    expect(await readFile(join(cwd, "report.html"), "utf8")).toMatch(/<script>[^<]{1000}/);
  });

  it("loads plugins that are files, which get its SDK", async () => {
    const cwd = await folderWith({
      "upgradectl.yaml": fleetOf(["./acme.mjs", "./beta.cjs"]),
      "acme.mjs": `import { defineProvider } from "@upgradectl/provider-sdk";
        export default defineProvider(${definition("acme", `return ${observation};`)});`,
      "beta.cjs": `const { ProviderError } = require("@upgradectl/provider-sdk");
        module.exports = ${definition("beta", `throw new ProviderError({ kind: "forbidden", message: "not you" });`)};`,
    });
    const result = await run(["check", "-o", "json"], { cwd });
    const report = reportOf(result);
    expect(verdictsOf(report)).toEqual({ c0: "converged", c1: "unknown" });
    expect(report.clusters[1]?.error).toMatchObject({ kind: "forbidden", message: "not you" });
  });

  it("loads a package beside the manifest rather than its own", async () => {
    const cwd = await folderWith({ "upgradectl.yaml": fleetOf(["huawei-cce"], { version: "^9.0.0" }) });
    const installed = "node_modules/@upgradectl/provider-huawei-cce";
    await write(cwd, {
      [`${installed}/package.json`]: { version: "9.1.0", type: "module" },
      [`${installed}/index.js`]: `export default ${definition("acme", `return ${observation};`)};`,
    });
    const result = await run(["check", "-o", "json"], { cwd });
    expect(verdictsOf(reportOf(result))).toEqual({ c0: "converged" });
  });

  it("holds its own providers against the manifest's range", async () => {
    const cwd = await folderWith({ "upgradectl.yaml": fleetOf(["huawei-cce"], { version: "^9.0.0" }) });
    const { code, stderr } = await run(["validate"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain(`The provider \`huawei-cce\` is version ${version}; the manifest wants ^9.0.0.`);
    expect(stderr).toContain(`${executable}#@upgradectl/provider-huawei-cce`);
  });

  it("lists its own providers", async () => {
    const { stdout } = await run(["providers", "-o", "json"], { cwd: await folderWith({}) });
    const { providers }: { providers: readonly { name: string; path: string }[] } = JSON.parse(stdout);
    expect(providers.map(({ name }) => name)).toEqual([
      "alibaba-ack",
      "exec",
      "huawei-cce",
      "huawei-cce-autopilot",
      "huawei-css",
    ]);
    expect(providers[0]?.path).toBe(`${executable}#@upgradectl/provider-alibaba-ack`);
  });

  it("takes nothing from beside itself, and says where it looked", async () => {
    const beside = "node_modules/@upgradectl/provider-huawei-ccx";
    await write(folder, {
      [`${beside}/package.json`]: { version: "1.0.0", type: "module" },
      [`${beside}/index.js`]: `export default ${definition("acme", `return ${observation};`)};`,
    });
    const cwd = await folderWith({ "upgradectl.yaml": fleetOf(["huawei-ccx"]) });
    const { code, stderr } = await run(["check"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("The provider `huawei-ccx` is not installed.");
    expect(stderr).toContain(`then in ${executable} itself`);
    expect(stderr).toContain("Did you mean `huawei-cce`?");
  });

  it("pins its own providers by the whole program, which an installed one is not", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const lock = join(cwd, "upgradectl.lock");
    expect(await run(["providers", "--lock"], { cwd })).toMatchObject({ code: 0 });
    expect(await run(["validate"], { cwd })).toMatchObject({ code: 0 });
    const text = await readFile(lock, "utf8");
    const { plugins } = JSON.parse(text);
    expect(plugins[0]).toMatchObject({ source: "alibaba-ack", version, dependencies: [] });
    expect(plugins[0].reads.length).toBeGreaterThan(3);
    expect(await runCli(["validate"], { cwd })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining("the lock has the one that is part of an upgradectl executable"),
    });
    await writeFile(lock, text.replaceAll(/"integrity": "sha512-...../g, '"integrity": "sha512-AAAAA'));
    expect(await run(["validate"], { cwd })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(
        `It is part of ${executable}, which is not the upgradectl that was locked`,
      ),
    });
    expect(await runCli(["providers", "--lock"], { cwd })).toMatchObject({ code: 0 });
    expect(await run(["validate"], { cwd })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(
        `It is part of the executable ${executable}; the lock has a package that was installed`,
      ),
    });
  });

  it("comes with the licences of all that is in it", async () => {
    const licences = await readFile(`${executable}.licenses.txt`, "utf8");
    for (const name of ["Apache License", "undici", "yargs", "Node.js is licensed"])
      expect(licences).toContain(name);
    const address = `https://github.com/nodejs/node/blob/${process.version}/LICENSE`;
    if (licences.includes(address))
      console.warn("The text of Node's licence is not beside this Node; its address stands for it.");
    else expect(licences).toContain("OpenSSL");
  });
});
