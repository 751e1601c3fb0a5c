import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { pluginCode, useLockedFleet } from "../../testing/locked-fleet.ts";

const { load, path, pin, write } = useLockedFleet();

describe("what a plugin declares as it runs", () => {
  interface Lock {
    readonly plugins: [{ contract: number; reads: Record<string, unknown>[] }];
  }

  /** Loads the plugin with its lock changed, as if the plugin had declared something else when it was pinned. */
  async function detailAfter(change: (plugin: Lock["plugins"][0]) => void): Promise<string | undefined> {
    await write({ "fleet/acme.mjs": pluginCode() });
    await pin("./acme.mjs");
    const lock: Lock = JSON.parse(await readFile(path("fleet/upgradectl.lock"), "utf8"));
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
