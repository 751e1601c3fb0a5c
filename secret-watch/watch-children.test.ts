import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { allowSecret } from "./allow-secret.ts";
import { ChildWatch, type Leak } from "./watch-children.ts";

const secret = "s3cret/that+leaks & is found";
const keyId = "LTAI5tSomeKeyOfNobody";
allowSecret({ secret: keyId, because: "as below" });
allowSecret({ secret, because: "these programs leak it, and the watch of the run sees that too" });
const parts = `const s = process.env.API_SECRET; const fs = require("node:fs");`;
const base64 = (text: string) => `Buffer.from("${text}" + s + "?").toString("base64")`;

let leaks: Leak[] = [];
let cwd = "";
let watch: ChildWatch;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "secret-watch-test-"));
  const onLeak = (leak: Leak) => void leaks.push(leak);
  watch = new ChildWatch({ folder, issued: new Map(), isStreamsOnly: () => false, onLeak });
  watch.install();
  return () => rm(folder, { recursive: true });
});
beforeEach(async () => {
  leaks = [];
  cwd = await mkdtemp(join(tmpdir(), "secret-watch-test-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
});

/** A program that is called as ours is, with this code. */
async function program(code: string): Promise<string> {
  const file = join(cwd, "upgradectl.js");
  await writeFile(file, `${parts}${code}`);
  return file;
}

async function end(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  child.stderr?.resume();
  await once(child, "close");
}

async function run(
  code: string,
  env: Readonly<Record<string, string>> = { API_SECRET: secret },
): Promise<void> {
  const file = await program(code);
  await end(spawn(process.execPath, [file], { cwd, env: { PATH: process.env.PATH, ...env } }));
}

const output = "standard output";
const inFile = expect.stringMatching(/out$/);
const found = { secret, name: "API_SECRET" };

describe("a leak is found", () => {
  it.each<[string, string, unknown]>([
    ["on standard output", "process.stdout.write(s)", output],
    ["on standard error", "console.error('x', s)", "standard error"],
    ["in a crash", "throw new Error(s)", "standard error"],
    ["over two writes", "fs.writeSync(1, s.slice(0, 9)); fs.writeSync(1, s.slice(9))", output],
    ["in a file", "fs.writeFileSync('out', s)", inFile],
    ["in a file that is gone", "fs.writeFileSync('out', s); fs.rmSync('out')", inFile],
    ["at the end of a file", "fs.appendFileSync('out', s)", inFile],
    ["in a file, later", "fs.promises.writeFile('out', s)", inFile],
    ["in a file, bit by bit", "fs.promises.writeFile('out', [s.slice(0, 3), s.slice(3)])", inFile],
    ["in a file, by a callback", "fs.writeFile('out', s, () => {})", inFile],
    ["in a part of a buffer", "fs.writeSync(fs.openSync('out', 'w'), Buffer.from('xx' + s), 2)", inFile],
    [
      "in a stream into a file",
      "const out = fs.createWriteStream('out'); out.write(s.slice(0, 3)); out.end(s.slice(3))",
      inFile,
    ],
    ["by a handle", "fs.promises.open('out', 'w').then((file) => file.write(s))", inFile],
    ["by a handle, whole", "fs.promises.open('out', 'w').then((file) => file.writeFile(s))", inFile],
    ["by an import", "import('node:fs').then(({ writeFileSync }) => writeFileSync('out', s))", inFile],
  ])("%s", async (_where, code, place) => {
    await run(code);
    expect(leaks).toContainEqual(expect.objectContaining({ ...found, place, encoding: "plain" }));
  });

  it.each([
    ["in JSON", "JSON.stringify({ s }).replaceAll('/', '\\\\/')", "JSON"],
    ["in a URL", "encodeURIComponent(s)", "percent"],
    ["in a form", "String(new URLSearchParams({ s }))", "percent"],
    ["in HTML", "s.replace('&', '&amp;')", "HTML"],
    ["in hexadecimal", "Buffer.from(s).toString('hex')", "hexadecimal"],
    ["in Base64", base64(""), "Base64"],
    ["in Base64 behind one byte", base64("u"), "Base64"],
    ["in Base64 behind two bytes", base64("u:"), "Base64"],
  ])("%s", async (_where, text, encoding) => {
    await run(`console.log(${text})`);
    expect(leaks).toContainEqual(expect.objectContaining({ ...found, place: output, encoding }));
  });

  it.each([
    ["a file", "> out", inFile],
    ["another program", "| cat > /dev/null", "stdout"],
    ["nowhere", "2> /dev/null >&2", "stdout"],
  ])("where a shell sends the output to %s", async (_where, redirection, place) => {
    const file = await program("process.stdout.write(s)");
    const env = { PATH: process.env.PATH, API_SECRET: secret };
    await end(spawn("bash", ["-c", `"${process.execPath}" "${file}" ${redirection}; true`], { cwd, env }));
    expect(leaks.map((leak) => leak.place)).toContainEqual(place);
  });

  it("where nobody reads the output", async () => {
    const file = await program("process.stdout.write(s)");
    const env = { API_SECRET: secret };
    const child = spawn(process.execPath, [file], { cwd, env });
    await once(child, "exit");
    child.stdout.destroy();
    watch.settle();
    expect(leaks).toMatchObject([{ place: output }]);
  });

  it("where the test waits for the process", async () => {
    const file = await program("console.log(s)");
    spawnSync(process.execPath, [file], { cwd, env: { API_SECRET: secret } });
    expect(leaks).toMatchObject([{ place: output }]);
  });

  it.each([
    ["a manifest", "upgradectl.yaml", `config:\n  accessKeySecret: "${secret}"\n`],
    ["a manifest in JSON", "upgradectl.json", JSON.stringify({ credentials: { password: secret } })],
    ["a program's environment", "upgradectl.yaml", `config:\n  env:\n    MODE: ${secret}\n`],
    ["a plugin", "plugin.mjs", `secret("${secret}");`],
    ["a file of credentials", "home/.cloud/credentials", `[default]\nsk = ${secret}\n`],
  ])("of %s", async (_what, name, text) => {
    await mkdir(join(cwd, "home/.cloud"), { recursive: true });
    await writeFile(join(cwd, name), text);
    await run(`console.log(${JSON.stringify(secret)})`, { HOME: join(cwd, "home") });
    expect(leaks).toMatchObject([{ secret, place: output }]);
  });

  it("of the standard input", async () => {
    const file = await program("process.stdin.pipe(process.stdout)");
    const child = spawn(process.execPath, [file], { cwd, env: {} });
    child.stdin.end(`token: ${secret}\n`);
    await end(child);
    expect(leaks).toMatchObject([{ secret, name: "token", place: output }]);
  });

  it("of a key's id behind its first four characters", async () => {
    await run("console.log('LTAI5tSomeKeyOfNobody')", {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tSomeKeyOfNobody",
    });
    expect(leaks).toMatchObject([{ secret: "5tSomeKeyOfNobody" }]);
  });
});

describe("nothing is found", () => {
  it.each([
    ["in a clean run", "console.log(s.slice(0, 8)); fs.writeFileSync('out', 'nothing')"],
    ["in what was read", "fs.readFileSync(__filename)"],
  ])("%s", async (_where, code) => {
    await run(code);
    expect(leaks).toEqual([]);
  });

  it("of another program's files", async () => {
    const file = join(cwd, "exec-program.js");
    await writeFile(file, `${parts}fs.writeFileSync('out', s)`);
    await end(spawn(process.execPath, [file], { cwd, env: { API_SECRET: secret } }));
    expect(leaks).toEqual([]);
  });

  it.each([
    ["a harmless value", "env:\n  MODE: production\n", "production"],
    ["a key's variable", "accessKeyId: ${CN_BEIJING_KEY_ID}\n", "${CN_BEIJING_KEY_ID}"],
    ["a variable", "token: ${API_TOKEN}\n", "${API_TOKEN}"],
    ["the place of a secret", "tokenFile: /var/run/token\n", "/var/run/token"],
    ["the next page", '{"nextToken":"page-2-of-many"}', "page-2-of-many"],
  ])("of %s", async (_what, text, told) => {
    await writeFile(join(cwd, "upgradectl.yaml"), text);
    await run(`console.log(${JSON.stringify(told)})`);
    expect(leaks).toEqual([]);
  });
});
