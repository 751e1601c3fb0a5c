import type { ConnectContext } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { Config } from "../config.ts";
import { openWorld, start } from "../testing/sign-in-world.ts";

type Run = ConnectContext<Config>["runProgram"];

const printed = { mode: "StsToken", access_key_id: "STS.x", access_key_secret: "s3cr3t", sts_token: "t0k3n" };
const output =
  (value: unknown, exitCode = 0): Run =>
  async () => ({
    exitCode,
    stdout: typeof value === "string" ? value : JSON.stringify(value),
    stderr: "s3cr3t on stderr",
  });

function open(run: Run, process_command = "/opt/helper --token=argum3nt 'for prod'") {
  const profile = { name: "p", mode: "External", process_command };
  const files = { "~/.aliyun/config.json": JSON.stringify({ current: "p", profiles: [profile] }) };
  return openWorld({ files, run });
}

describe("a process_command", () => {
  it("is run without a shell, and its key is taken and masked", async () => {
    const calls: unknown[] = [];
    const world = await open(async (program, args, signal) => {
      calls.push([program, args]);
      return output(printed)(program, args, signal);
    });
    expect(await world.current()).toEqual({
      key: { accessKeyId: "STS.x", accessKeySecret: "s3cr3t", securityToken: "t0k3n" },
      source: 'profile "p" of ~/.aliyun/config.json',
    });
    expect(calls).toEqual([["/opt/helper", ["--token=argum3nt", "for prod"]]]);
    expect(world.redactor.text("s3cr3t t0k3n")).toBe("**** ****");
  });

  it.each<[string, unknown]>([
    ["AK", { ...printed, mode: "AK", sts_token: undefined }],
    ["no mode", { access_key_id: "LTAI", access_key_secret: "s" }],
    ["blanks around it", `\n ${JSON.stringify(printed)} \r\n`],
  ])("may print %s", async (_, value) => {
    expect((await (await open(output(value))).current()).key.accessKeyId).toMatch(/^(STS\.x|LTAI)$/);
  });

  it.each<[string, unknown, number]>([
    ["until shortly before it expires", new Date(start + 3_600_000).toISOString(), 2],
    ["until it expires, as a number", (start + 3_600_000) / 1000, 2],
    ["for good where it prints no time", undefined, 1],
    ["for good where it prints what is no time", "soon", 1],
  ])("has its key kept %s", async (_, expiration, runs) => {
    let count = 0;
    const world = await open(async (...call) => {
      count += 1;
      return output({ ...printed, expiration })(...call);
    });
    await world.current();
    world.now = start + 30 * 60_000;
    await world.current();
    expect(count).toBe(1);
    world.now = start + 59 * 60_000;
    await world.current();
    await new Promise((resolve) => setImmediate(resolve));
    await world.current();
    expect(count).toBe(runs);
  });

  it.each<[string, Run, string]>([
    ["fails", output(printed, 3), "failed with exit code 3"],
    [
      "cannot be run",
      async () => Promise.reject(new Error("there is no such program")),
      "failed: there is no such program",
    ],
    ["is rejected without a reason", async () => Promise.reject("s3cr3t"), "failed: it could not be run"],
    ["prints nothing", output(""), "printed no JSON object"],
    ["prints words", output("s3cr3t"), "printed no JSON object"],
    ["prints a list", output([printed]), "printed no JSON object"],
    ["prints null", output("null"), "printed no JSON object"],
    ["prints no key", output({ mode: "AK" }), "printed no access_key_id and access_key_secret"],
    [
      "prints half a key",
      output({ access_key_secret: "s3cr3t" }),
      "is set, but access_key_id in the output of",
    ],
    ["prints a key of another type", output({ ...printed, access_key_id: 5 }), "is not a text"],
    [
      "prints a temporary key without its token",
      output({ ...printed, sts_token: "" }),
      "printed the mode StsToken, but no sts_token",
    ],
    [
      "prints another mode",
      output({ ...printed, mode: "CloudSSO" }),
      "printed a mode that is neither AK nor StsToken",
    ],
  ])("that %s is explained without its output and arguments", async (_, run, message) => {
    const world = await open(run);
    const error: unknown = await world.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "unauthenticated", message: expect.stringContaining(message) });
    expect(String(error)).toContain('the process_command of profile "p" of ~/.aliyun/config.json');
    expect(`${error} ${Reflect.get(Object(error), "hint")}`).not.toMatch(/s3cr3t|t0k3n|argum3nt/);
  });

  it("ends when nobody waits for it any more", async () => {
    const stopped = Promise.withResolvers<void>();
    const world = await open(
      (_program, _args, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            stopped.resolve();
            reject(new Error("it was stopped with the run"));
          });
        }),
    );
    const controller = new AbortController();
    const current = world.credentials.current(controller.signal);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await expect(current).rejects.toMatchObject({ kind: "cancelled" });
    await stopped.promise;
  });
});
