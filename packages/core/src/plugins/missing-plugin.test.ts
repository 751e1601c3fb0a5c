import { describe, expect, it } from "vitest";
import { type MissingPlugin, missingPackage } from "./missing-plugin.ts";
import { parsePluginSource } from "./plugin-source.ts";

function hintFor(source: string, change: Partial<MissingPlugin> = {}): string | undefined {
  const parsed = parsePluginSource(source);
  const names = parsed.kind === "package" ? parsed.names : [];
  const { problem } = missingPackage(names, {
    source,
    range: undefined,
    directory: "/fleet",
    hostDirectory: "/usr/lib/node_modules/upgradectl/dist",
    installed: ["huawei-cce", "huawei-cce-autopilot", "alibaba-ack"],
    manager: { name: "npm", isWorkspaceRoot: false },
    ...change,
  });
  expect(problem.summary).toBe(`The provider \`${source}\` is not installed.`);
  return problem.hint;
}

describe("a missing package prints what installs it", () => {
  it.each([
    [
      "foo",
      "Install it: `npm install --save-dev @upgradectl/provider-foo`; if it is the package `foo` that you mean: `npm install --save-dev foo`.",
    ],
    ["@acme/kubernetes", "Install it: `npm install --save-dev @acme/kubernetes`."],
    ["upgradectl-acme", "Install it: `npm install --save-dev upgradectl-acme`."],
    [
      "acme.js",
      "Write `./acme.js` if it is a file, or install it: `npm install --save-dev @upgradectl/provider-acme.js`.",
    ],
  ])("%s", (source, hint) => {
    expect(hintFor(source)).toBe(hint);
  });

  it.each([
    ["huawei-cc", "huawei-cce"],
    ["huawei_cce", "huawei-cce"],
    ["huaweicce", "huawei-cce"],
    ["cce", "huawei-cce"],
    ["ack", "alibaba-ack"],
    ["huawei-cce-autopilod", "huawei-cce-autopilot"],
  ])("and %s is answered with %s, not with the bare name that anybody could publish", (source, meant) => {
    expect(hintFor(source)).toBe(
      `Did you mean \`${meant}\`? If not, install it: \`npm install --save-dev @upgradectl/provider-${source}\`.`,
    );
  });

  it("also where the official package is named in full", () => {
    expect(hintFor("@upgradectl/provider-huawei-ccee")).toContain("Did you mean `huawei-cce`?");
  });

  it("in the words of the package manager", () => {
    const manager = { name: "pnpm", isWorkspaceRoot: true } as const;
    expect(hintFor("@acme/kubernetes", { manager })).toBe(
      "Install it: `pnpm add --save-dev --workspace-root @acme/kubernetes`.",
    );
  });

  it("with the version that the manifest wants", () => {
    expect(hintFor("foo", { range: "^1.2.0" })).toContain(
      '`npm install --save-dev "@upgradectl/provider-foo@^1.2.0"`',
    );
  });
});
