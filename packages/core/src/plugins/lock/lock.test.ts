import { execFileSync } from "node:child_process";
import { readFile, rm, symlink } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeEach, describe, expect, it } from "vitest";
import { acme, installed, pluginCode, useLockedFleet } from "../../testing/locked-fleet.ts";
import { parseLock } from "./lock.ts";
import { lockSchema } from "./lock-schema.ts";

const { load, path, pin, problemOf, write } = useLockedFleet();

describe("a package that is pinned", () => {
  beforeEach(async () => {
    await write(installed);
    await pin("acme");
  });

  it("is refused where the lock is a link to nothing", async () => {
    const lock = path("fleet/upgradectl.lock");
    await rm(lock);
    await symlink(path("nowhere"), lock);
    expect((await problemOf("acme")).code).toBe("lock-unreadable");
  });

  it.skipIf(process.platform === "win32")("is refused at once where the lock is a pipe", async () => {
    const lock = path("fleet/upgradectl.lock");
    await rm(lock);
    execFileSync("mkfifo", [lock]);
    expect((await problemOf("acme")).code).toBe("lock-unreadable");
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
    const file = path("fleet/upgradectl.lock");
    await write({ "fleet/upgradectl.lock": change(await readFile(file, "utf8")) });
    const problem = await problemOf("acme");
    expect(problem.code).toBe("lock-unreadable");
    expect(problem.summary).toContain(fault);
    expect(problem.detail).toContain(file);
    expect(problem.hint).toContain("`upgradectl providers --lock`");
  });

  it("is refused where the lock is a folder", async () => {
    await rm(path("fleet/upgradectl.lock"));
    await write({ "fleet/upgradectl.lock/file": "" });
    expect((await problemOf("acme")).code).toBe("lock-unreadable");
  });

  it("is refused where the lock's list of files was changed with the files, and not its integrity", async () => {
    const file = path("fleet/upgradectl.lock");
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

describe("a lock", () => {
  it("keeps its schema, and its schema and its check agree", async () => {
    await write(installed);
    await pin("acme");
    const lock = JSON.parse(await readFile(path("fleet/upgradectl.lock"), "utf8"));
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
    const first = await readFile(path("fleet/upgradectl.lock"), "utf8");
    await pin("./b.mjs", "acme");
    expect(await readFile(path("fleet/upgradectl.lock"), "utf8")).toBe(first);
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
