import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, program, runCli } from "./run-cli.ts";
import { runProgram } from "./run-script.ts";

const formats = ["text", "json", "ndjson", "junit", "sarif", "markdown", "html"] as const;
/** Of their reports: what they end with. */
const ends = {
  text: /xit code 2\.\n$/,
  json: /\}\n$/,
  ndjson: /\{"type":"summary".*\n$/,
  junit: /<\/testsuites>\n$/,
  sarif: /\}\n$/,
  markdown: /\n$/,
  html: /<\/html>\n$/,
} as const;
const manifest = "upgradectl.json";

/** A fleet of some clusters that are behind, read by a program that every machine has. */
async function fleet(count = 1) {
  const command = ["printf", '{"observation":{"version":"1.0"}}'];
  const clusters = Array.from({ length: count }, (_, index) => ({
    name: `cluster-${index}`,
    id: `c-${index}`,
    provider: "lab",
    targetVersion: "2.0",
  }));
  const providers = { lab: { source: "exec", config: { command } } };
  return folderWith({
    [manifest]: { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters },
  });
}

/** Runs it in a shell: `$run` is the program. */
function shell(script: string, cwd: string) {
  const text = `run() { '${process.execPath}' '${program}' "$@"; }\n${script}`;
  return runProgram(["bash", "-c", text], { cwd });
}

const namesIn = async (cwd: string) => (await readdir(cwd)).toSorted();
const sentence = /^error: .+/m;

