import { lstat, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliResult, folderWith, runCli } from "./run-cli.ts";

const observation = '{"observation":{"version":"1.0"}}';
const plugin = `export default { contract: 1, name: "lab", config: { type: "object" }, cluster: { type: "object" }, reads: [],
  connect: () => ({ observe: async () => ({ version: "1.0" }) }) };`;

function fleetOf(provider: object, more: object = {}) {
  const clusters = [{ name: "a", id: "a", provider: "lab", targetVersion: "1.0" }];
  return { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers: { lab: provider }, clusters, ...more };
}

const printed = { source: "exec", config: { command: ["printf", observation] } };
const manifest = "upgradectl.json";
const fleetFolder = (files: Readonly<Record<string, string | object>> = {}) =>
  folderWith({ [manifest]: fleetOf(printed), ...files });

function textsIn(cwd: string): Promise<Readonly<Record<string, string>>> {
  return readdir(cwd).then(async (names) =>
    Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(cwd, name)]))),
  );
}

const read = (cwd: string, name: string) => readFile(join(cwd, name), "utf8").catch(() => "");

function expectRefused({ code, stderr }: CliResult, said: string): void {
  expect(stderr).toContain(`error: ${said}`);
  expect(code).toBe(5);
}

const commands = [["check"], ["gate"], ["show", "a"], ["validate"], ["providers"], ["providers", "--lock"]];
const outputOf = (command: readonly string[]) => (command.includes("validate") ? "html" : "json");

describe.each(commands)("%s %s never writes a report over", (...words) => {
  const command = words.filter((word) => word !== undefined);
  const format = outputOf(command);

  it.each([
    ["its manifest", `./${manifest}`, `the manifest "./${manifest}"`],
    ["its manifest, through a link", "link", 'the manifest "link"'],
    ["the lock beside it, though there is none yet", "upgradectl.lock", 'the lock "upgradectl.lock"'],
    ["its plugin", "lab.mjs", 'the plugin "lab.mjs"'],
    ["an authority's certificate", "ca.pem", 'the file "ca.pem", which provider "lab" uses'],
  ])("%s", async (_what, file, said) => {
    const lab = { source: "./lab.mjs", config: { caFile: "ca.pem" } };
    const cwd = await folderWith({ [manifest]: fleetOf(lab), "lab.mjs": plugin, "ca.pem": "mine" });
    await symlink(manifest, join(cwd, "link"));
    const before = await textsIn(cwd);
    const result = await runCli([...command, "-o", `${format}=${file}`], { cwd });
    expectRefused(result, `--output would write over ${said}`);
    expect(await textsIn(cwd)).toEqual(before);
  });
});

it("never writes a report over a file that a provider's program reads, though it looks like a report", async () => {
  const cwd = await fleetFolder();
  await runCli(["check", "-o", "json=answers"], { cwd });
  await writeFile(
    join(cwd, manifest),
    JSON.stringify(fleetOf({ source: "exec", config: { command: ["cat", "answers"] } })),
  );
  const before = await textsIn(cwd);
  const result = await runCli(["check", "-o", "json=answers"], { cwd });
  expectRefused(result, '--output would write over the file "answers", which provider "lab" uses');
  expect(await textsIn(cwd)).toEqual(before);
});

describe("merge never writes over a report that it reads", () => {
  it.each([
    ["by its name", []],
    ["where the command line is wrong besides", ["--exit-zero"]],
  ])("%s", async (_what, more) => {
    const cwd = await fleetFolder();
    await runCli(["check", "-o", "json=1.json"], { cwd });
    const before = await textsIn(cwd);
    const { code } = await runCli(["merge", "1.json", "-o", "json=./1.json", ...more], { cwd });
    expect(code).toBe(5);
    expect(await textsIn(cwd)).toEqual(before);
  });
});

describe("two formats in one file are refused before anything is asked", () => {
  it.each([
    ["spelt alike", "a", "a", '"a"'],
    ["spelt otherwise", "a", "./a", 'one file, "a" and "./a"'],
    ["through a link", "there", "to-there", 'one file, "there" and "to-there"'],
    ["through a link to nothing yet", "new", "to-new", 'one file, "new" and "to-new"'],
    ["through a linked folder", "folder/a", "to-folder/a", 'one file, "folder/a" and "to-folder/a"'],
  ])("%s", async (_what, one, other, said) => {
    const cwd = await fleetFolder({ there: "" });
    await mkdir(join(cwd, "folder"));
    for (const name of ["there", "new", "folder"]) await symlink(name, join(cwd, `to-${name}`));
    const result = await runCli(["check", "-o", `json=${one}`, "-o", `junit=${other}`], { cwd });
    expectRefused(result, `two formats are to be written to ${said}`);
    expect(result.stdout).toBe("");
  });

  it("and a link to nothing yet stays a link", async () => {
    const cwd = await fleetFolder();
    await symlink("new", join(cwd, "to-new"));
    expect((await runCli(["check", "-o", "json=to-new"], { cwd })).code).toBe(0);
    expect((await lstat(join(cwd, "to-new"))).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await read(cwd, "new"))).toMatchObject({ exitCode: 0 });
  });
});

