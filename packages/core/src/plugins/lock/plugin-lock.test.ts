import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../diagnostics.ts";
import { makeTemporaryFolder, writeFiles } from "../../testing/temporary-folder.ts";
import { createPluginLoader, type LockUse, type PluginResult } from "../load-plugin.ts";
import { parseLock, renderLock } from "./lock.ts";
import { lockSchema } from "./lock-schema.ts";
import { lockPlugin } from "./plugin-lock.ts";

let root = "";
beforeEach(async () => {
  const folder = await makeTemporaryFolder();
  root = folder.path;
  return folder.remove;
});

function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFiles(root, files);
}

const reads = [
  { action: "Show", path: "/c/{id}", permission: "acme:show" },
  { action: "SignIn", method: "POST", path: "/token", service: "iam", purpose: "sign-in" },
];

/** A module that says on `globalThis.ran` that it ran. */
function pluginCode(declared: readonly object[] = reads): string {
  return `globalThis.ran = (globalThis.ran ?? 0) + 1;
export default { contract: 1, name: "acme", config: { type: "object" }, cluster: {}, reads: ${JSON.stringify(declared)},
  connect: () => ({ observe: async () => { throw new Error("not asked for"); } }) };`;
}

const acme = "fleet/node_modules/acme";
const needed = "fleet/node_modules/needed";

/** A package with a dependency, that has a dependency. */
const installed = {
  [`${acme}/package.json`]: {
    name: "acme",
    version: "1.0.0",
    type: "module",
    exports: "./dist/index.js",
    dependencies: { needed: "^2.0.0" },
    optionalDependencies: { absent: "1.0.0" },
  },
  [`${acme}/dist/index.js`]: pluginCode(),
  [`${acme}/data.txt`]: "data",
  [`${needed}/package.json`]: { name: "needed", version: "2.0.0", dependencies: { deeper: "*" } },
  [`${needed}/index.js`]: "module.exports = 1;",
  [`${needed}/index.d.ts`]: "export = 1;",
  "fleet/node_modules/deeper/package.json": { name: "deeper", version: "3.0.0" },
  "fleet/node_modules/deeper/index.js": "module.exports = 1;",
};

function load(source: string, lockUse: LockUse = "enforce"): Promise<PluginResult> {
  const hostUrl = pathToFileURL(join(root, "host/dist/main.js")).href;
  return createPluginLoader({ hostUrl, lockUse })({ source, directory: join(root, "fleet") });
}

/** Pins these sources as they are now. */
async function pin(...sources: readonly string[]): Promise<void> {
  const locked = sources.map(async (source) => {
    const result = await load(source, "ignore");
    if (!("plugin" in result) || result.found === undefined) throw new Error(JSON.stringify(result));
    return lockPlugin({ source, directory: join(root, "fleet") }, result.found, result.plugin.definition);
  });
  await write({ "fleet/upgradectl.lock": renderLock(await Promise.all(locked)) });
}

async function problemOf(source: string, lockUse?: LockUse): Promise<Problem> {
  Reflect.deleteProperty(globalThis, "ran");
  const result = await load(source, lockUse);
  expect(Reflect.get(globalThis, "ran"), "its code must not run").toBeUndefined();
  if ("problem" in result) return result.problem;
  throw new Error("was loaded");
}

