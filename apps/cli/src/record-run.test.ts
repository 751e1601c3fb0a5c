import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { RecordingFolder } from "./record-run.ts";

const line = `${"x".repeat(100_000)}\n`;

async function prepare() {
  const root = await mkdtemp(join(tmpdir(), "record-run-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const path = join(root, "deep", "rec");
  return { path, folder: new RecordingFolder(path, "deep/rec") };
}

it("lets all who write wait for the same, where the disk is behind", async () => {
  const { path, folder } = await prepare();
  const warnings: Error[] = [];
  const keep = (warning: Error) => warnings.push(warning);
  process.on("warning", keep);
  onTestFinished(() => {
    process.off("warning", keep);
  });
  await folder.open();
  for (let round = 0; round < 2; round += 1) {
    const waiting = Array.from({ length: 50 }, () => folder.write(line));
    expect(waiting[0]).toBeInstanceOf(Promise);
    expect(new Set(waiting).size).toBe(1);
    await Promise.all(waiting);
  }
  expect(await folder.close({})).toBeUndefined();
  expect(warnings).toEqual([]);
  expect(await readFile(join(path, "exchanges.ndjson"), "utf8")).toBe(line.repeat(100));
});

it("lets nobody wait for a folder that is closed", async () => {
  const { path, folder } = await prepare();
  await folder.open();
  const closed = folder.close({});
  expect(folder.write(line)).toBeUndefined();
  expect(await closed).toBeUndefined();
  expect(folder.write(line)).toBeUndefined();
  expect(await readFile(join(path, "exchanges.ndjson"), "utf8")).toBe("");
});

describe.skipIf(process.platform === "win32")("a recording is its owner's alone", () => {
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  it("in a folder that was made for it", async () => {
    const { path, folder } = await prepare();
    await folder.open();
    await folder.close({});
    expect(await modeOf(path)).toBe(0o700);
    for (const name of ["recording.json", "exchanges.ndjson"])
      expect(await modeOf(join(path, name))).toBe(0o600);
  });

  it("in the place of one that others could read; the folder stays as it is", async () => {
    const { path, folder } = await prepare();
    await mkdir(path, { recursive: true });
    await chmod(path, 0o755);
    for (const name of ["recording.json", "exchanges.ndjson"]) {
      await writeFile(join(path, name), "");
      await chmod(join(path, name), 0o644);
    }
    await folder.open();
    await folder.close({});
    expect(await modeOf(path)).toBe(0o755);
    for (const name of ["recording.json", "exchanges.ndjson"])
      expect(await modeOf(join(path, name))).toBe(0o600);
  });
});
