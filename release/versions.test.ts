import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageFile from "../apps/cli/package.json" with { type: "json" };
import { versionPlaces, writeVersion } from "./version-places.ts";
import { workspace } from "./workspace.ts";

describe.each(Object.keys(versionPlaces))("%s", (file) => {
  it("names the version of apps/cli/package.json; `pnpm version-packages` writes it", async () => {
    const text = await readFile(join(workspace, file), "utf8");
    expect(text).toBe(writeVersion(file, text, packageFile.version));
  });

  it("gets a new version at every place, and keeps the rest", async () => {
    const text = await readFile(join(workspace, file), "utf8");
    const next = writeVersion(file, text, "12.34.56-rc.1");
    expect(next).not.toContain(packageFile.version);
    expect(writeVersion(file, next, packageFile.version)).toBe(text);
  });
});

it("a place that is gone is an error, not a version that stays old", () => {
  expect(() => writeVersion("apps/cli/Dockerfile", "FROM node\n", "1.2.3")).toThrow(
    /^apps\/cli\/Dockerfile has no version where one was expected/,
  );
});