describe("a package that is pinned", () => {
  beforeEach(async () => {
    await write(installed);
    await pin("acme");
  });

  it("is loaded as long as nothing changes", async () => {
    expect(await load("acme")).toMatchObject({ isLocked: true, plugin: { version: "1.0.0" } });
  });

  it("is refused where the lock is a link to nothing", async () => {
    const lock = join(root, "fleet/upgradectl.lock");
    await rm(lock);
    await symlink(join(root, "nowhere"), lock);
    expect((await problemOf("acme")).code).toBe("lock-unreadable");
  });

  it.skipIf(process.platform === "win32")("is refused at once where the lock is a pipe", async () => {
    const lock = join(root, "fleet/upgradectl.lock");
    await rm(lock);
    execFileSync("mkfifo", [lock]);
    expect((await problemOf("acme")).code).toBe("lock-unreadable");
  });

  it("is the same elsewhere, and behind a link", async () => {
    const lock = await readFile(join(root, "fleet/upgradectl.lock"), "utf8");
    expect(lock).not.toContain(root);
    const moved = Object.entries(installed).map(([name, content]) => [
      name.replace("fleet/node_modules/acme/", "store/node_modules/acme/").replace("fleet/", "store/"),
      content,
    ]);
    await rm(join(root, acme), { recursive: true });
    await write(Object.fromEntries(moved));
    await symlink(join(root, "store/node_modules/acme"), join(root, acme));
    expect(await load("acme")).toMatchObject({ isLocked: true });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "a byte of its code",
      { [`${acme}/dist/index.js`]: `${pluginCode()} ` },
      "acme/dist/index.js was changed.",
    ],
    ["a byte of its data", { [`${acme}/data.txt`]: "Data" }, "acme/data.txt was changed."],
    ["a file more", { [`${acme}/dist/more.js`]: "" }, "acme/dist/more.js was added."],
    [
      "several files",
      { [`${acme}/data.txt`]: "", [`${acme}/a.js`]: "", [`${acme}/z.js`]: "" },
      "acme/a.js was added, and 2 more files differ.",
    ],
    [
      "another version",
      { [`${acme}/package.json`]: { ...installed[`${acme}/package.json`], version: "1.0.1" } },
      "acme is version 1.0.1; the lock has version 1.0.0.",
    ],
    [
      "code of what it needs",
      { [`${needed}/index.js`]: "module.exports = 2;" },
      "needed 2.0.0, which it needs: its files are not those that were locked.",
    ],
    [
      "code of what that needs",
      { "fleet/node_modules/deeper/index.js": "module.exports = 2;" },
      "deeper 3.0.0, which it needs: its files are not those that were locked.",
    ],
    [
      "another version of what it needs",
      { [`${needed}/package.json`]: { name: "needed", version: "2.1.0", dependencies: { deeper: "*" } } },
      "needed 2.1.0, which it needs: the lock has version 2.0.0.",
    ],
    [
      "an optional package that was not there",
      { "fleet/node_modules/absent/package.json": { name: "absent", version: "1.0.0" } },
      "absent 1.0.0, which it needs: the lock does not have it.",
    ],
    [
      "another copy of what it needs, which comes first",
      { [`${acme}/node_modules/needed/package.json`]: { name: "needed", version: "2.0.0" } },
      "needed 2.0.0, which it needs: its files are not those that were locked.",
    ],
    [
      "another copy of what it needs, further down beside its code",
      {
        [`${acme}/dist/node_modules/needed/package.json`]: { name: "needed", version: "2.0.0" },
        [`${acme}/dist/node_modules/needed/index.js`]: "module.exports = 2;",
      },
      "acme/dist/node_modules/needed/index.js was added, and 1 more files differ.",
    ],
    [
      "such a copy within what it needs",
      { [`${needed}/lib/node_modules/deeper/index.js`]: "module.exports = 2;" },
      "needed 2.0.0, which it needs: its files are not those that were locked.",
    ],
    [
      "a folder that version control would skip, further down",
      { [`${acme}/dist/.git/index.js`]: "" },
      "acme/dist/.git/index.js was added.",
    ],
    [
      "another copy of what it needs, without a package.json",
      { [`${acme}/node_modules/needed/index.js`]: "module.exports = 2;" },
      "which it needs: the lock has version 2.0.0.",
    ],
    [
      "a file that `require` takes for what it needs",
      { "fleet/node_modules/needed.js": "module.exports = 2;" },
      "needed.js, which it needs: the lock does not have it.",
    ],
    [
      "a namesake in the official scope, which comes first",
      {
        "fleet/node_modules/@upgradectl/provider-acme/package.json": { version: "1.0.0" },
        "fleet/node_modules/@upgradectl/provider-acme/index.js": "",
      },
      "The package is @upgradectl/provider-acme; the lock has acme.",
    ],
  ])("is refused with %s", async (_, change, detail) => {
    await write(change);
    const problem = await problemOf("acme");
    expect(problem).toMatchObject({ severity: "error", code: "lock-mismatch" });
    expect(problem.summary).toBe("The provider `acme` is not the one that upgradectl.lock pins.");
    expect(problem.detail).toContain(detail);
    expect(problem.detail).toContain(join(root, "fleet/upgradectl.lock"));
    expect(problem.hint).toContain("`upgradectl providers --lock`");
  });

  it.each([
    [`${acme}/data.txt`, "acme/data.txt is missing."],
    [
      "fleet/node_modules/deeper",
      "deeper 3.0.0, which `acme` needed when it was locked, is not there any more.",
    ],
  ])("is refused without %s", async (path, detail) => {
    await rm(join(root, path), { recursive: true });
    expect((await problemOf("acme")).detail).toContain(detail);
  });

  it("does not mind an empty folder that comes before what it needs", async () => {
    await mkdir(join(root, acme, "node_modules/needed"), { recursive: true });
    expect(await load("acme")).toMatchObject({ isLocked: true });
  });

  it.each(["index.d.ts", "README.md", "index.js.map"])(
    "minds a %s of what it needs: `require` runs a file by any name",
    async (name) => {
      await write({ [`${needed}/${name}`]: "exports.evil = true;" });
      expect((await problemOf("acme")).code).toBe("lock-mismatch");
    },
  );

  it("is refused under a source that is not in the lock", async () => {
    expect(await problemOf("./node_modules/acme")).toMatchObject({
      code: "lock-missing-plugin",
      summary: "The provider `./node_modules/acme` is not in upgradectl.lock.",
      hint: expect.stringContaining("`upgradectl providers --lock`"),
    });
  });

  it.each<[string, (lock: string) => string, string]>([
    ["is cut off", (lock) => lock.slice(0, -100), "it is not JSON"],
    ["is empty", () => "", "it is not JSON"],
    ["was merged by halves", (lock) => `<<<<<<< ours\n${lock}`, "it has the marks of a merge conflict"],
    [
      "is of a later time",
      (lock) => lock.replace('"lockVersion": 1', '"lockVersion": 2'),
      "`lockVersion` is 2; expected 1",
    ],
    [
      "lacks a part",
      (lock) => lock.replace('"reads"', '"reeds"'),
      "`plugins[0].reads` is missing; expected a list",
    ],
    ["has no hash", (lock) => lock.replace(/"sha512-[^"]+"/, '"sha512-"'), "`plugins[0].integrity` is"],
  ])("is refused where the lock %s", async (_, change, fault) => {
    const file = join(root, "fleet/upgradectl.lock");
    await write({ "fleet/upgradectl.lock": change(await readFile(file, "utf8")) });
    const problem = await problemOf("acme");
    expect(problem.code).toBe("lock-unreadable");
    expect(problem.summary).toContain(fault);
    expect(problem.detail).toContain(file);
    expect(problem.hint).toContain("`upgradectl providers --lock`");
  });

  it("is refused where the lock is a folder", async () => {
    await rm(join(root, "fleet/upgradectl.lock"));
    await write({ "fleet/upgradectl.lock/file": "" });
    expect((await problemOf("acme")).code).toBe("lock-unreadable");
  });

  it("is refused where the lock's list of files was changed with the files, and not its integrity", async () => {
    const file = join(root, "fleet/upgradectl.lock");
    const lock = await readFile(file, "utf8");
    await write({ [`${acme}/data.txt`]: "other" });
    await pin("acme");
    const forged = (await readFile(file, "utf8")).replace(/"integrity": "[^"]+"/, () => {
      return /"integrity": "[^"]+"/.exec(lock)?.[0] ?? "";
    });
    await write({ "fleet/upgradectl.lock": forged });
    expect((await problemOf("acme")).detail).toContain(
      "The lock's integrity is not that of its list of files",
    );
  });
});

