import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { workspace } from "../../../release/workspace.ts";
import { acmeVerdicts, startAcmeCloud } from "./acme-cloud.ts";
import { type Registry, startRegistry } from "./npm-registry.ts";
import { installers } from "./package-managers.ts";
import { folderWith, reportOf } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

const languages = ["typescript", "javascript"] as const;
const authStyles = ["none", "token", "api-key"] as const;
const flavours = languages.flatMap((language) =>
  authStyles.flatMap((auth) => (["list", "no-list"] as const).map((list) => ({ language, auth, list }))),
);
type Flavour = (typeof flavours)[number];

const scaffold = join(workspace, "packages/create-upgradectl-provider");

/** Writes a package of each flavour into folders of one folder, with the workspace's packages around them. */
async function writeFlavours(wanted: readonly Flavour[]): Promise<string> {
  const cwd = await folderWith({});
  await symlink(join(scaffold, "node_modules"), join(cwd, "node_modules"));
  const program = join(scaffold, "bin/create-upgradectl-provider.js");
  for (const flavour of wanted) {
    const { language, auth, list } = flavour;
    const flags = ["--name", "acme-cloud", "--auth", auth, `--${list}`, `--${language}`];
    const { code, stderr } = await runProgram([process.execPath, program, nameOf(flavour), ...flags], {
      cwd,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  }
  return cwd;
}

function nameOf({ language, auth, list }: Flavour): string {
  return `${language}-${auth}-${list}`;
}

describe("a new provider, in every flavour", () => {
  it("has right types, also in JavaScript", async () => {
    const cwd = await writeFlavours(flavours);
    const [first] = flavours.map(nameOf);
    const { compilerOptions } = JSON.parse(await readFile(join(cwd, `${first}/tsconfig.json`), "utf8"));
    const options = { ...compilerOptions, rootDir: ".", allowJs: true, checkJs: true, outDir: "dist" };
    const config = { compilerOptions: options, include: flavours.map((flavour) => `${nameOf(flavour)}/src`) };
    await writeFile(join(cwd, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(workspace, "node_modules/.bin/tsc");
    const { code, stdout } = await runProgram([tsc, "-p", "tsconfig.json", "--noEmit"], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });

  // The first flavour goes all the way below.
  it.each<Flavour>([
    { language: "typescript", auth: "none", list: "no-list" },
    { language: "javascript", auth: "api-key", list: "list" },
  ])("passes the conformance kit: %o", async (flavour) => {
    const cwd = join(await writeFlavours([flavour]), nameOf(flavour));
    const extension = flavour.language === "typescript" ? "ts" : "js";
    const { code, stdout } = await runProgram(
      [process.execPath, "--test", "--test-reporter=tap", `src/conformance.test.${extension}`],
      { cwd },
    );
    expect(code, stdout).toBe(0);
    expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(80);
  });
});

describe("a new provider, all the way", () => {
  let home = "";
  let registry: Registry;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "upgradectl-scaffold-"));
    registry = await startRegistry(join(home, "tarballs"));
  }, 60_000);
  afterAll(async () => {
    registry.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Runs npm, or what it has installed; everything comes from the registry on loopback. */
  async function run(cwd: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const installer = installers.npm(registry.url, home, "");
    const result = await runProgram(words, {
      cwd,
      env: { ...installer.env, npm_config_yes: "true", ...env },
    });
    return { ...result, said: result.stdout + result.stderr };
  }

  it("is created, built, proven, packed, installed beside the program, and gives right verdicts", {
    timeout: 60_000,
  }, async () => {
    const cloud = await startAcmeCloud(onTestFinished);
    const cwd = await folderWith({});
    const flags = ["--name", "acme-cloud", "--auth", "token", "--list"];
    const created = await run(cwd, ["npm", "create", "upgradectl-provider", "acme", "--", ...flags]);
    expect(created.code, created.said).toBe(0);
    const folder = join(cwd, "acme");
    const steps = [
      ["install", "--no-audit", "--no-fund"],
      ["run", "build"],
      ["test"],
      ["run", "validate"],
      ["pack"],
    ];
    for (const step of steps) {
      const done = await run(folder, ["npm", ...step], { ACME_CLOUD_TOKEN: "any" });
      expect(done.code, `npm ${step.join(" ")}\n${done.said}`).toBe(0);
    }

    const entries = Object.keys(acmeVerdicts).map((id) => ({
      name: id,
      id,
      provider: "acme",
      targetVersion: "1.29",
    }));
    const source = "upgradectl-provider-acme-cloud";
    const fleet = await folderWith({
      "package.json": { private: true },
      "upgradectl.yaml": {
        ...{ apiVersion: "upgradectl.dev/v1", kind: "Fleet" },
        providers: { acme: { source, config: { endpoint: cloud.url } } },
        clusters: entries,
      },
    });
    const tarball = `${source}-0.1.0.tgz`;
    await copyFile(join(folder, tarball), join(fleet, tarball));
    const installed = await run(fleet, [
      "npm",
      "install",
      "--no-audit",
      "--no-fund",
      "upgradectl",
      `./${tarball}`,
    ]);
    expect(installed.code, installed.said).toBe(0);
    const program = join(fleet, "node_modules/.bin/upgradectl");

    const without = await run(fleet, [program, "validate"]);
    expect(without.code, without.said).toBe(5);
    expect(without.stderr).toContain("Set the variable ACME_CLOUD_TOKEN");
    const env = { ACME_CLOUD_TOKEN: cloud.key };
    const valid = await run(fleet, [program, "validate"], env);
    expect(valid.code, valid.said).toBe(0);
    expect(cloud.requests).toEqual([]);

    const checked = await run(fleet, [program, "check", "-o", "json"], env);
    expect(checked.code, checked.said).toBe(2);
    const verdicts = reportOf(checked).clusters.map(({ id, verdict }) => [id, verdict]);
    expect(Object.fromEntries(verdicts)).toEqual(acmeVerdicts);
    expect(reportOf(checked).clusters.at(-1)).toMatchObject({
      error: { kind: "not-found", code: "ClusterNotFound" },
    });
    expect(checked.said).not.toContain(cloud.key);
    const refused = await run(fleet, [program, "check", "-o", "json"], { ACME_CLOUD_TOKEN: "another" });
    expect(reportOf(refused).clusters[0]).toMatchObject({ error: { kind: "unauthenticated" } });
  });
});
