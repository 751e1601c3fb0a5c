import { describe, expect, it } from "vitest";
import { parseRecording } from "./parse-recording.ts";
import type { RecordedExchange, RecordingHead } from "./recording.ts";

const at = "2026-11-21T08:00:00.000Z";

const head: RecordingHead = {
  formatVersion: "1.0",
  tool: { name: "upgradectl", version: "0.1.0" },
  command: "check",
  startedAt: at,
  manifests: [{ file: "fleet.yaml", sha256: "0".repeat(64) }],
  env: { HOME: "/home/x", UNSET: null },
  files: { "~/a": "text", "~/b": null, "~/c": { error: "EACCES" }, "~/d": ["a", null] },
  programs: [
    { call: "[]", result: { exitCode: 0, stdout: "", stderr: "" }, at, durationMs: 1 },
    { call: "[]", result: { error: "it failed" }, at, durationMs: 1, cut: true },
  ],
  masks: [{ value: "****1*" }, { value: "LTAI****2*", show: "prefix" }],
  alarms: [
    { ms: 10_000, setAt: at, rangAt: null },
    { ms: 3000, setAt: at, rangAt: at },
  ],
  random: [0.25],
  interruption: { signal: "SIGINT", at },
  exchanges: 2,
};

const exchange: RecordedExchange = {
  instance: "0.0.hw",
  service: "default",
  action: "List",
  method: "GET",
  url: "https://example.com/",
  at,
  durationMs: 5,
  status: 200,
  headers: {},
  json: {},
};

const refused = { ...exchange, status: undefined, error: { kind: "network", message: "refused" } };

function parse(changes: object, lines: readonly unknown[] = [exchange, refused]) {
  const text = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
  return parseRecording(JSON.stringify({ ...head, ...changes }), text);
}

it("reads what was recorded", () => {
  expect(parse({})).toEqual({
    recording: { head, exchanges: JSON.parse(JSON.stringify([exchange, refused])) },
  });
});

it("ignores keys that it does not know", () => {
  expect(parse({ later: 1 }, [{ ...exchange, later: 1 }, refused]).problem).toBeUndefined();
});

describe("says which file is damaged, and where", () => {
  it.each<[string, object, RegExp]>([
    ["another tool's", { tool: { name: "other" } }, /not the beginning of a recording/],
    ["no tool", { tool: null }, /not the beginning of a recording/],
    ["a later format", { formatVersion: "2.0" }, /format version `2\.0`, and this upgradectl reads 1\.0/],
    ["no format", { formatVersion: { a: 1 } }, /format version that is no text/],
    ["no time", { startedAt: "2026-13-40T00:00:00Z" }, /`\/startedAt`/],
    ["a local time", { startedAt: "2026-11-21T08:00:00+01:00" }, /`\/startedAt`/],
    ["a variable that is no text", { env: { A: 1 } }, /`\/env\/A`/],
    ["a file that is a number", { files: { a: 1 } }, /`\/files\/a`/],
    ["a file that was never read", { files: { a: [] } }, /`\/files\/a`/],
    ["a read that gave a number", { files: { a: ["", 1] } }, /`\/files\/a/],
    ["a program without result", { programs: [{ call: "" }] }, /`\/programs\/0`/],
    ["an empty mask", { masks: [{ value: "" }] }, /`\/masks\/0\/value`/],
    ["a short digest", { manifests: [{ file: "a", sha256: "0" }] }, /`\/manifests\/0\/sha256`/],
    ["no alarms", { alarms: undefined }, /it must have required property 'alarms'/],
    ["a signal that ends no run", { interruption: { signal: "SIGUSR1", at } }, /`\/interruption\/signal`/],
    ["a negative count", { exchanges: -1 }, /`\/exchanges`/],
  ])("%s", (_what, changes, summary) => {
    const { problem } = parse(changes);
    expect(problem).toMatchObject({ file: "recording.json", summary: expect.stringMatching(summary) });
    expect(problem).not.toHaveProperty("line");
    expect(problem?.hint).toMatch(/Record the run again/);
  });

  it.each<[string, unknown, RegExp]>([
    ["half a line", '{"instance":"a', /this line is not JSON/],
    ["no line", "", /this line is not JSON/],
    ["no object", [], /it must be object/],
    ["neither answer nor error", { ...exchange, status: undefined }, /it must /],
    ["a time that is none", { ...exchange, at: "yesterday" }, /`\/at`/],
    ["a duration beyond all times", { ...exchange, durationMs: 1e300 }, /`\/durationMs`/],
    ["an unknown kind of error", { ...refused, error: { kind: "odd", message: "" } }, /`\/error\/kind`/],
    ["a status that is none", { ...exchange, status: -1 }, /`\/status`/],
    ["a header that is a list", { ...exchange, headers: { a: [] } }, /`\/headers\/a`/],
  ])("%s", (_what, line, summary) => {
    expect(parse({}, [exchange, line]).problem).toMatchObject({
      file: "exchanges.ndjson",
      line: 2,
      summary: expect.stringMatching(summary),
    });
  });

  it.each<[string, readonly unknown[]]>([
    ["fewer", [exchange]],
    ["more", [exchange, exchange, exchange]],
    ["none", []],
  ])("%s exchanges than were recorded", (_what, lines) => {
    expect(parse({}, lines).problem?.summary).toBe(
      `there are ${lines.length} exchanges here, and 2 were recorded`,
    );
  });

  it.each(["", "{", "[]", "null", '"text"', "[1]"])("a head that is %j", (text) => {
    expect(parseRecording(text, "").problem).toMatchObject({ file: "recording.json" });
  });
});

it("prints nothing of a stranger's as it stands", () => {
  const hostile = "\u001b[31m\u202e::error::\n";
  for (const { problem } of [
    parse({ formatVersion: hostile }),
    parse({ env: { [hostile]: 1 } }),
    parse({}, [exchange, { ...exchange, headers: { [hostile]: 1 } }]),
  ])
    expect(problem?.summary).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

it("is not misled by names of the language's own", () => {
  const text = JSON.stringify(head).replace('"env":{', '"env":{"__proto__":"x","constructor":"y",');
  const lines = `${JSON.stringify(exchange)}\n${JSON.stringify(refused)}\n`;
  const { recording } = parseRecording(text, lines);
  expect(Object.keys(recording?.head.env ?? {})).toContain("__proto__");
  expect(Object.prototype).not.toHaveProperty("x");
});