describe("what a plugin declares as it runs", () => {
  interface Lock {
    readonly plugins: [{ contract: number; reads: Record<string, unknown>[] }];
  }

  /** Loads the plugin with its lock changed, as if the plugin had declared something else when it was pinned. */
  async function detailAfter(change: (plugin: Lock["plugins"][0]) => void): Promise<string | undefined> {
    await write({ "fleet/acme.mjs": pluginCode() });
    await pin("./acme.mjs");
    const lock: Lock = JSON.parse(await readFile(join(root, "fleet/upgradectl.lock"), "utf8"));
    change(lock.plugins[0]);
    await write({ "fleet/upgradectl.lock": lock });
    const result = await load("./acme.mjs");
    if (!("problem" in result)) throw new Error("was loaded");
    expect(result.problem.code).toBe("lock-mismatch");
    return result.problem.detail;
  }

  it.each<[string, (plugin: Lock["plugins"][0]) => void, string]>([
    [
      "a request that was not there",
      ({ reads }) => reads.shift(),
      "It declares Show as GET /c/{id} (permission acme:show), which is not in the lock.",
    ],
    [
      "one request less",
      ({ reads }) => reads.push({ ...reads[0], action: "Peek", permission: null }),
      "It does not declare Peek as GET /c/{id} any more.",
    ],
    [
      "another path",
      ({ reads }) => Object.assign(reads[0] ?? {}, { path: "/d/{id}" }),
      "It declares Show as GET /c/{id} (permission acme:show); the lock has Show as GET /d/{id} (permission acme:show).",
    ],
    [
      "another service",
      ({ reads }) => Object.assign(reads[1] ?? {}, { service: "sts" }),
      "(service sts, sign-in)",
    ],
    [
      "another method",
      ({ reads }) => Object.assign(reads[1] ?? {}, { method: "PUT" }),
      "SignIn as PUT /token",
    ],
    [
      "another purpose",
      ({ reads }) => Object.assign(reads[1] ?? {}, { purpose: "post-check" }),
      "iam, post-check)",
    ],
    [
      "another permission",
      ({ reads }) => Object.assign(reads[0] ?? {}, { permission: "acme:all" }),
      "acme:all",
    ],
    [
      "another contract",
      (plugin) => Object.assign(plugin, { contract: 3 }),
      "It keeps contract 1; the lock has 3.",
    ],
  ])("is refused with %s", async (_, change, detail) => {
    expect(await detailAfter(change)).toContain(detail);
  });
});

