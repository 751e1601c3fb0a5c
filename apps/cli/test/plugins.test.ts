import { readFile, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { huawei, manifest, providersAt, simulate } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const observation = `{ version: "1.0", state: { condition: "ready", raw: "ok" }, operations: [] }`;

function plugin(observe: string, top = ""): string {
  return `${top}
export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, reads: [],
  connect() { return { async observe(cluster, signal) { ${observe} } }; } };`;
}

/** A healthy cluster on CCE beside two of the plugin. */
async function besideHealthy(source: string, args: readonly string[] = []) {
  const simulator = await simulate(huawei([{ name: "payments", id: "p-1", version: "v1.29.8-r4" }]));
  const fleet = manifest(simulator.url, [
    { name: "payments", id: "p-1", provider: "hw", targetVersion: "1.29" },
    { name: "odd", id: "o", provider: "./acme.mjs", targetVersion: "1.0" },
    { name: "even", id: "e", provider: "./acme.mjs", targetVersion: "1.0" },
  ]);
  const providers = { hw: providersAt(simulator.url).hw };
  const cwd = await folderWith({ "upgradectl.yaml": { ...fleet, providers }, "acme.mjs": source });
  return runCli(["gate", "-o", "json", ...args], { cwd });
}

describe("a plugin that is a file beside the manifest", () => {
  it("loses an error after its reading was done: a warning, and the report is whole", async () => {
    // Some turns of the event loop later, however long they take.
    const observe = `const throwLate = () => setTimeout(() => { if (isDone) throw new Error("late"); throwLate(); }, 1);
      if (cluster.id === "o") throwLate();
      else {
        for (let turns = 0; turns < 20; turns += 1) await new Promise((done) => setImmediate(done));
        isDone = true;
        await new Promise((done) => setTimeout(done, 100));
      }
      return ${observation};`;
    expect(reportOf(await besideHealthy(plugin(observe, "let isDone = false;")))).toMatchObject({
      exitCode: 0,
      clusters: [{ verdict: "converged" }, { verdict: "converged" }, { verdict: "converged" }],
      diagnostics: [{ severity: "warning", code: "stray-error", summary: expect.stringContaining("late") }],
    });
  });

  it("writes to standard output: the report still parses", async () => {
    const noise = plugin(
      `console.log("NOISE"); process.stdout.write("NOISE"); return ${observation};`,
      `console.log("NOISE");`,
    );
    const result = await besideHealthy(noise);
    expect(reportOf(result).exitCode).toBe(0);
    expect(result.stderr).toContain("NOISE");
  });

  it("holds a timer: the program ends all the same", async () => {
    const result = await besideHealthy(plugin(`return ${observation};`, "setInterval(() => {}, 1000);"));
    expect(reportOf(result).exitCode).toBe(0);
    const hangs = plugin("await new Promise(() => {})", "setInterval(() => {}, 1000);");
    expect(reportOf(await besideHealthy(hangs, ["--timeout", "1s"]))).toMatchObject({
      exitCode: 4,
      clusters: [{ verdict: "converged" }, { error: { kind: "timeout" } }, { error: { kind: "timeout" } }],
    });
  });

  it("never connects: its clusters are unknown, and it is said why", async () => {
    const source = plugin("").replace("connect() {", "connect() { return new Promise(() => {});");
    const result = await besideHealthy(source);
    const error = {
      kind: "plugin",
      message: expect.stringContaining("connect() did not come to an end within 10 s"),
    };
    expect(reportOf(result)).toMatchObject({
      exitCode: 4,
      clusters: [{ verdict: "converged" }, { error }, { error }],
    });
  });

  it("is written as the contract's example has it, and finds the SDK of the program", async () => {
    const source = `import { defineProvider, ProviderError } from "@upgradectl/provider-sdk";
export default defineProvider({ contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, reads: [],
  connect: () => ({ async observe() { throw new ProviderError({ kind: "not-found", message: "no such cluster" }); } }) });`;
    const notFound = { kind: "not-found", message: "no such cluster" };
    expect(reportOf(await besideHealthy(source))).toMatchObject({
      exitCode: 4,
      clusters: [{ verdict: "converged" }, { error: notFound }, { error: notFound }],
    });
  });
});

describe("files of -o", () => {
  it("keep links, and are never the manifest", async () => {
    const simulator = await simulate(huawei([{ name: "payments", id: "p-1", version: "v1.29.8-r4" }]));
    const fleet = manifest(simulator.url, [
      { name: "payments", id: "p-1", provider: "hw", targetVersion: "1.29" },
    ]);
    const cwd = await folderWith({ "upgradectl.yaml": fleet, "real.json": "old" });
    await symlink("real.json", join(cwd, "link.json"));
    const over = await runCli(["check", "-o", "json=upgradectl.yaml"], { cwd });
    expect(over.code).toBe(5);
    expect(over.stderr).toContain("would write over the manifest");
    const result = await runCli(["check", "-o", "json=link.json"], { cwd });
    expect(result.code).toBe(0);
    expect(await readlink(join(cwd, "link.json"))).toBe("real.json");
    expect(JSON.parse(await readFile(join(cwd, "real.json"), "utf8")).exitCode).toBe(0);
  });
});
