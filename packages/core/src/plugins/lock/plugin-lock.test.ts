import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { acme, installed, needed, pluginCode, useLockedFleet } from "../../testing/locked-fleet.ts";

const { load, path, pin, problemOf, write } = useLockedFleet();

describe("a package that is pinned", () => {
  beforeEach(async () => {
    await write(installed);
    await pin("acme");
  });

  it("is loaded as long as nothing changes", async () => {
    expect(await load("acme")).toMatchObject({ isLocked: true, plugin: { version: "1.0.0" } });
  });

  it("is the same elsewhere, and behind a link", async () => {
    const lock = await readFile(path("fleet/upgradectl.lock"), "utf8");
    expect(lock).not.toContain(path(""));
    const moved = Object.entries(installed).map(([name, content]) => [
      name.replace("fleet/node_modules/acme/", "store/node_modules/acme/").replace("fleet/", "store/"),
      content,
    ]);
    await rm(path(acme), { recursive: true });
    await write(Object.fromEntries(moved));
    await symlink(path("store/node_modules/acme"), path(acme));
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
    expect(problem.detail).toContain(path("fleet/upgradectl.lock"));
    expect(problem.hint).toContain("`upgradectl providers --lock`");
  });

  it.each([
    [`${acme}/data.txt`, "acme/data.txt is missing."],
    [
      "fleet/node_modules/deeper",
      "deeper 3.0.0, which `acme` needed when it was locked, is not there any more.",
    ],
  ])("is refused without %s", async (name, detail) => {
    await rm(path(name), { recursive: true });
    expect((await problemOf("acme")).detail).toContain(detail);
  });

  it("does not mind an empty folder that comes before what it needs", async () => {
    await mkdir(path(`${acme}/node_modules/needed`), { recursive: true });
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
