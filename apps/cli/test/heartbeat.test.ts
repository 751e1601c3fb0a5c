import { expect, it } from "vitest";
import { alibaba, huawei, manifest, simulate } from "./clouds.ts";
import { folderWith, runCli } from "./run-cli.ts";

/** What comes every 30 seconds, and nothing else, comes every 20 milliseconds. */
const hurry = `data:text/javascript,${encodeURIComponent(`
  const real = setInterval;
  globalThis.setInterval = (call, ms, ...rest) => real(call, ms === 30_000 ? 20 : ms, ...rest);
`)}`;

/** One cluster is read, the other's API never answers, until a signal comes after so many heartbeats. */
async function halfRead(stream: "stdout" | "stderr", heartbeat: RegExp, ...args: readonly string[]) {
  const simulator = await simulate(
    huawei([{ name: "fast", id: "fast", version: "v1.29.8-r4" }]),
    alibaba([{ name: "slow", id: "slow", version: "1.32.1-aliyun.1" }], { faults: [{ kind: "hang" }] }),
  );
  const entries = [
    { name: "fast", id: "fast", provider: "hw", targetVersion: "1.29" },
    { name: "slow", id: "slow", provider: "ali", targetVersion: "1.32" },
  ];
  const cwd = await folderWith({ "upgradectl.json": manifest(simulator.url, entries) });
  let text = "";
  let isStopped = false;
  return runCli(["check", ...args], {
    cwd,
    node: ["--import", hurry],
    during: (child) =>
      child[stream]?.on("data", (part: string) => {
        text += part;
        if (isStopped || (text.match(heartbeat) ?? []).length < 2) return;
        isStopped = child.kill("SIGINT");
      }),
  });
}

it("-o ndjson tells every 30 seconds how far the run is, until its summary", async () => {
  const beat = /^\{"type":"heartbeat",.*"read":1,/gm;
  const { code, stdout, stderr } = await halfRead("stdout", beat, "-o", "ndjson", "-q");
  expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const others = events.filter(({ type }) => type !== "heartbeat");
  expect(others).toMatchObject([
    { type: "start" },
    { type: "cluster", name: "fast", verdict: "converged", allowed: true },
    { type: "cluster", name: "slow", verdict: "unknown", allowed: false },
    { type: "summary", exitCode: 130 },
  ]);
  const beats = events.filter(({ type }) => type === "heartbeat");
  const last = beats.findLast(({ read }) => read === 1);
  const counts = { clusters: 2, read: 1, ok: 1, action: 0, pending: 0, incomplete: 0 };
  expect(last).toEqual({
    type: "heartbeat",
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    ...counts,
  });
  expect(Date.parse(last.at)).toBeGreaterThanOrEqual(Date.parse(others[0].startedAt));
  expect(events.at(-1)).toBe(others.at(-1));
});

it("a line every 30 seconds on standard error tells the same to people", async () => {
  const line = /^1 of 2 clusters read \(1 ok\)$/gm;
  const { code, stderr } = await halfRead("stderr", line);
  expect(code).toBe(130);
  expect((stderr.match(line) ?? []).length).toBeGreaterThanOrEqual(2);
});
