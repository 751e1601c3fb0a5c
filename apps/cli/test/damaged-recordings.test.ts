import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startSimulator } from "@upgradectl/simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { huawei, manifest } from "./clouds.ts";
import { entry } from "./post-check-runs.ts";
import { record, replay } from "./recording-runs.ts";
import { folderWith } from "./run-cli.ts";

const json = ["-o", "json"];
const [headName, linesName] = ["recording.json", "exchanges.ndjson"];

let whole: string;

beforeAll(async () => {
  const account = huawei([{ name: "a", id: "a", version: "v1.28.15-r2" }]);
  const simulator = await startSimulator({ scenario: { accounts: [account] } });
  whole = await folderWith({ "upgradectl.yaml": manifest(simulator.url, [entry("a")]) }, afterAll);
  expect((await record(["check", ...json], { cwd: whole })).code).toBe(2);
  await simulator.close();
});

type Damage = (text: string) => string | Buffer;

const changeHead =
  (changes: object): Damage =>
  (text) =>
    JSON.stringify({ ...JSON.parse(text), ...changes });
const nested = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;

it.each<[string, string, Damage, RegExp]>([
  ["an empty head", headName, () => "", /rec\/recording\.json: this is not JSON/],
  [
    "half a head",
    headName,
    (text) => text.slice(0, text.length / 2),
    /rec\/recording\.json: this is not JSON/,
  ],
  [
    "a head of zeros",
    headName,
    (text) => Buffer.alloc(text.length),
    /rec\/recording\.json: this is not JSON/,
  ],
  ["a head that nests deep", headName, () => nested, /rec\/recording\.json: /],
  ["huge numbers", headName, changeHead({ exchanges: 1e308 }), /exchanges/],
  ["a hash that is none", headName, changeHead({ manifests: [{ file: "a", sha256: "0" }] }), /sha256/],
  [
    "another manifest's hash",
    headName,
    changeHead({ manifests: [{ file: "../../etc/passwd", sha256: "0".repeat(64) }] }),
    /is not the one that "rec" was recorded with/,
  ],
  ["no lines", linesName, () => "", /rec\/exchanges\.ndjson: there are 0 exchanges here/],
  ["half a line", linesName, (text) => text.slice(0, -30), /rec\/exchanges\.ndjson, line \d+: /],
  [
    "a line twice",
    linesName,
    (text) => text.replace(/.*\n/, "$&$&"),
    /exchanges here, and \d+ were recorded/,
  ],
  ["bytes that are no text", linesName, () => Buffer.from([0xff, 0xfe, 0x0a]), /rec\/exchanges\.ndjson/],
])("refuses %s, by its file", async (_what, name, damage, said) => {
  const { code, stdout, stderr } = await replayWith(name, damage);
  expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 5 });
  expect(code).toBe(5);
});

it.each<[string, Damage]>([
  ["nests deep", (text) => text.replace(/"json":.*$/gm, `"json":${nested}}`)],
  ["is of another question", (text) => text.replaceAll('"method":"GET"', '"method":"PUT"')],
  [
    "never came",
    (text) => text.replace(/"status":.*$/gm, '"cut":true,"error":{"kind":"network","message":"x"}}'),
  ],
])("does not know where each answer %s", async (_what, damage) => {
  const { code, stdout, stderr } = await replayWith(linesName, damage);
  expect(JSON.parse(stdout).clusters).toMatchObject([
    { verdict: "unknown", error: { hint: expect.any(String) } },
  ]);
  expect(stdout + stderr).not.toMatch(/Maximum call stack|\n\s+at /);
  expect(code).toBe(4);
});

it.each([headName, linesName])("reads nothing outside of its folder: %s", async (name) => {
  const cwd = await copyOf();
  const path = join(cwd, "rec", name);
  await writeFile(join(cwd, "outside"), await readFile(path));
  await rm(path);
  await symlink("../outside", path);
  const { code, stderr } = await replay(["check", ...json], cwd);
  expect(stderr).toMatch(/cannot be read: it is a link out of the folder/);
  expect(code).toBe(5);
});

it("follows a link inside of it", async () => {
  const cwd = await copyOf();
  await mkdir(join(cwd, "rec", "data"));
  for (const name of [headName, linesName]) {
    await rename(join(cwd, "rec", name), join(cwd, "rec", "data", name));
    await symlink(`data/${name}`, join(cwd, "rec", name));
  }
  expect((await replay(["check", ...json], cwd)).code).toBe(2);
});

async function copyOf(): Promise<string> {
  const cwd = await folderWith({ "upgradectl.yaml": await readFile(join(whole, "upgradectl.yaml"), "utf8") });
  await cp(join(whole, "rec"), join(cwd, "rec"), { recursive: true });
  return cwd;
}

async function replayWith(name: string, damage: Damage) {
  const cwd = await copyOf();
  const path = join(cwd, "rec", name);
  const text = await readFile(path, "utf8");
  const damaged = damage(text);
  expect(damaged).not.toBe(text);
  await writeFile(path, damaged);
  return replay(["check", ...json], cwd);
}
