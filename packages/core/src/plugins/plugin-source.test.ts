import { describe, expect, it } from "vitest";
import type { Problem } from "../diagnostics.ts";
import { PluginFault } from "./plugin-problem.ts";
import { parsePluginSource } from "./plugin-source.ts";

function problemOf(source: string): Problem {
  try {
    parsePluginSource(source);
  } catch (error) {
    if (error instanceof PluginFault) return error.problem;
    throw error;
  }
  throw new Error(`${JSON.stringify(source)} was accepted`);
}

describe("a source", () => {
  it.each([
    ["huawei-cce", { kind: "package", names: ["@upgradectl/provider-huawei-cce", "huawei-cce"] }],
    ["exec", { kind: "package", names: ["@upgradectl/provider-exec", "exec"] }],
    ["chart.js", { kind: "package", names: ["@upgradectl/provider-chart.js", "chart.js"] }],
    ["fs", { kind: "package", names: ["@upgradectl/provider-fs", "fs"] }],
    ["@acme/kubernetes", { kind: "package", names: ["@acme/kubernetes"] }],
    ["@upgradectl/provider-css", { kind: "package", names: ["@upgradectl/provider-css"] }],
    ["./plugin.js", { kind: "path", path: "./plugin.js" }],
    ["../plugins/a b.mjs", { kind: "path", path: "../plugins/a b.mjs" }],
    ["./a/../b", { kind: "path", path: "./a/../b" }],
    ["./", { kind: "path", path: "./" }],
  ])("%j is understood", (source, expected) => {
    expect(parsePluginSource(source)).toEqual(expected);
  });

  it.each([
    ["", "is empty", "`huawei-cce`"],
    [" \t ", "is empty", "`huawei-cce`"],
    [" huawei-cce", "blanks", "`huawei-cce`"],
    ["huawei-cce\n", "control characters", "npm package"],
    ["./plugin\u001b[2J.js", "control characters", "npm package"],
    [".", "not a path yet", "`./`"],
    ["..", "not a path yet", "`../`"],
    [".\\plugin.js", "backslashes", "`./plugin.js`"],
    ["/opt/plugin.js", "absolute", "relative to the manifest"],
    ["C:\\plugin.js", "absolute", "relative to the manifest"],
    ["~/plugin.js", "absolute", "relative to the manifest"],
    ["file:///opt/plugin.js", "URL", "Nothing is downloaded"],
    ["https://example.com/plugin.js", "URL", "Nothing is downloaded"],
    ["node:fs", "URL", "Nothing is downloaded"],
    ["data:text/javascript,1", "URL", "Nothing is downloaded"],
    ["acme/../../etc", "goes up", "`./acme/../../etc`"],
    ["acme..tools", "goes up", "`./acme..tools`"],
    ["acme@1.2.3", "version in it", '`source: "acme"` and `version: "1.2.3"`'],
    ["@acme/tools@^1", "version in it", '`source: "@acme/tools"` and `version: "^1"`'],
    ["plugins/acme.js", "not the name of a package", "`./plugins/acme.js`"],
    ["@acme/tools/provider", "not the name of a package", "`@acme/tools`"],
    ["Huawei-CCE", "not the name of a package", "`huawei-cce`"],
    [".hidden", "not the name of a package", "npm package"],
    ["_acme", "not the name of a package", "npm package"],
    ["-acme", "not the name of a package", "npm package"],
    ["@acme", "not the name of a package", "npm package"],
    ["@acme/", "not the name of a package", "npm package"],
    ["acme tools", "not the name of a package", "npm package"],
    ["acme%2ftools", "not the name of a package", "npm package"],
    ["node_modules", "not the name of a package", "npm package"],
    ["ä-cloud", "not the name of a package", "npm package"],
    ["a".repeat(215), "not the name of a package", "npm package"],
  ])("%j is refused: it %s", (source, is, hint) => {
    const problem = problemOf(source);
    expect(problem.severity).toBe("error");
    expect(problem.summary).toContain(is);
    expect(problem.summary).not.toMatch(/\p{Cc}/u);
    expect(problem.hint).toContain(hint);
  });
});
