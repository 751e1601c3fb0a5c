import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

it("globs find files in folders, alternatives and links, and neither folders nor hidden files", async () => {
  const names = ["a", "b", "deep", "hidden", "linked"];
  const simulator = await simulate(
    huawei(names.map((name) => ({ name, id: name, version: "v1.29.8-r4" }) as const)),
  );
  const fleetOf = (name: string) =>
    JSON.stringify(
      manifest(simulator.url, [{ name, id: name, provider: "hw", targetVersion: "v1.29.8-r4" }]),
    );
  const cwd = await folderWith({
    "a.yaml": fleetOf("a"),
    "b.yml": fleetOf("b"),
    ".hidden.yaml": fleetOf("hidden"),
    "linked.txt": fleetOf("linked"),
  });
  // As a mounted ConfigMap has its files.
  await symlink("linked.txt", join(cwd, "z.yaml"));
  await mkdir(join(cwd, "folder.yaml"));
  await mkdir(join(cwd, "x/y"), { recursive: true });
  await writeFile(join(cwd, "x/y/deep.yaml"), fleetOf("deep"));
  for (const [pattern, found] of [
    ["*.yaml", ["a", "linked"]],
    ["**/*.yaml", ["a", "deep", "linked"]],
    ["{a,b}.y*ml", ["a", "b"]],
    ["./x/?/*.yaml", ["deep"]],
    [join(cwd, "[ab].*"), ["a", "b"]],
  ] as const) {
    const report = reportOf(await runCli(["check", pattern, "-o", "json"], { cwd }));
    expect({ pattern, found: namesOf(report) }).toEqual({ pattern, found });
  }
});
