import { describe, expect, it } from "vitest";
import cliPackage from "../package.json" with { type: "json" };
import { runCli } from "./run-cli.ts";

describe("--version", () => {
  it("is the version alone", async () => {
    expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${cliPackage.version}\n`, stderr: "" });
  });

  it.each([
    [["--version", "-o", "json"]],
    [["-ojson", "--version"]],
    [["check", "--version", "--output=json"]],
  ])("%j tells what a bug report wants to know", async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      name: "upgradectl",
      version: cliPackage.version,
      node: process.versions.node,
      platform: process.platform,
      arch: process.arch,
    });
  });

  it("has no other format", async () => {
    const { code, stdout, stderr } = await runCli(["--version", "-o", "xml"]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toContain("Formats of --version: text, json.");
  });
});
