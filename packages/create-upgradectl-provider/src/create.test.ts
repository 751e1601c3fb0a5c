import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { allowTemplateSecrets } from "../../../secret-watch/allow-secret.ts";

const program = fileURLToPath(new URL("../bin/create-upgradectl-provider.js", import.meta.url));
allowTemplateSecrets();
const flags = ["--name", "acme-kubernetes", "--auth", "token", "--list"];

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "create-provider-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the built program without a terminal. */
function create(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

describe("create-upgradectl-provider", () => {
  it("writes a package into a folder of its name, and says what comes next", async () => {
    const cwd = await emptyFolder();
    const { code, stdout, stderr } = create(cwd, ...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(
      "cd upgradectl-provider-acme-kubernetes\n  npm install && npm run build && npm test",
    );
    const folder = join(cwd, "upgradectl-provider-acme-kubernetes");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
    expect(files.sort()).toEqual([
      ".changeset/config.json",
      ".github/workflows/ci.yml",
      ".gitignore",
      "README.md",
      "example/upgradectl.yaml",
      "package.json",
      ...["absent", "failed", "healthy", "list", "paged", "paused", "upgrading"].map(
        (name) => `recordings/${name}/exchanges.ndjson`,
      ),
      ...["src/api.ts", "src/conformance.test.ts", "src/index.ts", "tsconfig.json"],
    ]);
  });

  it("needs what it needs in the versions that it was packed with, or that the workspace has", async () => {
    const cwd = await emptyFolder();
    create(cwd, "here", ...flags);
    const file = JSON.parse(await readFile(join(cwd, "here/package.json"), "utf8"));
    const ranges = { ...file.dependencies, ...file.devDependencies };
    const names = [
      "@upgradectl/provider-sdk",
      "@upgradectl/provider-testkit",
      "upgradectl",
      "typescript",
      "zod",
    ];
    expect(Object.keys(ranges)).toEqual(expect.arrayContaining(names));
    for (const [name, range] of Object.entries(ranges)) {
      const installed = new URL(`../node_modules/${name}/package.json`, import.meta.url);
      expect(range, name).toBe(`^${JSON.parse(await readFile(installed, "utf8")).version}`);
    }
  });

  it("--yes takes the folder's name and what is usual", async () => {
    const cwd = await emptyFolder();
    expect(create(cwd, "upgradectl-provider-acmeCloud", "--yes", "--javascript").code).toBe(0);
    const source = await readFile(join(cwd, "upgradectl-provider-acmeCloud/src/index.js"), "utf8");
    expect(source).toContain('name: "acme-cloud"');
    expect(source).toContain("env.ACME_CLOUD_TOKEN");
    expect(source).toContain("async *list(");
  });

  it.each<[string, readonly string[], string]>([
    ["nothing", [], "--name NAME, --auth none|token|api-key, --list or --no-list"],
    ["a name", ["--name", "acme"], "flags have to say it: --auth none|token|api-key, --list or --no-list\n"],
    ["--yes and no folder", ["--yes"], "flags have to say it: --name NAME\n"],
    ["an unknown flag", ["--nmae", "acme"], "Unknown option '--nmae'"],
    ["a name in capitals", ["--name", "Acme Cloud"], "Did you mean acme-cloud?"],
    ["the package's name", ["--name", "upgradectl-provider-acme"], "The provider's is enough: acme\n"],
    ["an empty name", ["--name", ""], "the name is empty"],
    ["another way to sign in", ["--auth", "oauth"], '"oauth" is no way to sign in'],
    ["both languages", ["--typescript", "--javascript"], "exclude each other"],
    ["two folders", ["a", "b"], "Left over: b"],
  ])("with %s it asks nothing, writes nothing and says why", async (_what, args, message) => {
    const cwd = await emptyFolder();
    const { code, stdout, stderr } = create(cwd, ...args);
    expect({ code, stdout, files: await readdir(cwd) }).toEqual({ code: 5, stdout: "", files: [] });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  it("never writes into a folder that has something in it, but with --force", async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, "notes.txt"), "mine");
    const refused = create(cwd, ".", ...flags);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain("the folder . is not empty: it has notes.txt\n");
    expect(await readdir(cwd)).toEqual(["notes.txt"]);
    expect(create(cwd, ".", "--force", ...flags).code).toBe(0);
    expect(await readFile(join(cwd, "notes.txt"), "utf8")).toBe("mine");
    expect(await readdir(cwd)).toContain("package.json");
  });

  it("an empty folder and one with nothing but .git are as good as none; a file is no folder", async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, ".git"));
    expect(create(cwd, ".", ...flags).code).toBe(0);
    expect(create(cwd, "package.json", ...flags).stderr).toContain("package.json is a file");
  });

  it("says what it could not write", async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, "there/src/index.ts"), { recursive: true });
    const { code, stderr } = create(cwd, "there", "--force", ...flags);
    expect(code).toBe(5);
    expect(stderr).toContain("the package could not be written: EISDIR");
  });

  it("prints help and version", () => {
    expect(create(tmpdir(), "--help").stdout).toContain("npm create upgradectl-provider [folder]");
    expect(create(tmpdir(), "--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

type Typed = readonly (readonly [sign: string, keys: string])[];

/** Runs the program in a pseudo-terminal, and types each of these once its sign was shown. */
async function createInTerminal(cwd: string, args: string, typed: Typed) {
  const command = `exec "${process.execPath}" "${program}" ${args}`;
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm" };
  const stdio = ["pipe", "pipe", "ignore"] as const;
  const child: ChildProcess = spawn("script", ["-qec", command, "/dev/null"], {
    cwd,
    env,
    stdio: [...stdio],
  });
  let shown = "";
  let next = 0;
  let from = 0;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    const [sign, keys] = typed[next] ?? [];
    if (sign === undefined || !shown.slice(from).includes(sign)) return;
    from = shown.length;
    next += 1;
    child.stdin?.write(keys ?? "");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, shown: stripVTControlCharacters(shown), files: await readdir(cwd) };
}

const hasTerminals = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

describe.skipIf(!hasTerminals)("in a terminal", () => {
  it("asks what no flag says, and again where an answer will not do", async () => {
    const cwd = await emptyFolder();
    const { code, shown, files } = await createInTerminal(cwd, "--javascript", [
      ["Name, such as", "Acme Cloud\r"],
      ["Did you mean acme-cloud?", "acme-cloud\r"],
      ["Signing in", "api-key\r"],
      ["be listed?", "n\r"],
    ]);
    expect({ code, files }, shown).toEqual({ code: 0, files: ["upgradectl-provider-acme-cloud"] });
    const source = await readFile(join(cwd, "upgradectl-provider-acme-cloud/src/index.js"), "utf8");
    expect(source).toContain('"x-api-key": apiKey');
    expect(source).not.toContain("list(");
  });

  it("refuses a folder before it asks anything", async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, "notes.txt"), "mine");
    const { code, shown } = await createInTerminal(cwd, ".", []);
    expect(code).toBe(5);
    expect(shown).not.toContain("Name, such as");
  });

  it.each<[string, Typed, number, string]>([
    ["Ctrl-C", [["Name, such as", "\u0003"]], 130, "nothing was written"],
    [
      "Ctrl-C at a later question",
      [
        ["Name, such as", "acme\r"],
        ["Signing in", "tok\u0003"],
      ],
      130,
      "nothing was written",
    ],
    ["the end of input", [["Name, such as", "\u0004"]], 5, "the input ended before"],
  ])("%s leaves nothing behind", async (_what, typed, code, message) => {
    const done = await createInTerminal(await emptyFolder(), "", typed);
    expect(done).toMatchObject({ code, files: [] });
    expect(done.shown).toContain(message);
    expect(done.shown).not.toContain("    at ");
  });
});
