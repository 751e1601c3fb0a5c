import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type CliResult, folderWith, reportOf, runCli } from "./run-cli.ts";

const sdk = fileURLToPath(new URL("../../../packages/provider-sdk", import.meta.url));

/** A plugin beside its manifest, with these members changed or added. */
function plugin(members: string, imports = ""): string {
  return `${imports}
export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, reads: [],
  connect: () => ({ observe: async () => ({ version: "1.0", state: { condition: "ready", raw: "ok" }, operations: [] }) }),
  ${members} };`;
}

const fleet = {
  apiVersion: "upgradectl.dev/v1",
  kind: "Fleet",
  clusters: [{ name: "odd", id: "o", provider: "./acme.mjs", targetVersion: "1.0" }],
};

async function checkWith(source: string, args: readonly string[] = []): Promise<CliResult & { cwd: string }> {
  const cwd = await folderWith({ "upgradectl.yaml": fleet, "acme.mjs": source });
  return { ...(await runCli(["check", ...args], { cwd })), cwd };
}

describe("a plugin for another contract", () => {
  it.each([
    [2, "Update upgradectl, or install a version of `./acme.mjs` that was written for contract 1."],
    [0, "Update the plugin: install a version of `./acme.mjs` that was written for contract 1."],
  ])("%d is refused in words, whatever else it has", async (contract, hint) => {
    const { code, stderr, cwd } = await checkWith(`export default { contract: ${contract}, later: true };`);
    expect(code).toBe(5);
    for (const part of [
      `The provider \`./acme.mjs\` was written for contract ${contract}; this upgradectl speaks 1.`,
      `Its module is ${join(cwd, "acme.mjs")}.`,
      hint,
    ])
      expect(stderr).toContain(part);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("a plugin without types is told what its members should be", () => {
  it.each([
    ["a contract that is a text", 'contract: "1"', '`contract` is "1"; expected the number 1'],
    ["no connect", "connect: undefined", "`connect` is missing; expected a function"],
    ["connect misspelt", "connect: undefined, conect() {}", "`conect` is no member; did you mean `connect`?"],
    [
      "a read's purpose misspelt",
      'reads: [{ action: "A", path: "/a", porpose: "post-check" }]',
      "`reads[0].porpose` is no member; did you mean `reads[0].purpose`?",
    ],
    ["an id that is no schema", 'cluster: { id: "uuid" }', '`cluster.id` is "uuid"; expected a JSON Schema'],
  ])("%s", async (_, members, fault) => {
    const report = reportOf(await checkWith(plugin(members), ["-o", "json"]));
    const [diagnostic] = report.diagnostics;
    expect(report.exitCode).toBe(5);
    expect(diagnostic).toMatchObject({ code: "plugin-contract", file: "upgradectl.yaml" });
    expect(diagnostic?.detail).toContain(fault);
  });

  it("also what connect should return", async () => {
    const source = plugin("connect: () => ({ obsreve: async () => ({}) })");
    const { clusters } = reportOf(await checkWith(source, ["-o", "json"]));
    const message = expect.stringContaining("`obsreve` is no member; did you mean `observe`?");
    expect(clusters[0]?.error).toMatchObject({ kind: "plugin", message });
  });
});

describe("a plugin that brings its own copy of the SDK", () => {
  const imports = `import { ConfigurationError, ProviderError } from "@upgradectl/provider-sdk";
import { fileURLToPath } from "node:url";
export const copy = fileURLToPath(import.meta.resolve("@upgradectl/provider-sdk"));`;

  async function checkWithCopy(members: string): Promise<ReturnType<typeof reportOf>> {
    const cwd = await folderWith({
      "upgradectl.yaml": fleet,
      // It fails on its own where the copy is not the one that it gets.
      "acme.mjs": `${plugin(members, imports)}
if (!copy.startsWith(import.meta.dirname)) throw new Error("another copy: " + copy);`,
    });
    const copied = join(cwd, "node_modules/@upgradectl/provider-sdk");
    await mkdir(copied, { recursive: true });
    for (const part of ["package.json", "dist"])
      await cp(join(sdk, part), join(copied, part), { recursive: true });
    return reportOf(await runCli(["check", "-o", "json"], { cwd }));
  }

  it("throws a ProviderError that is one", async () => {
    const throwing = `connect: () => ({ async observe() {
      throw new ProviderError({ kind: "rate-limited", message: "slow down", code: "Acme.429", hint: "Wait." }); } })`;
    expect(await checkWithCopy(throwing)).toMatchObject({
      exitCode: 4,
      clusters: [
        {
          error: {
            kind: "rate-limited",
            message: "slow down",
            code: "Acme.429",
            hint: "Wait.",
            retryable: true,
          },
        },
      ],
    });
  });

  it("throws a ConfigurationError that is one", async () => {
    const throwing = `connect() { throw new ConfigurationError("no region is known", { hint: "Set region." }); }`;
    expect(await checkWithCopy(throwing)).toMatchObject({
      exitCode: 5,
      diagnostics: [
        {
          code: "provider-configuration",
          summary: expect.stringContaining("no region is known"),
          hint: "Set region.",
        },
      ],
    });
  });

  it("may return one as what is unread", async () => {
    const returning = `connect: () => ({ observe: async () => ({ version: "1.0",
      state: { condition: "ready", raw: "ok" }, operations: [],
      unread: new ProviderError({ kind: "forbidden", message: "tasks are not allowed" }) }) })`;
    expect(await checkWithCopy(returning)).toMatchObject({
      exitCode: 4,
      clusters: [{ verdict: "unknown", error: { kind: "forbidden", message: "tasks are not allowed" } }],
    });
  });
});