describe.each(formats)("-o %s", (format) => {
  const own = `report.${format}`;

  // A stream is written in place from the run's beginning, and one that cannot begin asks nothing.
  const codeOfFull = format === "ndjson" ? 5 : 2;
  it(`to a full disk: a sentence, code ${codeOfFull}, the earlier report, and nothing else beside it`, async () => {
    const cwd = await fleet();
    await writeFile(join(cwd, own), "earlier");
    const { code, stdout, stderr } = await shell(
      `ulimit -f 0; trap '' XFSZ; run check -o ${format}=${own} -o ${format === "json" ? "text" : "json"} | cat; exit \${PIPESTATUS[0]}`,
      cwd,
    );
    expect(stderr).toMatch(/error: the report could not be written to "report\.\w+": EFBIG/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(codeOfFull);
    if (format !== "json") expect(JSON.parse(stdout)).toMatchObject({ exitCode: codeOfFull });
    expect(await namesIn(cwd)).toEqual([own, manifest].toSorted());
    if (format !== "ndjson") expect(await readFile(join(cwd, own), "utf8")).toBe("earlier");
  });

  it.each([
    ["a folder in its place", "folder", /is a folder/],
    ["a missing folder", "missing/report", /its folder is missing or read-only/],
    ["a folder that is a file", `${manifest}/report`, /its folder is a file/],
  ])("to %s: code 5 before anything is asked", async (_what, file, said) => {
    const cwd = await fleet();
    await mkdir(join(cwd, "folder"));
    const { code, stderr } = await runCli(["check", "-o", `${format}=${file}`], { cwd });
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(5);
    expect(await namesIn(cwd)).toEqual(["folder", manifest].toSorted());
  });

  it("through a link: the link stays, the file is whole", async () => {
    const cwd = await fleet();
    await mkdir(join(cwd, "real"));
    await writeFile(join(cwd, "real/file"), "earlier");
    await symlink("real/file", join(cwd, "link"));
    expect((await runCli(["check", "-o", `${format}=link`], { cwd })).code).toBe(2);
    expect((await lstat(join(cwd, "link"))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(cwd, "real/file"), "utf8")).toMatch(ends[format]);
    expect(await readdir(join(cwd, "real"))).toEqual(["file"]);
  });

  it("through a named pipe: whole, also when the reader comes late", async () => {
    const cwd = await fleet(20);
    expect(spawnSync("mkfifo", ["pipe"], { cwd }).status).toBe(0);
    const { code, stdout } = await shell(
      `run check -q -o ${format}=pipe -o ${format === "json" ? "text" : "json"} > /dev/null & pid=$!; sleep 0.3; cat pipe; wait $pid`,
      cwd,
    );
    expect(stdout).toMatch(ends[format]);
    expect(code).toBe(2);
  });

  it("to a file with the longest name", async () => {
    const cwd = await fleet();
    const name = "n".repeat(255);
    expect((await runCli(["check", "-o", `${format}=${name}`], { cwd })).code).toBe(2);
    expect(await readFile(join(cwd, name), "utf8")).toMatch(ends[format]);
  });

  it.each([
    ["at the start", "true"],
    ["after its first line", "head -1"],
    ["in the middle", "head -c 5000"],
  ])("to a pipe that is closed %s: the run's own code, and not a word", async (_what, reader) => {
    const cwd = await fleet(40);
    const { code, stderr } = await shell(
      `run check -o ${format} | ${reader} > /dev/null; exit \${PIPESTATUS[0]}`,
      cwd,
    );
    expect(stderr).toBe("");
    expect(code).toBe(2);
  });

  it("to a closed standard output, with a standard error that takes nothing", async () => {
    const cwd = await fleet();
    expect((await shell(`run check -o ${format} >&-`, cwd)).code).toBe(2);
    if (existsSync("/dev/full"))
      expect((await shell(`run check -o ${format} 2> /dev/full`, cwd)).code).toBe(2);
  });
});

describe("--record", () => {
  it("on a full disk: the report and its code stay, the recording is lost, and said", async () => {
    const cwd = await fleet();
    const { code, stdout, stderr } = await shell(
      "ulimit -f 0; trap '' XFSZ; run check --record rec -o json | cat; exit ${PIPESTATUS[0]}",
      cwd,
    );
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 2, complete: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: the recording could not be written to "rec"/);
    expect(await readdir(join(cwd, "rec"))).not.toContain("recording.json");
  });

  it.each([
    ["a file", manifest],
    ["below a file", `${manifest}/rec`],
    ["a named pipe", "pipe"],
    ["a link that leads nowhere", "nowhere"],
  ])("in %s: code 5", async (_what, folder) => {
    const cwd = await fleet();
    spawnSync("mkfifo", ["pipe"], { cwd });
    await symlink("/no/such/place", join(cwd, "nowhere"));
    const { code, stderr } = await runCli(["check", "--record", folder], { cwd });
    expect(stderr).toMatch(/error: --record cannot use the folder/);
    expect(code).toBe(5);
  });

  it("goes through a link to a folder", async () => {
    const cwd = await fleet();
    await mkdir(join(cwd, "real"));
    await symlink("real", join(cwd, "link"));
    expect((await runCli(["check", "--record", "link"], { cwd })).code).toBe(2);
    expect((await runCli(["check", "--replay", "real"], { cwd })).code).toBe(2);
  });

  it("takes no offence at what a killed run left", async () => {
    const cwd = await fleet();
    await mkdir(join(cwd, "rec"));
    await writeFile(join(cwd, "rec/.upgradectl-0a1b2c3d.tmp"), "{");
    expect((await runCli(["check", "--record", "rec"], { cwd })).code).toBe(2);
    expect(await namesIn(join(cwd, "rec"))).toEqual(["exchanges.ndjson", "recording.json"]);
  });
});

describe("--replay", () => {
  it.each([
    ["a file", (cwd: string) => writeFile(join(cwd, "rec"), "")],
    ["a link that leads nowhere", (cwd: string) => symlink("/no/such/place", join(cwd, "rec"))],
    [
      "a folder with a pipe in it",
      async (cwd: string) => {
        await mkdir(join(cwd, "rec"));
        spawnSync("mkfifo", ["rec/recording.json"], { cwd });
      },
    ],
    [
      "a folder of folders",
      async (cwd: string) => void (await mkdir(join(cwd, "rec/recording.json"), { recursive: true })),
    ],
  ])("of %s: code 5", async (_what, make) => {
    const cwd = await fleet();
    await make(cwd);
    const { code, stderr } = await runCli(["check", "--replay", "rec"], { cwd });
    expect(stderr).toMatch(/error: --replay "rec" is no complete recording/);
    expect(code).toBe(5);
  });
});
