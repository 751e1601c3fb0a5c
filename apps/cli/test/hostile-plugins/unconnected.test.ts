import { describe, expect, it } from "vitest";
import { manifest } from "../clouds.ts";
import { folderWith, reportOf, runCli } from "../run-cli.ts";
import { besideHealthy, good, plugin } from "./plugin.ts";

describe("a plugin that misbehaves before any cloud is asked", () => {
  it.each([
    ["as it is imported", { top: "Array.prototype.map = () => [];" }, "plugin-import", "TypeError"],
    [
      "by a configuration that cannot work",
      {
        connect: `throw Object.defineProperty(new Error("no region"), Symbol.for("upgradectl.configuration-error"), { value: true });`,
      },
      "provider-configuration",
      "no region",
    ],
  ])("%s ends with 5, and says who it was", async (_, parts, code, summary) => {
    const result = await besideHealthy([plugin(`return ${good};`, parts)]);
    expect(reportOf(result)).toMatchObject({ exitCode: 5, diagnostics: [{ code }] });
    const told = JSON.stringify(reportOf(result).diagnostics);
    for (const part of [summary, "./acme-0.mjs"]) expect(told).toContain(part);
    expect(told).not.toMatch(/\bat .+:\d+:\d+/);
  });
});

describe("a plugin that does not connect, where nothing but that is asked", () => {
  it.each([["validate"], ["providers"], ["check", "--dry-run"]])("ends %s with 5", async (...args) => {
    const source = plugin(`return ${good};`, { connect: `throw new Error("broken");` });
    const cwd = await folderWith({
      "acme.mjs": source,
      "upgradectl.yaml": manifest("http://127.0.0.1:1", [
        { name: "odd", id: "odd", provider: "./acme.mjs", targetVersion: "1.0" },
      ]),
    });
    const result = await runCli([...args, "-o", "json"], { cwd });
    expect(reportOf(result)).toMatchObject({ exitCode: 5, diagnostics: [{ code: "plugin-connect" }] });
    expect(reportOf(result).diagnostics[0]?.summary).toBe(
      "the plugin ./acme.mjs failed to connect: Error: broken",
    );
    expect(reportOf(result).diagnostics[0]?.hint).toContain("/acme.mjs)");
  });

  it("leaves discover without a list", async () => {
    const cwd = await folderWith({
      "acme.mjs": plugin(`return ${good};`, { connect: `throw new Error("broken");` }),
    });
    const result = await runCli(["discover", "--provider", "./acme.mjs"], { cwd });
    expect(result).toMatchObject({ code: 4, stdout: "" });
    expect(result.stderr).toContain("the plugin ./acme.mjs failed to connect: Error: broken");
  });
});
