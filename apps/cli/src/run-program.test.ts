import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
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

describe("a program of the user's", () => {
  const place = { directory: tmpdir(), requestTimeoutMs: 200 };
  const asked = (code: string, options: Parameters<typeof run>[3] = {}, within = signal) =>
    run(process.execPath, script(code), within, { failures: "result", group: true, ...options }, place);

  it("gets its input and more environment, in the manifest's folder", async () => {
    const code = `process.stdin.on("data", (part) => console.log(String(part), process.cwd(), process.env.ONLY, process.env.MORE))`;
    const options = { input: "ask", directory: "manifest", env: { ONLY: "mine", MORE: "too" } } as const;
    expect(await asked(code, options)).toEqual({
      exitCode: 0,
      stdout: `ask ${await realpath(tmpdir())} mine too\n`,
      stderr: "",
    });
  });

  it("may leave a long input unread", async () => {
    const input = "x".repeat(5_000_000);
    expect(await asked("console.log(1)", { input })).toMatchObject({ exitCode: 0, stdout: "1\n" });
    expect(await asked("require('fs').closeSync(0); console.log(1)", { input })).toMatchObject({
      exitCode: 0,
    });
  });

  it("is looked for in the manifest's folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "upgradectl-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "sub/tool.sh"), "#!/bin/sh\necho here\n");
    await chmod(join(folder, "sub/tool.sh"), 0o755);
    const there = { ...place, directory: join(folder, "sub"), requestTimeoutMs: 5000 };
    const options = { directory: "manifest", failures: "result" } as const;
    expect(await run("./tool.sh", [], signal, options, there)).toMatchObject({ stdout: "here\n" });
    expect(await run("../sub/tool.sh", [], signal, options, there)).toMatchObject({ stdout: "here\n" });
    expect(await run("./tool.sh", [], signal, { failures: "result" }, there)).toMatchObject({
      failure: { reason: "not-found" },
    });
  });

  it("has the time of a request, or what is said", async () => {
    const hangs = "console.error('waiting'); setInterval(() => {}, 9999)";
    const slow = await asked(hangs, { timeoutMs: 1000 });
    const message = "it did not end within 1 s";
    expect(slow).toEqual({
      exitCode: -1,
      stdout: "",
      stderr: "waiting\n",
      failure: { reason: "timeout", message },
    });
    expect(await asked(hangs, { timeoutMs: "request" })).toMatchObject({
      failure: { message: "it did not end within 0.2 s" },
    });
  });

  it.each([
    ["x".repeat(2000), { mostOutput: 1999 }, "too-much-output", "it wrote more than 1999 bytes"],
    ["x".repeat(2000), { mostOutput: 2001 }, undefined, ""],
    ["\u00e9", { mostOutput: 3 }, undefined, ""],
  ] as const)("may print so much", async (text, options, reason, message) => {
    const { failure } = await asked(`console.log(${JSON.stringify(text)})`, options);
    expect(failure?.reason).toBe(reason);
    expect(failure?.message ?? "").toBe(message);
  });

  it("keeps the end of what it says on standard error, from the beginning of a line or a word", async () => {
    const errorsOf = async (text: string) =>
      (await asked(`process.stderr.write(${JSON.stringify(text)})`, { keptErrors: 10 })).stderr;
    expect(await errorsOf("short")).toBe("short");
    expect(await errorsOf("first\nsecond\nthird")).toBe("third");
    expect(await errorsOf("one two three")).toBe("two three");
    expect(await errorsOf(`${"x".repeat(99_999)}\nlast`)).toBe("last");
  });

  it("is told apart where it is no text", async () => {
    const code = "process.stdout.write(Buffer.from([0x61, 0xc3, 0xa9, 0xc3]))";
    expect(await asked(code)).toMatchObject({
      stdout: "",
      failure: { reason: "not-utf-8", message: expect.stringContaining("from byte 4") },
    });
  });

  it.each([
    ["/no/such/program", "not-found"],
    ["/", "not-executable"],
    ["a\0b", "not-started"],
  ])("%j does not start: %s", async (program, reason) => {
    const result = await run(program, ["secret"], signal, { failures: "result" }, place);
    expect(result).toMatchObject({ exitCode: -1, failure: { reason } });
    expect(result.failure?.message).not.toContain("secret");
  });

  it("takes its children with it: at its end, at its time, and with the run", async () => {
    const child =
      "const { pid } = require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); console.log(pid);";
    const pidOf = ({ stdout }: { readonly stdout: string }) => Number(stdout);
    const ended = await asked(`${child} process.exit(0)`);
    const timedOut = await asked(`${child} setInterval(() => {}, 9999)`, { timeoutMs: 1000 });
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(timedOut).toMatchObject({ failure: { reason: "timeout" } });
    for (const result of [ended, timedOut]) await expect.poll(() => isAlive(pidOf(result))).toBe(false);
    const ending = new AbortController();
    const running = asked("setInterval(() => {}, 9999)", { timeoutMs: 9999 }, ending.signal);
    ending.abort();
    await expect(running).rejects.toThrow("stopped with the run");
  });
});

/** A child that nobody waits for may stay as a zombie, which is not alive. */
async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (status !== undefined) return !/\) [ZX] /.test(status);
  try {
    process.kill(pid, 0);
    return process.platform !== "linux";
  } catch {
    return false;
  }
}
