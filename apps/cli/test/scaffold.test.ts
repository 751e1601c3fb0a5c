import { copyFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findPnpm } from "../../../release/run-pnpm.ts";
import { workspace } from "../../../release/workspace.ts";
import { allowTemplateSecrets } from "../../../secret-watch/allow-secret.ts";
import { acmeVerdicts, startAcmeCloud } from "./acme-cloud.ts";
import { type Registry, startRegistry } from "./npm-registry.ts";
import { installers, writeFiles } from "./package-managers.ts";
import { parseYaml } from "./recipes.ts";
import { folderWith, reportOf } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

allowTemplateSecrets();

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
  it("has an example whose comments can be taken away", async () => {
    const flavour = { language: "javascript", auth: "none", list: "list" } as const;
    const cwd = join(await writeFlavours([flavour]), nameOf(flavour));
    const text = await readFile(join(cwd, "example/upgradectl.yaml"), "utf8");
    const source = "upgradectl-provider-acme-cloud";
    const providersOf = (yaml: string) => parseYaml(yaml)[0];
    expect(providersOf(text)).toMatchObject({ providers: { "acme-cloud": { source } } });
    expect(providersOf(text.replace(/^( +)# /gm, "$1"))).toMatchObject({
      providers: { "acme-cloud": { source, config: { endpoint: "http://127.0.0.1:8080" } } },
    });
  });

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

/** Installing is slow where others are at work. */
const patience = { timeout: 240_000 };

describe("a new provider, all the way", () => {
  const source = "upgradectl-provider-acme-cloud";
  const tarball = `${source}-0.1.0.tgz`;
  let home = "";
  let registry: Registry;
  let pnpm = "";
  /** Of the new package, in which npm has built, proven and packed it. */
  let folder = "";
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "upgradectl-scaffold-"));
    registry = await startRegistry(join(home, "tarballs"));
    pnpm = await findPnpm();
    folder = await makePackage();
  }, patience.timeout);
  afterAll(async () => {
    registry.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Runs a package manager, or what it has installed; everything comes from the registry on loopback. */
  async function run(
    cwd: string,
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
    manager: keyof typeof installers = "npm",
  ) {
    const installer = installers[manager](registry.url, home, pnpm);
    const result = await runProgram(words, {
      cwd,
      env: { ...installer.env, npm_config_yes: "true", ...env },
    });
    return { ...result, said: result.stdout + result.stderr };
  }

  async function makePackage(): Promise<string> {
    const flags = ["--name", "acme-cloud", "--auth", "token", "--list"];
    const steps = [
      ["install", "--no-audit", "--no-fund"],
      ["run", "build"],
      ["test"],
      ["run", "validate"],
      ["pack"],
    ];
    const made = join(home, "acme");
    const created = await run(home, ["npm", "create", "upgradectl-provider", "acme", "--", ...flags]);
    expect(created.code, created.said).toBe(0);
    for (const step of steps) {
      const done = await run(made, ["npm", ...step], { ACME_CLOUD_TOKEN: "any" });
      expect(done.code, `npm ${step.join(" ")}\n${done.said}`).toBe(0);
    }
    return made;
  }

  /** A folder with a manifest that names the package, installed there beside the program. */
  async function installFleet(manager: keyof typeof installers, url: string): Promise<string> {
    const fleet = await folderWith({
      "package.json": { private: true },
      "upgradectl.yaml": {
        ...{ apiVersion: "upgradectl.dev/v1", kind: "Fleet" },
        providers: { acme: { source, config: { endpoint: url } } },
        clusters: Object.keys(acmeVerdicts).map((id) => ({
          ...{ name: id, id, provider: "acme", targetVersion: "1.29" },
        })),
      },
    });
    const { command, files } = installers[manager](registry.url, home, pnpm);
    await writeFiles(fleet, files);
    await copyFile(join(folder, tarball), join(fleet, tarball));
    const words = command("upgradectl", `${source}@file:./${tarball}`);
    const installed = await run(fleet, words, {}, manager);
    expect(installed.code, installed.said).toBe(0);
    return fleet;
  }

  it.each(Object.keys(installers) as (keyof typeof installers)[])(
    "is installed from its tarball by %s, named in a manifest, and gives right verdicts",
    patience,
    async (manager) => {
      const cloud = await startAcmeCloud(onTestFinished);
      const fleet = await installFleet(manager, cloud.url);
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
    },
  );

  it(
    "is built and proven by pnpm, too, which gives a package nothing but what it names",
    patience,
    async () => {
      const cwd = await folderWith({});
      const isInstalled = (path: string) => /node_modules|package-lock|dist/.test(path.slice(folder.length));
      await cp(folder, cwd, { recursive: true, filter: (path) => !isInstalled(path) });
      for (const step of [["install"], ["run", "build"], ["test"]]) {
        const done = await run(cwd, [pnpm, ...step], {}, "pnpm");
        expect(done.code, `pnpm ${step.join(" ")}\n${done.said}`).toBe(0);
      }
    },
  );
});
