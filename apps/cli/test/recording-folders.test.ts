import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { entry } from "./post-check-runs.ts";
import { expectSame, record, replay } from "./recording-runs.ts";
import { type CliResult, folderWith, reportOf, runCli } from "./run-cli.ts";

const json = ["-o", "json"];

/** A folder with a manifest of one cluster of a running simulator. */
async function prepare() {
  const simulator = await simulate(huawei([{ name: "a", id: "a", version: "v1.28.15-r2" }]));
  const fleet = manifest(simulator.url, [entry("a")]);
  const cwd = await folderWith({ "upgradectl.yaml": fleet });
  return { simulator, fleet, cwd };
}

async function recorded() {
  const prepared = await prepare();
  const live = await record(["check", ...json], { cwd: prepared.cwd });
  await prepared.simulator.close();
  return { ...prepared, live };
}

/** A mistake of the user: code 5, one report on standard output, a sentence on standard error, no stack. */
function expectRefused({ code, stdout, stderr }: CliResult, ...said: readonly (string | RegExp)[]): void {
  for (const text of said) expect(stderr).toMatch(text);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(code).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 5, diagnostics: [{ severity: "error" }] });
}

describe("--record", () => {
  it("makes its folder, and takes an earlier recording's place", async () => {
    const { cwd, simulator } = await prepare();
    const flags = ["--record", "deep/er"];
    for (let run = 0; run < 2; run += 1)
      expect((await runCli(["check", ...json, ...flags], { cwd })).code).toBe(2);
    await simulator.close();
    const { exchanges } = JSON.parse(await readFile(join(cwd, "deep/er/recording.json"), "utf8"));
    const lines = (await readFile(join(cwd, "deep/er/exchanges.ndjson"), "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(exchanges);
    expect((await runCli(["check", ...json, "--replay", "deep/er"], { cwd })).code).toBe(2);
  });

  it("refuses a folder with other files, and touches none", async () => {
    const { cwd } = await prepare();
    await mkdir(join(cwd, "rec"));
    await writeFile(join(cwd, "rec", "notes.txt"), "mine");
    const refused = await record(["check", ...json], { cwd });
    expectRefused(refused, /would mix a recording with the other files in "rec"/, /empty/);
    expect(await readdir(join(cwd, "rec"))).toEqual(["notes.txt"]);
  });

  it("refuses what is no folder", async () => {
    const { cwd } = await prepare();
    await writeFile(join(cwd, "rec"), "");
    expectRefused(await record(["check", ...json], { cwd }), /--record cannot use the folder "rec"/);
  });

  it.skipIf(process.getuid?.() === 0)("refuses a folder that it may not write to", async () => {
    const { cwd, simulator } = await prepare();
    await mkdir(join(cwd, "rec"), { mode: 0o555 });
    expectRefused(
      await record(["check", ...json], { cwd }),
      /cannot use the folder "rec": permission denied/,
    );
    expect(simulator.stats.total).toBe(0);
    await chmod(join(cwd, "rec"), 0o755);
  });

  it("leaves an earlier recording alone where the command line is wrong", async () => {
    const { cwd, live } = await recorded();
    expectRefused(await record(["check", ...json, "--wait", "soon"], { cwd }), /--wait/);
    expectSame(live, await replay(["check", ...json], cwd));
  });

  it.each([
    [["--replay", "rec"], /--record and --replay exclude each other/],
    [["--dry-run"], /nothing to --record/],
  ])("does not go with %j", async (flags, said) => {
    const { cwd } = await prepare();
    expectRefused(await record(["check", ...json, ...flags], { cwd }), said);
  });

  it("needs a name", async () => {
    const { cwd } = await prepare();
    expectRefused(await runCli(["check", ...json, "--record", ""], { cwd }), /--record names no folder/);
  });

  it("that meets a full disk says so, and changes neither report nor exit code", async () => {
    const { cwd } = await prepare();
    const full = await record(["check", ...json], { cwd, node: ["--import", fullDisk] });
    expect(full.stderr).toMatch(/the recording could not be written to "rec": the disk is full/);
    expect(reportOf(full)).toMatchObject({ exitCode: 2, complete: true });
    expectRefused(await replay(["check", ...json], cwd), /"rec" is no complete recording/);
  });

  it("of a run that was killed leaves nothing that could be replayed", async () => {
    const { cwd } = await recorded();
    const slow = await simulate(
      huawei([{ name: "a", id: "a", version: "v1.28.15-r2" }], { faults: [{ kind: "slow", delay: "30s" }] }),
    );
    await writeFile(join(cwd, "upgradectl.yaml"), JSON.stringify(manifest(slow.url, [entry("a")])));
    await record(["check", ...json], {
      cwd,
      during: (child) => {
        const poll = setInterval(() => {
          if (slow.stats.maxInFlight === 0) return;
          clearInterval(poll);
          child.kill("SIGKILL");
        }, 10);
      },
    });
    expectRefused(await replay(["check", ...json], cwd), /no complete recording/, /recording\.json/);
  });
});

/** The file of exchanges takes nothing. */
const fullDisk = `data:text/javascript,${encodeURIComponent(`
  import { WriteStream } from "node:fs";
  WriteStream.prototype._write = (chunk, encoding, done) =>
    done(Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" }));
`)}`;

describe("--replay", () => {
  it("refuses a folder that is not there, and one that is no recording", async () => {
    const { cwd } = await prepare();
    expectRefused(
      await replay(["check", ...json], cwd),
      /"rec" is no complete recording/,
      /there is no such file/,
    );
    await mkdir(join(cwd, "rec"));
    expectRefused(await replay(["check", ...json], cwd), /rec\/recording\.json cannot be read/);
  });

  it("refuses half a recording", async () => {
    const { cwd } = await recorded();
    await rm(join(cwd, "rec", "exchanges.ndjson"));
    expectRefused(await replay(["check", ...json], cwd), /rec\/exchanges\.ndjson cannot be read/);
  });

  it("names the file and the line that are damaged", async () => {
    const { cwd } = await recorded();
    const path = join(cwd, "rec", "exchanges.ndjson");
    const lines = (await readFile(path, "utf8")).split("\n");
    await writeFile(path, lines.with(1, `${lines[1]}\u001b[31m`).join("\n"));
    const refused = await replay(["check", ...json], cwd);
    expectRefused(
      refused,
      /--replay rec\/exchanges\.ndjson, line 2: this line is not JSON/,
      /Record the run again/,
    );
  });

  it("refuses another manifest, and changes of the recorded one", async () => {
    const { cwd, fleet } = await recorded();
    await writeFile(join(cwd, "other.yaml"), JSON.stringify({ ...fleet, defaults: {} }));
    const refused = await replay(["check", "other.yaml", ...json], cwd);
    expectRefused(
      refused,
      /"other\.yaml" is not the one that "rec" was recorded with \("upgradectl\.yaml"\)/,
    );
  });

  it("refuses manifests in another order, and fewer of them", async () => {
    const { cwd, fleet, simulator } = await prepare();
    await writeFile(join(cwd, "b.yaml"), JSON.stringify({ ...fleet, clusters: [entry("b")] }));
    await record(["check", "upgradectl.yaml", "b.yaml", ...json], { cwd });
    await simulator.close();
    const swapped = await replay(["check", "b.yaml", "upgradectl.yaml", ...json], cwd);
    expectRefused(swapped, /not in the order in which "rec" was recorded \("upgradectl\.yaml, b\.yaml"\)/);
    const fewer = await replay(["check", "b.yaml", ...json], cwd);
    expectRefused(fewer, /"rec" was recorded with 2 manifests .*, and there are 1 now/);
  });

  it("takes the same manifest from standard input", async () => {
    const { cwd, fleet, simulator } = await prepare();
    const stdin = JSON.stringify(fleet);
    const live = await record(["check", "-", ...json], { cwd, stdin });
    await simulator.close();
    expectSame(live, await replay(["check", "-", ...json], cwd, { stdin }));
    const refused = await replay(["check", "-", ...json], cwd, { stdin: `${stdin}\n` });
    expectRefused(refused, /"<stdin>" is not the one/);
  });

  it("gives a plan too", async () => {
    const { cwd } = await recorded();
    const { code, stdout } = await replay(["check", "--dry-run", ...json], cwd);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0 });
  });

  it("changes nothing in the recording", async () => {
    const { cwd } = await recorded();
    const paths = ["recording.json", "exchanges.ndjson"].map((name) => join(cwd, "rec", name));
    const read = () => Promise.all(paths.map((path) => readFile(path, "utf8")));
    const before = await read();
    expect(reportOf(await replay(["check", ...json], cwd)).exitCode).toBe(2);
    expect(await read()).toEqual(before);
  });
});