describe("a recording and a report", () => {
  const asked = { source: "exec", config: { command: ["touch", "asked"] } };

  it.each([
    ["x.json", "x.json"],
    ["x.json/deep", "x.json"],
    ["rec", "rec/recording.json"],
    ["rec", "./rec/exchanges.ndjson"],
  ])("--record %s does not go with -o json=%s, and nothing is asked", async (folder, file) => {
    const cwd = await folderWith({ [manifest]: fleetOf(asked) });
    await mkdir(join(cwd, "rec"));
    const result = await runCli(["check", "--record", folder, "-o", `json=${file}`], { cwd });
    expectRefused(result, `--output would write over the recording "${file}"`);
    expect((await readdir(cwd)).toSorted()).toEqual(["rec", manifest]);
    expect(await readdir(join(cwd, "rec"))).toEqual([]);
  });

  it.each([
    ["--replay", []],
    ["--record", []],
    ["--replay", ["--nonsense"]],
  ])("%s rec %s leaves what was recorded", async (flag, more) => {
    const cwd = await fleetFolder();
    await runCli(["check", "--record", "rec"], { cwd });
    const before = await textsIn(join(cwd, "rec"));
    const outputs = ["-o", "json=rec/recording.json", "-o", "ndjson=rec/exchanges.ndjson"];
    expect((await runCli(["check", flag, "rec", ...outputs, ...more], { cwd })).code).toBe(5);
    expect(await textsIn(join(cwd, "rec"))).toEqual(before);
  });
});

const broken = fleetOf(printed, { fleet: 1 });
const missing = fleetOf({ source: "./nope.mjs" });

describe("where no fleet was read, earlier reports alone are written over", () => {
  it.each([
    ...commands.map((command) => ["an unknown key", command, broken] as const),
    ["a plugin that is not there", ["check"], missing] as const,
    ["a plugin that is not there", ["validate"], missing] as const,
  ])("%s, %j", async (_what, command, fleet) => {
    const cwd = await fleetFolder({ notes: "mine\n", empty: "" });
    await runCli([...command, "-o", "json=report"], { cwd });
    expect(await read(cwd, "report")).not.toBe("");
    await writeFile(join(cwd, manifest), JSON.stringify(fleet));
    const files = ["notes", "report", "empty", "new"].flatMap((name) => ["-o", `json=${name}`]);
    const { code, stderr } = await runCli([...command, ...files], { cwd });
    expect(code).toBe(5);
    expect(await read(cwd, "notes")).toBe("mine\n");
    expect(stderr).toContain('warning: the report is not written to "notes"');
    for (const name of ["report", "empty", "new"]) {
      const { exitCode, diagnostics } = JSON.parse(await read(cwd, name));
      expect(exitCode).toBe(5);
      expect(diagnostics).toContainEqual(expect.objectContaining({ code: "kept-file" }));
    }
  });
});

describe("what a run wrote is not left as if it were that of a later one without a fleet", () => {
  const runs: readonly (readonly [string, string])[] = [
    ...["text", "json", "ndjson", "junit", "sarif", "markdown", "html"].map(
      (format) => ["check", format] as const,
    ),
    ...["check --dry-run", "show a", "providers", "providers --lock"].flatMap(
      (command) =>
        [
          [command, "text"],
          [command, "json"],
        ] as const,
    ),
    ["check --color always", "text"],
    ["providers --permissions", "json"],
    ["validate", "text"],
  ];

  it.each(runs)("%s as %s", async (command, format) => {
    const cwd = await fleetFolder();
    const words = [...command.split(" "), "-o", `${format}=report`];
    expect((await runCli(words, { cwd })).code).toBe(0);
    const before = await read(cwd, "report");
    expect(before).not.toBe("");
    // Another format in the same place takes it as well.
    const outputs = ["-o", "json=report"];
    await writeFile(join(cwd, manifest), JSON.stringify(broken));
    expect((await runCli([...command.split(" "), ...outputs], { cwd })).code).toBe(5);
    expect(JSON.parse(await read(cwd, "report"))).toMatchObject({ exitCode: 5 });
    await writeFile(join(cwd, "report"), before);
    expect((await runCli(["check", "--nonsense", ...outputs], { cwd })).code).toBe(5);
    expect(JSON.parse(await read(cwd, "report"))).toMatchObject({ exitCode: 5 });
  });
});
