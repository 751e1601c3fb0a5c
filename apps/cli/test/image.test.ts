import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Dockerfile, DockerfileParser, type Instruction } from "dockerfile-ast";
import { describe, expect, it, onTestFinished } from "vitest";
import packageFile from "../package.json" with { type: "json" };
import { huawei, manifest, simulate } from "./clouds.ts";
import { startRegistry } from "./npm-registry.ts";
import { folderWith } from "./run-cli.ts";
import { runProgram, runScript } from "./run-script.ts";

const text = await readFile(new URL("../Dockerfile", import.meta.url), "utf8");
const image: Dockerfile = DockerfileParser.parse(text);
const instructions = image.getInstructions();

/** The arguments of the instructions of this kind, as one text each. */
function all(keyword: string, among: readonly Instruction[] = instructions): readonly string[] {
  return among.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent() ?? "");
}

function lastStage(): readonly Instruction[] {
  return instructions.slice(instructions.findLastIndex((one) => one.getKeyword() === "FROM"));
}

describe("the image", () => {
  it("has one base, pinned to a whole version", () => {
    const bases = image.getFROMs().map((from) => from.getImage());
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-slim$/);
  });

  it("runs as a number that is not root, in its last stage, after all else was put there", () => {
    const keywords = lastStage().map((one) => one.getKeyword());
    expect(all("USER", lastStage())).toEqual(["1000:1000"]);
    expect(keywords.indexOf("USER")).toBeGreaterThan(keywords.lastIndexOf("COPY"));
    expect(keywords).not.toContain("RUN");
  });

  it("holds nothing but the installed program: no file of the build's folder, no secret", () => {
    expect(all("ADD")).toEqual([]);
    expect(text.match(/^COPY .*$/gm)).toEqual(["COPY --from=install /opt/upgradectl /opt/upgradectl"]);
    expect([...all("ARG"), ...all("ENV")].join(" ")).not.toMatch(/key|secret|token|password|credential/i);
    expect(all("RUN").join(" ")).not.toMatch(/curl|wget|chmod|sudo/);
  });

  it("starts the program without a shell, and installs this package's version by default", () => {
    expect(JSON.parse(all("ENTRYPOINT", lastStage())[0] ?? "")).toEqual(["upgradectl"]);
    expect(JSON.parse(all("CMD", lastStage())[0] ?? "")).toEqual(["--help"]);
    expect(all("ARG")).toEqual([`VERSION=${packageFile.version}`]);
    expect(all("ENV")).toEqual(["PATH=/opt/upgradectl/bin:$PATH"]);
  });

  it("builds: its RUN step installs the packed packages, which check a fleet without writing a file, and npx does too", {
    timeout: 120_000,
  }, async () => {
    const cwd = await folderWith({});
    const tarballs = join(cwd, "tarballs");
    await mkdir(tarballs);
    const registry = await startRegistry(tarballs);
    onTestFinished(registry.close);

    const prefix = join(cwd, "opt");
    const run = (all("RUN")[0] ?? "").replaceAll("/opt/upgradectl", prefix).replaceAll("\\\n", " ");
    const npm = {
      npm_config_registry: registry.url,
      npm_config_cache: join(cwd, "cache"),
      npm_config_update_notifier: "false",
      HOME: cwd,
    };
    const built = await runScript(run, { cwd, env: { ...npm, VERSION: packageFile.version } });
    expect(registry.missing).toEqual([]);
    expect(built.code, built.stderr).toBe(0);
    expect(built.stdout).toContain(packageFile.version);
    const installed = await readdir(join(prefix, "lib/node_modules/upgradectl/node_modules"));
    expect(installed).toContain("@upgradectl");
    for (const name of ["jsdom", "puppeteer-core"]) expect(installed).not.toContain(name);

    const simulator = await simulate(huawei([{ name: "payments", id: "p-1", version: "v1.29.8-r4" }]));
    const entry = { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" };
    const fleet = await folderWith({ "upgradectl.yaml": manifest(simulator.url, [entry]) });
    // Node's permissions stand in for the read-only file system: they refuse every write.
    const node = [process.execPath, "--permission", "--allow-fs-read=*"];
    const checked = await runProgram([...node, join(prefix, "bin/upgradectl"), "check"], { cwd: fleet });
    expect(checked).toMatchObject({ code: 0, stderr: "" });
    expect(checked.stdout).toContain("converged");
    expect(await readdir(fleet)).toEqual(["upgradectl.yaml"]);

    const npx = await runProgram(["npx", "-y", `upgradectl@${packageFile.version}`, "check"], {
      cwd: fleet,
      env: npm,
    });
    expect(npx.code, npx.stderr).toBe(0);
  });
});
