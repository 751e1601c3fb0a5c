import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { copyFile, glob, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { bundleSdk } from "../apps/cli/bundling/bundle-sdk.ts";
import { workspace } from "./workspace.ts";

const run = promisify(execFile);
const cli = join(workspace, "apps/cli");
const postject = join(workspace, "node_modules/postject/dist/cli.js");

/** Node's own mark of the place where it looks for a program in itself. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** What plugins import, and what they require. */
const sdks = ["provider-sdk.mjs", "provider-sdk.cjs"];

/** What the program reads of its package. */
const copied = ["package.json", "dist/page.js", "demo/fleet.yaml", "demo/scenario.yaml"];

/** Why this machine cannot build one; undefined where it can. */
export function findObstacle(): string | undefined {
  const { platform, versions } = process;
  if (platform !== "linux") return `it is built on Linux, and this is ${platform}`;
  // From 25.5 on, a program in an executable can import nothing but Node's own modules: no plugin's file (nodejs/node#62726).
  return versions.node.startsWith("24.")
    ? undefined
    : `it is built with Node.js 24, and this is ${versions.node}`;
}

/**
 * Puts the program into a copy of the Node.js that runs this: its bundle, what V8 compiled of that, and the files of the
 * package that it reads. Beside it, the licences of all that is in there. The packages have to be built.
 */
export async function buildExecutable(file: string): Promise<void> {
  const obstacle = findObstacle();
  if (obstacle !== undefined) throw new Error(`the executable cannot be built: ${obstacle}`);
  await mkdir(dirname(file), { recursive: true });
  // Beside it, so that who runs the old one meanwhile finds it whole.
  const folder = await mkdtemp(`${file}.`);
  try {
    const blob = await prepareBlob(folder);
    const made = join(folder, "upgradectl");
    await copyFile(process.execPath, made);
    await run(process.execPath, [postject, made, "NODE_SEA_BLOB", blob, "--sentinel-fuse", fuse]);
    await writeFile(`${file}.licenses.txt`, await readLicences());
    await rename(made, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is put into Node; returns its file. */
async function prepareBlob(folder: string): Promise<string> {
  await mkdir(join(folder, "dist"));
  await mkdir(join(folder, "demo"));
  const program = await prepareProgram(folder);
  for (const name of sdks) await bundleSdk(join(folder, name));
  for (const name of copied) await copyFile(join(cli, name), join(folder, name));
  // The demo runs what a check runs, of all providers.
  await run(process.execPath, [join(import.meta.dirname, "record-compiled.cjs"), folder, "demo"]);
  const compiled = program.map((name) => `${name}.cache`);
  const names = [...program, ...compiled, ...sdks, ...copied, "program.sha512"];
  const config = {
    main: join(import.meta.dirname, "executable-main.cjs"),
    output: join(folder, "program.blob"),
    disableExperimentalSEAWarning: true,
    assets: Object.fromEntries(names.map((name) => [name, join(folder, name)])),
  };
  const configFile = join(folder, "config.json");
  await writeFile(configFile, JSON.stringify(config));
  await run(process.execPath, ["--experimental-sea-config", configFile]);
  return config.output;
}

/** The files of the bundle as functions that executable-main.cjs calls, and a hash of them all. Returns their names. */
async function prepareProgram(folder: string): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob("dist/*.cjs", { cwd: cli }));
  const names = found.sort();
  const codes = await Promise.all(names.map((name) => readFile(join(cli, name), "utf8")));
  const all = codes.join("\n");
  if (/[^\p{ASCII}]/u.test(all)) throw new Error("the bundle has letters beyond ASCII: see plain-letters.ts");
  const imports = all.match(/\bawait import\(/g)?.length;
  if (imports !== 1)
    throw new Error(`the bundle imports files in ${imports ?? 0} places: expected that of plugins`);
  const head = "(function (exports, require, module, __filename, IS_EXECUTABLE, IMPORT) {";
  for (const [index, name] of names.entries()) {
    const code = codes[index]?.replace("await import(", "await IMPORT(");
    await writeFile(join(folder, name), `${head}${code}\n})`);
  }
  await writeFile(join(folder, "program.sha512"), hash("sha512", all, "base64"));
  return names;
}

/** Of the program, of what is bundled with it, and of Node.js with all that is in that. */
async function readLicences(): Promise<string> {
  const files = [join(workspace, "LICENSE"), join(cli, "dist/third-party-licenses.txt")];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return [...texts, await readNodeLicence()].join(`\n${"-".repeat(80)}\n`);
}

/**
 * In Node's own archives, with which releases are built, it lies above `bin`; the package `node` has it in the package of its
 * platform, which an installation from a store may lack.
 */
async function readNodeLicence(): Promise<string> {
  const above = join(dirname(process.execPath), "..");
  for await (const name of glob(["LICENSE", "node_modules/node-*/LICENSE"], { cwd: above }))
    return await readFile(join(above, name), "utf8");
  return `Node.js is licensed as its own LICENSE says: https://github.com/nodejs/node/blob/${process.version}/LICENSE\n`;
}