describe("a module without a package of its own", () => {
  beforeEach(async () => {
    await write({
      "fleet/package.json": { name: "infrastructure", version: "4.0.0", type: "module" },
      "fleet/plugins/acme.mjs": `import "./shapes.mjs"; import "./parts.cjs"; import needed from "needed"; ${pluginCode()}`,
      "fleet/plugins/shapes.mjs": `export const words = new URL("./words.json", import.meta.url);`,
      "fleet/plugins/words.json": {},
      "fleet/plugins/parts.cjs": `require("./lib");`,
      "fleet/plugins/lib/package.json": { main: "./code/part", type: "commonjs" },
      "fleet/plugins/lib/code/part.js": "",
      "fleet/plugins/other.mjs": "",
      [`${needed}/package.json`]: { name: "needed", version: "2.0.0" },
      [`${needed}/index.js`]: "module.exports = 1;",
    });
    await pin("./plugins/acme.mjs");
  });

  it("does not mind what else changes around it", async () => {
    await write({
      "fleet/plugins/other.mjs": "1;",
      "fleet/package.json": { name: "infrastructure", version: "5.0.0" },
    });
    expect(await load("./plugins/acme.mjs")).toMatchObject({ isLocked: true });
  });

  it.each([
    ["plugins/shapes.mjs", "plugins/shapes.mjs was changed"],
    ["plugins/words.json", "plugins/words.json was changed"],
    ["plugins/lib/code/part.js", "plugins/lib/code/part.js was changed"],
    ["plugins/lib/package.json", "plugins/lib/package.json was changed"],
    ["node_modules/needed/index.js", "needed 2.0.0, which it needs"],
  ])("is made of what it names: %s", async (file, detail) => {
    await write({ [`fleet/${file}`]: "{ }" });
    expect((await problemOf("./plugins/acme.mjs")).detail).toContain(detail);
  });
});

