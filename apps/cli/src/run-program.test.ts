import { describe, expect, it } from "vitest";
import { createRunProgram } from "./run-program.ts";

const env = { PATH: process.env.PATH, ONLY: "this" };
const run = createRunProgram(env, 5000);
const { signal } = new AbortController();
const script = (code: string) => ["-e", code];

describe("a credential helper", () => {
  it("gets its words as they are, the environment, and no input", async () => {
    const code = "process.stdin.on('end', () => console.log(process.argv[1], process.env.ONLY)).resume()";
    expect(await run(process.execPath, [...script(code), "a b;$(c)"], signal)).toEqual({
      exitCode: 0,
      stdout: "a b;$(c) this\n",
      stderr: "",
    });
  });

  it("tells its exit code and what it wrote", async () => {
    const code = "console.log('out'); console.error('err'); process.exitCode = 3";
    expect(await run(process.execPath, script(code), signal)).toEqual({
      exitCode: 3,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it.each([
    ["/no/such/program", [], "there is no such program"],
    ["/", [], "it may not be executed"],
    [
      process.execPath,
      script("setInterval(() => console.log('x'.repeat(99999)), 1)"),
      "it wrote more than a megabyte",
    ],
    [process.execPath, script("process.kill(process.pid, 'SIGTERM')"), "it was ended by SIGTERM"],
  ])("%s %j", async (program, args, reason) => {
    await expect(run(program, args, signal)).rejects.toThrow(new Error(reason));
  });

  it("is killed when its time is over, whatever it does about signals, and its children hold nothing up", async () => {
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 9999)";
    const quick = createRunProgram(env, 300);
    await expect(quick(process.execPath, script(stubborn), signal)).rejects.toThrow("within 0.3 s");
    await expect(quick("sh", ["-c", "sleep 30 & sleep 30"], signal)).rejects.toThrow("within 0.3 s");
  });

  it("is killed with the run", async () => {
    const ending = new AbortController();
    const running = run(process.execPath, script("setInterval(() => {}, 9999)"), ending.signal);
    ending.abort();
    await expect(running).rejects.toThrow("stopped with the run");
    await expect(run(process.execPath, script(""), ending.signal)).rejects.toThrow("stopped with the run");
  });
});
