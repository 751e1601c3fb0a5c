import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { record, replay } from "./recording-runs.ts";
import { folderWith, reportOf } from "./run-cli.ts";

const acme = `export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, reads: [],
  connect: () => ({ async observe() { return { version: "1.0", state: { condition: "ready", raw: "ok" }, operations: [] }; } }) };`;

async function install(cwd: string, version: string): Promise<void> {
  const folder = join(cwd, "node_modules/acme");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "acme", version, type: "module" }));
  await writeFile(join(folder, "index.js"), acme);
}

/** A folder with a recording of two clusters, of a package and of a file. */
async function recorded(): Promise<string> {
  const cwd = await folderWith({
    "file.mjs": acme,
    "upgradectl.yaml": {
      apiVersion: "upgradectl.dev/v1",
      kind: "Fleet",
      clusters: [
        { name: "a", id: "a", provider: "acme", targetVersion: "1.0" },
        { name: "b", id: "b", provider: "./file.mjs", targetVersion: "1.0" },
      ],
    },
  });
  await install(cwd, "1.2.3");
  expect((await record(["check"], { cwd })).code).toBe(0);
  return cwd;
}

const head = (cwd: string) => join(cwd, "rec/recording.json");

it("a recording names the plugins and their versions, and a replay with the same says nothing of them", async () => {
  const cwd = await recorded();
  expect(JSON.parse(await readFile(head(cwd), "utf8")).plugins).toEqual([
    { source: "./file.mjs", package: "./file.mjs", version: null },
    { source: "acme", package: "acme", version: "1.2.3" },
  ]);
  expect(reportOf(await replay(["check", "-o", "json"], cwd)).diagnostics).toEqual([]);
});

it("a replay with another version of a plugin warns of it", async () => {
  const cwd = await recorded();
  await install(cwd, "1.3.0");
  const report = reportOf(await replay(["check", "-o", "json"], cwd));
  expect(report).toMatchObject({
    exitCode: 0,
    diagnostics: [{ severity: "warning", code: "replayed-otherwise" }],
  });
  expect(report.diagnostics[0]?.summary).toBe(
    '"rec" was recorded with acme 1.2.3 for `acme`; this replay uses acme 1.3.0',
  );
});

it("a recording of earlier times, which names none, is replayed as ever", async () => {
  const cwd = await recorded();
  const { plugins: _plugins, ...earlier } = JSON.parse(await readFile(head(cwd), "utf8"));
  await writeFile(head(cwd), JSON.stringify(earlier));
  await install(cwd, "1.3.0");
  expect(reportOf(await replay(["check", "-o", "json"], cwd))).toMatchObject({
    exitCode: 0,
    diagnostics: [],
  });
});
