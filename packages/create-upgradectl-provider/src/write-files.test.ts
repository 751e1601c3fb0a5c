import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writeFiles } from "./write-files.ts";

it("leaves nothing of a folder that it made and could not fill", async () => {
  const home = await mkdtemp(join(tmpdir(), "create-provider-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const files = { first: "a file", "first/second": "would need a folder" };
  expect(() => writeFiles(join(home, "deep/new"), files)).toThrow(/^the package could not be written: /);
  expect(await readdir(home)).toEqual([]);
});
