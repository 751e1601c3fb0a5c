import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { runScript } from "../apps/cli/test/run-script.ts";
import { workspace } from "./workspace.ts";

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const text = await readFile(join(workspace, ".github/workflows/release.yml"), "utf8");
const workflow: Workflow = parse(text);
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);

function scriptOf(id: string): string {
  return steps.find((step) => step.id === id)?.run ?? "";
}

/** A step's script in a folder with these files: its exit code, what it printed, and its outputs. */
async function runStep(
  id: string,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const cwd = await mkdtemp(join(tmpdir(), "upgradectl-release-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  for (const [name, content] of Object.entries({ "outputs.txt": "", ...files })) {
    await mkdir(join(cwd, name, ".."), { recursive: true });
    await writeFile(join(cwd, name), content);
  }
  const outputs = join(cwd, "outputs.txt");
  const result = await runScript(scriptOf(id), { cwd, env: { ...env, GITHUB_OUTPUT: outputs } });
  return { ...result, outputs: await readFile(outputs, "utf8") };
}

describe("the release workflow", () => {
  it("runs for the main branch only, and nothing before the tests", () => {
    expect(workflow.on).toEqual({ push: { branches: ["main"] } });
    expect(workflow.jobs.test?.steps.map(({ run }) => run)).toContain(".ci/run");
    expect(jobs.map(([name, { needs }]) => [name, needs])).toEqual([
      ["test", undefined],
      ["version", "test"],
      ["publish", "test"],
      ["announce", "publish"],
    ]);
  });

  it("gives each job what it needs: the identity to the one that publishes, which can write nothing else", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      test: { contents: "read" },
      version: { contents: "write", "pull-requests": "write" },
      publish: { contents: "read", "id-token": "write" },
      announce: { contents: "write" },
    });
    expect(text).not.toMatch(/secrets\./);
  });

  it("signs the provenance of what it publishes, as pnpm is told by its environment alone", () => {
    const publishing = steps.filter(({ run }) => run?.includes("changeset publish"));
    expect(publishing.map(({ id, env }) => ({ id, env }))).toEqual([
      { id: "publish", env: { PNPM_CONFIG_PROVENANCE: "true" } },
    ]);
  });

  it("runs GitHub's own actions alone, each pinned to a commit whose version is told", () => {
    const used = text.match(/uses: .*/g) ?? [];
    expect(used.length).toBe(steps.filter(({ uses }) => uses !== undefined).length);
    for (const line of used) expect(line).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("uses the workspace's pnpm, and scripts that this workspace has", async () => {
    const { packageManager, scripts } = JSON.parse(await readFile(join(workspace, "package.json"), "utf8"));
    expect(workflow.env.PNPM).toBe(packageManager);
    const commands = steps.flatMap(({ run = "" }) => [...run.matchAll(/"\$PNPM" (?:run )?([a-z-]+)/g)]);
    const called = commands.map(([, name = ""]) => name);
    expect(called).toEqual(expect.arrayContaining(["build", "version-packages", "sbom", "executable"]));
    for (const name of called)
      if (name !== "install" && name !== "exec") expect(Object.keys(scripts)).toContain(name);
  });

  it("has scripts that bash can read, without an expression in them", async () => {
    for (const { run } of steps) {
      if (run === undefined) continue;
      expect(run).not.toContain("${{");
      const checked = await runScript(`bash -n <<'SCRIPT'\n${run}\nSCRIPT\n`, { cwd: tmpdir() });
      expect(checked, run).toMatchObject({ code: 0, stderr: "" });
    }
  });

  it.each([
    ["a changeset", { ".changeset/brave-clouds.md": "---\n---\n" }, "true"],
    ["none", { ".changeset/config.json": "{}", ".changeset/README.md": "" }, "false"],
  ])("knows whether something is pending: %s", async (_what, files, pending) => {
    expect(await runStep("changesets", files)).toMatchObject({ code: 0, outputs: `pending=${pending}\n` });
    expect(workflow.jobs.version?.if).toContain("== 'true'");
    expect(workflow.jobs.publish?.if).toContain("== 'false'");
  });

  it("publishes only from the repository that the packages name", async () => {
    const url = "git+https://github.com/acme/upgradectl.git";
    const files = { "apps/cli/package.json": JSON.stringify({ repository: { url } }) };
    const fine = await runStep("repository", files, { GITHUB_REPOSITORY: "acme/upgradectl" });
    expect(fine).toMatchObject({ code: 0, stdout: "" });
    const fork = await runStep("repository", files, { GITHUB_REPOSITORY: "somebody/upgradectl" });
    expect(fork.code).toBe(1);
    expect(fork.stdout).toContain(`The packages name ${url}`);
  });
});

it("changesets versions what is published, for everyone, and leaves private packages alone", async () => {
  const config = JSON.parse(await readFile(join(workspace, ".changeset/config.json"), "utf8"));
  expect(config).toMatchObject({
    access: "public",
    baseBranch: "main",
    commit: false,
    privatePackages: { version: false, tag: false },
  });
});
