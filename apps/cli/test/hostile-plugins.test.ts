import type { ClusterReport, Report } from "@upgradectl/core";
import { startSimulator } from "@upgradectl/simulator";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { huawei, manifest, providersAt } from "./clouds.ts";
import { type CliResult, folderWith, type OnEnd, reportOf, runCli } from "./run-cli.ts";

/*
 * What strangers' code does at run time, each beside a healthy cluster of another provider, in the real program. Those that
 * one process can hold apart run side by side, so that they have each other to disturb as well.
 */

const good = `{ version: "1.0", state: { condition: "ready", raw: "ok" }, operations: [] }`;
const soon = "await new Promise((done) => setTimeout(done, 50));";
const never = "await new Promise(() => {});";
const resisting = `new Proxy(function () {}, Object.fromEntries(Reflect.ownKeys(Reflect).map((trap) =>
  [trap, () => { throw new Error("hands off"); }])))`;

function plugin(observe: string, { top = "", connect = "", members = "" } = {}): string {
  return `${top}
export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {}, ${members}
  reads: [{ action: "Show", path: "/c/{id}" }],
  async connect({ http, env }) { ${connect}
    return { async observe(cluster, signal) { ${observe} } }; } };`;
}

interface Hostile {
  /** What it does. */
  readonly what: string;
  readonly observe: string;
  /** What else it is made of. */
  readonly parts?: { readonly connect?: string; readonly members?: string };
  /** A part of the error's message; undefined where it does no harm, and its cluster is as declared. */
  readonly says: string | undefined;
}

