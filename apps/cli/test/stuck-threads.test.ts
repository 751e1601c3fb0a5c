import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { folderWith, program, reportOf, runCli } from "./run-cli.ts";

/** Reads a pipe that nobody writes to: a thread of the process waits for it in the system, as for a silent name server. */
const plugin = `import { readFile } from "node:fs/promises";
export default { contract: 1, name: "stuck", config: { type: "object" }, cluster: {}, reads: [],
  connect: () => ({ observe: async () => { await readFile(new URL("pipe", import.meta.url)); } }) };`;
const manifest = `apiVersion: upgradectl.dev/v1
kind: Fleet
providers: { stuck: { source: ./plugin.mjs } }
clusters: [{ name: a, id: a, provider: stuck, targetVersion: "1" }]
`;

async function fleet(): Promise<string> {
  const cwd = await folderWith({ "plugin.mjs": plugin, "upgradectl.yaml": manifest });
  expect(spawnSync("mkfifo", ["pipe"], { cwd }).status).toBe(0);
  return cwd;
}

it("a thread that is stuck in the system does not keep the process beyond its --timeout", async () => {
  const cwd = await fleet();
  const startedAt = performance.now();
  const result = await runCli(["check", "--timeout", "1s", "-o", "json"], { cwd });
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(result.code).toBe(4);
  expect(result.stderr).toBe("");
  expect(reportOf(result).clusters[0]).toMatchObject({ verdict: "unknown", error: { kind: "timeout" } });
});

it("nor beyond a signal", async () => {
  const cwd = await fleet();
  const child = spawn(process.execPath, [program, "check", "-v", "-o", "json"], { cwd, stdio: "pipe" });
  let report = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    report += text;
  });
  child.stderr.resume();
  const timer = setInterval(() => child.kill("SIGINT"), 700);
  const [code] = await once(child, "close");
  clearInterval(timer);
  expect(code).toBe(130);
  if (report !== "") expect(JSON.parse(report)).toMatchObject({ exitCode: 130 });
});
