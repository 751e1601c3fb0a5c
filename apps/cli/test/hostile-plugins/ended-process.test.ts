import { describe, expect, it } from "vitest";
import { reportOf } from "../run-cli.ts";
import { besideHealthy, good, never, plugin } from "./plugin.ts";

describe("what ends the process is no success, and is told apart from one", () => {
  it.each([
    ["what process.exit ends with", "process.reallyExit(0);"],
    [
      "an error without anybody listening",
      `process.removeAllListeners(); setTimeout(() => { throw 1; }); ${never}`,
    ],
    ["silence without anybody listening", `process.removeAllListeners(); ${never}`],
  ])("%s", async (_, observe) => {
    const result = await besideHealthy([plugin(observe)]);
    expect(result.code).not.toBe(0);
    expect(result.code).not.toBe(null);
  });

  it.each([
    ["a signal that lies", `Object.defineProperty(signal, "aborted", { get: () => true }); return ${good};`],
    ["a signal that throws", `signal.throwIfAborted = signal.addEventListener = null; return ${good};`],
    [
      "an ended standard output",
      `process.stdout.end("x"); process.stdout.emit("error", { code: "EPIPE" }); return ${good};`,
    ],
    ["a destroyed standard error", `process.stderr.destroy(); return ${good};`],
  ])("%s takes nothing from the others", async (_, observe) => {
    const result = await besideHealthy([plugin(observe)]);
    const healthy = reportOf(result).clusters.filter(({ verdict }) => verdict === "converged");
    expect(healthy.length).toBeGreaterThan(0);
    expect([0, 4]).toContain(result.code);
  });

  it("the signals' own prototypes are sealed", async () => {
    const observe = `Object.defineProperty(AbortSignal.prototype, "aborted", { get: () => true }); return ${good};`;
    const { clusters } = reportOf(await besideHealthy([plugin(observe)]));
    expect(clusters.map(({ verdict }) => verdict).toSorted()).toEqual(["converged", "unknown"]);
  });

  it.each([
    ["process.exit(0)", "process.exit(0);"],
    ["process.exit(7)", "process.exit(7);"],
    ["process.exit without anybody listening", "process.removeAllListeners(); process.exit(0);"],
    ["process.exit in a timer", `setTimeout(() => process.exit(0)); ${never}`],
  ])("%s costs its own cluster only", async (_, observe) => {
    const result = await besideHealthy([plugin(observe)]);
    const { clusters } = reportOf(result);
    expect(result.code).toBe(4);
    expect(clusters.map(({ verdict }) => verdict).toSorted()).toEqual(["converged", "unknown"]);
    const [broken] = clusters.filter(({ verdict }) => verdict === "unknown");
    expect(broken?.error).toMatchObject({
      kind: "plugin",
      message: expect.stringContaining("process.exit()"),
    });
  });

  it("and its sentence says who it was", async () => {
    const result = await besideHealthy([plugin("process.reallyExit(0);")]);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("a plugin ended the process");
  });

  it.each(["process.kill(process.pid, 'SIGKILL');", "process.abort();"])("%s", async (observe) => {
    expect(await besideHealthy([plugin(observe)])).toMatchObject({ code: null, stdout: "" });
  });
});