const contained: readonly Hostile[] = [
  { what: "throws an error", observe: `throw new TypeError("broken")`, says: "failed: TypeError: broken" },
  { what: "throws a text", observe: `throw "broken"`, says: "failed: 'broken' was thrown" },
  { what: "throws null", observe: "throw null", says: "failed: null was thrown" },
  { what: "throws undefined", observe: "throw undefined", says: "failed: undefined was thrown" },
  {
    what: "throws an error that cannot be read",
    observe: `const error = new Error("x");
      for (const name of ["name", "message", "stack"])
        Object.defineProperty(error, name, { get() { throw new Error("hands off"); } });
      throw error;`,
    says: "something was thrown that cannot be shown",
  },
  { what: "throws what resists everything", observe: `throw ${resisting}`, says: "failed: " },
  {
    what: "throws an error of a kind that there is not",
    observe: `const error = Object.assign(new Error("fine"), { kind: "converged" });
      Object.defineProperty(error, Symbol.for("upgradectl.provider-error"), { value: true });
      throw error;`,
    says: "failed: Error: fine",
  },
  {
    what: "prints as something that throws",
    observe: `throw { [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("x"); }, toString: null }`,
    says: "was thrown",
  },
  {
    what: "returns rubbish",
    observe: `return { verdict: "converged" }`,
    says: "the contract does not allow",
  },
  { what: "returns nothing", observe: "return;", says: "the contract does not allow" },
  {
    what: "returns what resists everything",
    observe: `return [${resisting}][0]`,
    says: "failed: Error: hands off",
  },
  {
    what: "returns a getter that throws",
    observe: `return { ...${good}, get version() { throw new Error("hands off"); }, operations: [] }`,
    says: "failed: Error: hands off",
  },
  {
    what: "returns a circle",
    observe: `const round = ${good}; round.round = round; return round;`,
    says: "nested more than 32 levels deep",
  },
  {
    what: "returns a version that is another one each time",
    observe: `let n = 0; return { ...${good}, state: { condition: "ready", get raw() { n += 1; return n === 1 ? "ok" : 7; } } }`,
    says: undefined,
  },
  { what: "never settles", observe: never, says: "did not answer" },
  {
    what: "never settles, and keeps the process busy",
    observe: `setInterval(() => {}, 20); ${never}`,
    says: "did not answer",
  },
  {
    what: "returns a thenable that never calls back",
    observe: "return { then() {} }",
    says: "did not answer",
  },
  {
    what: "asks for what it does not declare",
    observe: `await http.api({ baseUrl: "http://127.0.0.1:9" }).read("Delete", { signal }); return ${good};`,
    says: "asked for Delete, which it does not declare",
  },
  {
    what: "throws in a timer",
    observe: `setTimeout(() => { throw new Error("late"); }, 1); ${soon} return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws what resists everything in a timer",
    observe: `setTimeout(() => { throw ${resisting}; }, 1); ${soon} return ${good};`,
    says: "lost an error",
  },
  {
    what: "throws in a timer and never settles",
    observe: `setTimeout(() => { throw "late"; }, 1); ${never}`,
    says: "lost an error, so that what it read cannot be trusted: 'late' was thrown",
  },
  {
    what: "leaves a rejection unhandled as it returns",
    observe: `Promise.reject(new Error("late")); return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws in a tick of its first turn",
    observe: `process.nextTick(() => { throw new Error("late"); }); return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "leaves a rejection unhandled in a tick of its first turn",
    observe: `process.nextTick(() => { Promise.reject(new Error("late")); }); return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws in a tick while it connects",
    parts: { connect: `process.nextTick(() => { throw new Error("late"); });` },
    observe: `return ${good};`,
    says: "lost an error, so that what it read cannot be trusted: Error: late",
  },
  {
    what: "throws what resists as it connects",
    parts: { connect: `throw ${resisting};` },
    observe: `return ${good};`,
    says: "failed to connect: ",
  },
  {
    what: "says that the network failed as it connects",
    parts: {
      connect: `const error = Object.assign(new Error("down"), { kind: "network", retryable: true });
        Object.defineProperty(error, Symbol.for("upgradectl.provider-error"), { value: true }); throw error;`,
    },
    observe: `return ${good};`,
    says: "failed to connect: ProviderError: down",
  },
  {
    what: "changes the environment as it connects",
    parts: { connect: `env.HW_ACCESS_KEY = "x";` },
    observe: `return ${good};`,
    says: "failed to connect: TypeError",
  },
  {
    what: "connects to a list that is none",
    parts: { connect: "return { observe() {}, list: 7 };" },
    observe: `return ${good};`,
    says: "failed to connect: TypeError: connect() did not return what the contract wants: `list` is 7",
  },
  {
    what: "connects to what resists",
    parts: { connect: `return [${resisting}];` },
    observe: `return ${good};`,
    says: "failed to connect: ",
  },
  {
    what: "connects to nothing",
    parts: { connect: "return null;" },
    observe: `return ${good};`,
    says: "failed to connect: TypeError: connect() did not return what the contract wants",
  },
  {
    what: "throws as it splits a version",
    parts: { members: `splitVersion() { throw new Error("no such order"); },` },
    observe: `return ${good};`,
    says: 'failed to compare versions, at "1.0": Error: no such order',
  },
  {
    what: "splits versions into nothing that is a list",
    parts: { members: "splitVersion: () => undefined," },
    observe: `return ${good};`,
    says: 'failed to compare versions, at "1.0": TypeError: splitVersion returned missing',
  },
  {
    what: "splits versions into numbers",
    parts: { members: `splitVersion: (version) => version.split(".").map(Number),` },
    observe: `return ${good};`,
    says: "splitVersion returned a list with 1 in it; expected texts",
  },
  {
    what: "splits versions into what resists",
    parts: { members: `splitVersion: () => ${resisting},` },
    observe: `return ${good};`,
    says: "failed to compare versions",
  },
  {
    what: "splits a version another way each time",
    parts: { members: `splitVersion() { this.n = (this.n ?? 0) + 1; return [String(this.n)]; },` },
    observe: `return ${good};`,
    says: "and then",
  },
  {
    what: "throws as it splits the version that runs",
    parts: { members: `splitVersion(version) { if (version !== "1.0") throw "odd"; return ["1", "0"]; },` },
    observe: `return { ...${good}, version: "1.1" };`,
    says: `failed to compare versions, at "1.1": 'odd' was thrown`,
  },
  {
    what: "replaces JSON.stringify",
    observe: `JSON.stringify = () => "{}"; return ${good};`,
    says: "TypeError",
  },
  { what: "replaces JSON", observe: `globalThis.JSON = {}; return ${good};`, says: "TypeError" },
  {
    what: "replaces Array.prototype.map",
    observe: `Array.prototype.map = () => []; return ${good};`,
    says: "TypeError",
  },
  { what: "replaces Promise", observe: `globalThis.Promise = class {}; return ${good};`, says: "TypeError" },
  {
    what: "replaces Promise.prototype.then",
    observe: `Promise.prototype.then = () => {}; return ${good};`,
    says: "TypeError",
  },
  { what: "stops the clock", observe: `Date.now = () => 0; return ${good};`, says: "TypeError" },
  { what: "replaces Date", observe: `globalThis.Date = class {}; return ${good};`, says: "TypeError" },
  {
    what: "gives every object a toJSON",
    observe: `Object.prototype.toJSON = () => "fine"; return ${good};`,
    says: "TypeError",
  },
  {
    what: "tries so without an error",
    observe: `Reflect.defineProperty(JSON, "stringify", { value: () => "{}" });
      Reflect.defineProperty(Array.prototype, "filter", { value: () => [] });
      Reflect.deleteProperty(Map.prototype, "get"); Reflect.set(Reflect, "get", () => null);
      Reflect.set(Object.prototype, "error", null); return ${good};`,
    says: undefined,
  },
  {
    what: "replaces Array.prototype.filter by Reflect.set",
    observe: `Reflect.set(Array.prototype, "filter", () => []); return ${good};`,
    says: "TypeError: Cannot assign to 'filter', because it is sealed",
  },
  {
    what: "replaces Reflect.get",
    observe: `Reflect.get = () => null; return ${good};`,
    says: "TypeError",
  },
  {
    what: "replaces console and process.stdout.write",
    observe: `globalThis.console = {}; process.stdout.write = () => true; process.stderr.write = () => true; return ${good};`,
    says: undefined,
  },
  {
    what: "writes to standard output",
    observe: `process.stdout.write("NOISE"); (await import("node:fs")).writeSync(2, "NOISE"); return ${good};`,
    says: undefined,
  },
  {
    what: "changes what it was given",
    observe: `cluster.name = "payments"; cluster.id = "p-1"; cluster.with.x = 1; cluster.properties.push("x"); return ${good};`,
    says: undefined,
  },
  {
    what: "wants another exit code",
    observe: `process.exitCode = 0; process.on("exit", () => { process.exitCode = 0; });
      process.exit = () => {}; return ${good};`,
    says: undefined,
  },
];