describe("a folder that is a plugin", () => {
  it("is pinned whole", async () => {
    await write({
      "fleet/acme/package.json": { name: "@acme/k", version: "1.0.0", type: "module", exports: "./index.js" },
      "fleet/acme/index.js": pluginCode(),
      "fleet/acme/late.js": "",
    });
    await pin("./acme");
    expect(await load("./acme")).toMatchObject({ isLocked: true });
    await write({ "fleet/acme/late.js": "1;" });
    expect((await problemOf("./acme")).detail).toContain("acme/late.js was changed.");
  });

  it("that has the manifest in it is its module, and what that names", async () => {
    await write({
      "fleet/package.json": { name: "@acme/k", version: "1.0.0", type: "module", exports: "./index.js" },
      "fleet/index.js": pluginCode(),
    });
    await pin("./");
    await write({
      "fleet/upgradectl.yaml": "",
      "fleet/package.json": { name: "@acme/k", exports: "./index.js" },
    });
    expect(await load("./")).toMatchObject({ isLocked: true });
  });
});

describe("a plugin that need not be in the lock", () => {
  beforeEach(async () => {
    await write({ ...installed, "fleet/b.mjs": pluginCode() });
    await pin("acme");
  });

  it("runs without being pinned", async () => {
    expect(await load("./b.mjs", "allow-unlocked")).toMatchObject({ isLocked: false });
  });

  it("is what the lock pins where it is in it", async () => {
    expect(await load("acme", "allow-unlocked")).toMatchObject({ isLocked: true });
    await write({ [`${acme}/dist/index.js`]: `${pluginCode()} ` });
    expect((await problemOf("acme", "allow-unlocked")).code).toBe("lock-mismatch");
  });

  it("does not run where the lock cannot be read", async () => {
    await write({ "fleet/upgradectl.lock": "garbled" });
    expect((await problemOf("./b.mjs", "allow-unlocked")).code).toBe("lock-unreadable");
  });
});

describe("a lock", () => {
  it("keeps its schema, and its schema and its check agree", async () => {
    await write(installed);
    await pin("acme");
    const lock = JSON.parse(await readFile(join(root, "fleet/upgradectl.lock"), "utf8"));
    const validate = new Ajv2020({ strict: false }).compile(lockSchema);
    expect(validate(lock)).toBe(true);
    const [plugin] = lock.plugins;
    const places = [lock, plugin, plugin.dependencies[0], plugin.reads[0]];
    for (const place of places)
      for (const [name, value] of Object.entries(place)) {
        for (const wrong of [undefined, 1.5, {}]) {
          place[name] = wrong;
          const text = JSON.stringify(lock);
          expect("lock" in parseLock(text), `${name}: ${wrong}`).toBe(validate(JSON.parse(text)));
        }
        place[name] = value;
      }
  });

  it("has the same bytes whatever the order", async () => {
    await write({ ...installed, "fleet/b.mjs": pluginCode() });
    await pin("acme", "./b.mjs");
    const first = await readFile(join(root, "fleet/upgradectl.lock"), "utf8");
    await pin("./b.mjs", "acme");
    expect(await readFile(join(root, "fleet/upgradectl.lock"), "utf8")).toBe(first);
    expect(JSON.parse(first).plugins.map(({ source }: { source: string }) => source)).toEqual([
      "./b.mjs",
      "acme",
    ]);
  });

  it("does not hold back what is to be pinned anew", async () => {
    await write({ ...installed, "fleet/upgradectl.lock": "garbled" });
    expect(await load("acme", "ignore")).toMatchObject({ isLocked: false });
  });
});