/** The manifest of a healthy cluster beside these plugins, and what came of it. */
async function besideHealthy(
  sources: readonly string[],
  args: readonly string[] = [],
  onEnd: OnEnd = onTestFinished,
): Promise<CliResult> {
  const account = huawei([{ name: "payments", id: "p-1", version: "v1.29.8-r4" }]);
  const simulator = await startSimulator({ scenario: { accounts: [account] } });
  onEnd(() => simulator.close());
  const files = sources.map((source, index) => [`acme-${index}.mjs`, source]);
  const fleet = manifest(simulator.url, [
    { name: "payments", id: "p-1", provider: "hw", targetVersion: "1.29" },
    ...sources.map((_, index) => {
      const name = `odd-${index}`;
      return { name, id: name, provider: `./acme-${index}.mjs`, targetVersion: "1.0" };
    }),
  ]);
  const providers = { hw: providersAt(simulator.url).hw };
  const cwd = await folderWith(
    { "upgradectl.yaml": { ...fleet, providers }, ...Object.fromEntries(files) },
    onEnd,
  );
  return runCli(["gate", "-o", "json", ...args], { cwd });
}

describe("a plugin that misbehaves costs its own cluster, and no other", () => {
  let report: Report;
  let tookMs = 0;
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends) await end();
  });
  beforeAll(async () => {
    const startedAt = performance.now();
    const sources = contained.map(({ observe, parts }) => plugin(observe, parts));
    const result = await besideHealthy(sources, ["--request-timeout", "1s", "--retries", "9"], (end) =>
      ends.push(end),
    );
    tookMs = performance.now() - startedAt;
    report = reportOf(result);
  }, 60_000);

  it("the healthy one is as declared, the gate is closed, and there is an end without --timeout", () => {
    expect(report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.exitCode).toBe(4);
    expect(report.gate?.open).toBe(false);
    expect(report.clusters[0]).toMatchObject({ name: "payments", verdict: "converged", error: null });
    expect(report.clusters).toHaveLength(contained.length + 1);
    expect(tookMs).toBeLessThan(30_000);
  });

  it.each(contained.map(({ what, says }, index) => ({ what, says, name: `odd-${index}` })))(
    "one that $what",
    ({ name, says }) => {
      const cluster = report.clusters.find((each) => each.name === name);
      if (says === undefined) {
        expect(cluster).toMatchObject({ verdict: "converged", error: null });
        return;
      }
      const file = `acme-${name.slice("odd-".length)}.mjs`;
      expect(cluster).toMatchObject({ verdict: "unknown", outcome: "incomplete", error: { kind: "plugin" } });
      const error: Partial<NonNullable<ClusterReport["error"]>> = cluster?.error ?? {};
      expect(error.message).toContain(`the plugin ./${file} `);
      expect(error.message).toContain(says);
      expect(error.hint).toMatch(new RegExp(`a bug of the plugin \\./${file} \\(/.+/${file}\\)`));
    },
  );
});

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

describe("a plugin that misbehaves before any cloud is asked", () => {
  it.each([
    ["as it is imported", { top: "Array.prototype.map = () => [];" }, "plugin-import", "TypeError"],
    [
      "by a configuration that cannot work",
      {
        connect: `throw Object.defineProperty(new Error("no region"), Symbol.for("upgradectl.configuration-error"), { value: true });`,
      },
      "provider-configuration",
      "no region",
    ],
  ])("%s ends with 5, and says who it was", async (_, parts, code, summary) => {
    const result = await besideHealthy([plugin(`return ${good};`, parts)]);
    expect(reportOf(result)).toMatchObject({ exitCode: 5, diagnostics: [{ code }] });
    const told = JSON.stringify(reportOf(result).diagnostics);
    for (const part of [summary, "./acme-0.mjs"]) expect(told).toContain(part);
    expect(told).not.toMatch(/\bat .+:\d+:\d+/);
  });
});

describe("a plugin that does not connect, where nothing but that is asked", () => {
  it.each([["validate"], ["providers"], ["check", "--dry-run"]])("ends %s with 5", async (...args) => {
    const source = plugin(`return ${good};`, { connect: `throw new Error("broken");` });
    const cwd = await folderWith({
      "acme.mjs": source,
      "upgradectl.yaml": manifest("http://127.0.0.1:1", [
        { name: "odd", id: "odd", provider: "./acme.mjs", targetVersion: "1.0" },
      ]),
    });
    const result = await runCli([...args, "-o", "json"], { cwd });
    expect(reportOf(result)).toMatchObject({ exitCode: 5, diagnostics: [{ code: "plugin-connect" }] });
    expect(reportOf(result).diagnostics[0]?.summary).toBe(
      "the plugin ./acme.mjs failed to connect: Error: broken",
    );
    expect(reportOf(result).diagnostics[0]?.hint).toContain("/acme.mjs)");
  });

  it("leaves discover without a list", async () => {
    const cwd = await folderWith({
      "acme.mjs": plugin(`return ${good};`, { connect: `throw new Error("broken");` }),
    });
    const result = await runCli(["discover", "--provider", "./acme.mjs"], { cwd });
    expect(result).toMatchObject({ code: 4, stdout: "" });
    expect(result.stderr).toContain("the plugin ./acme.mjs failed to connect: Error: broken");
  });
});
