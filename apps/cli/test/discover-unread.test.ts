import { describe, expect, it } from "vitest";
import { alibaba, manifest, simulate } from "./clouds.ts";
import { accountFolder, check, discover } from "./discovered.ts";
import { parseYaml } from "./recipes.ts";
import { folderWith, runCli } from "./run-cli.ts";

describe("what could not be read", () => {
  const clusters = [{ name: "many", id: "many", version: "1.32.1-aliyun.1", count: 120 }];

  it("of the list is said at the end, after the clusters that were read", async () => {
    const faults = [{ kind: 503, action: "DescribeClustersForRegion", after: 1 }] as const;
    const simulator = await simulate(alibaba(clusters, { faults }));
    const known = { name: "known", id: "id-0", provider: "ali", targetVersion: "1" };
    const cwd = await folderWith({ "fleet.yaml": manifest(simulator.url, [known]) });
    const { code, stdout, stderr } = await discover("ali", cwd, "--retries", "0");
    expect(code).toBe(4);
    expect(stderr).toContain('the list of the clusters of "ali" is not complete, it ended after 50');
    const last = stdout.trimEnd().split("\n").at(-1);
    expect(last).toMatch(/^# This list is not complete: it ended early, unavailable: /);
    expect((await check(stdout)).summary).toMatchObject({ clusters: 50, ok: 50 });
  });

  it("of the whole list leaves standard output empty", async () => {
    const cwd = await accountFolder("css", [{ name: "a", version: "7.10.2" }], { faults: [{ kind: 403 }] });
    const { code, stdout, stderr } = await discover("css", cwd);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain('the clusters of "css" could not be listed');
  });

  it("of single clusters is in their comments, with the version that the list tells", async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({
      name: `c-${index}`,
      id: `c-${index}`,
      version: "v1.29.8-r4",
      ...(index === 0 ? {} : { faults: [{ kind: 403 }] }),
    }));
    const cwd = await accountFolder("hw", rows);
    const { code, stdout, stderr } = await discover("hw", cwd);
    expect(code).toBe(4);
    expect(stderr.match(/could not be read/g)).toHaveLength(6);
    expect(stderr).toContain("1 more could not be read");
    expect(stdout.match(/# not read whole: forbidden: .*check says unknown/g)).toHaveLength(6);
    const report = await check(stdout);
    expect(report.summary).toMatchObject({ clusters: 7, ok: 1, incomplete: 6 });
  });
});

/** A provider that lists and reads what it is told to. */
function plugin(rows: string, observe: string): string {
  return `const ready = { condition: "ready", raw: "ok" };
    export default { contract: 1, name: "mine", config: { type: "object" }, reads: [], cluster: {},
      connect: () => ({ async *list() { ${rows} }, async observe({ id }) { ${observe} } }) };`;
}

async function discoverMine(text: string, ...flags: readonly string[]) {
  const cwd = await folderWith({ "mine.mjs": text });
  return runCli(["discover", "--provider", "./mine.mjs", ...flags], { cwd });
}

describe("a provider's own clusters", () => {
  it("are left out where they are gone or have no id or no version, with a word on each", async () => {
    const { code, stdout, stderr } = await discoverMine(
      plugin(
        `yield [["gone", "1.2.3"], ["", "1.2.3"], ["bare", null], ["b\\u202ei", "1.2.3"]].map(([id, version]) => ({ id, name: "n\\n- name: x\\u2028" + id, version, row: null }));`,
        `if (id === "gone") throw Object.assign(new Error("it was deleted"), { [Symbol.for("upgradectl.provider-error")]: true, kind: "not-found", retryable: false });
         return { version: id === "bare" ? null : "1.2.3", state: ready, operations: [] };`,
      ),
    );
    expect(code).toBe(4); // one without an id cannot be asked for
    expect(stdout).toContain("clusters: []");
    const comments = stdout.split("\n").filter((line) => line.startsWith("  # left out: "));
    expect(comments).toHaveLength(4);
    expect(stdout).toContain("it was deleted");
    expect(stdout).toContain("the list gives it no id");
    expect(stdout).toContain("the API tells no version");
    expect(stdout).not.toMatch(/^\s*- name/m);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(stderr).toContain("none of the clusters could be written");
  });

  it("are declared where an upgrade leads only if it says where", async () => {
    const operation = `{ id: "1", kind: "version", phase: "running", rawPhase: "GOING", fromVersion: null, toVersion: null, progress: null,
      message: null, startedAt: null, updatedAt: null, finishedAt: null, steps: [] }`;
    const { code, stdout } = await discoverMine(
      plugin(
        `yield [{ id: "a", name: "a", version: "1.2.3", row: null }];`,
        `return { version: "1.2.3", state: { condition: "upgrading", raw: "BUSY" }, operations: [${operation}] };`,
      ),
    );
    expect(code).toBe(0);
    expect(stdout).toContain(
      `  # the API says that the cluster is "BUSY", its last operation is "GOING"; check says upgrading: the upgrade is running; write the version that it leads to
  - name: a
    id: a
    targetVersion: 1.2.3
`,
    );
  });

  it("cannot write themselves into the manifest by what they say", async () => {
    const evil = JSON.stringify("no room\\n  - name: evil\\u0085\\u2028\\u202e\\u0000 # x").replaceAll(
      "\\\\",
      "\\",
    );
    const { stdout } = await discoverMine(
      plugin(
        `yield [{ id: "a", name: "a", version: "1.2.3", row: null }, { id: "b", name: "b", version: "1.2.3", row: null }];`,
        `if (id === "b") throw new Error(${evil});
         return { version: "1.2.3", state: { condition: "failed", raw: ${evil} }, operations: [] };`,
      ),
    );
    expect(stdout).toContain("evil");
    expect(stdout.match(/^ *- name: .*/gm)).toEqual(["  - name: a", "  - name: b"]);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\ufffd]/u);
    expect(parseYaml(stdout)).toMatchObject([{ clusters: [{ name: "a" }, { name: "b" }] }]);
  });

  it("are read no more at a time than --concurrency says", async () => {
    const { code, stdout } = await discoverMine(
      plugin(
        `globalThis.active = 0; yield Array.from({ length: 20 }, (_, index) => ({ id: "c" + index, name: "c", version: "1.2.3", row: null }));`,
        `globalThis.active += 1; const most = globalThis.active;
         await new Promise((resolve) => setImmediate(resolve)); globalThis.active -= 1;
         return { version: "1.2." + most, state: ready, operations: [] };`,
      ),
      "--concurrency",
      "3",
    );
    expect(code).toBe(0);
    expect(new Set(stdout.match(/targetVersion: .*/g))).toEqual(
      new Set(["targetVersion: 1.2.1", "targetVersion: 1.2.2", "targetVersion: 1.2.3"]),
    );
  });

  it("that are none make a manifest that is said to be incomplete", async () => {
    const { code, stdout, stderr } = await discoverMine(plugin("yield [];", ""));
    expect(code).toBe(0);
    expect(stdout).toContain("clusters: []");
    expect(stderr).toContain("the account has no clusters");
  });

  it("that were listed before a signal are written, with its exit code", async () => {
    const { code, stdout, stderr } = await discoverMine(
      plugin(
        `yield [{ id: "a", name: "a", version: "1.2.3", row: null }]; process.kill(process.pid, "SIGINT"); await new Promise(() => setInterval(() => {}, 1e6));`,
        `return { version: "1.2.3", state: ready, operations: [] };`,
      ),
    );
    expect(code).toBe(130);
    expect(stderr).toContain("SIGINT");
    expect(stdout).toContain("check says unknown until it can be read\n  - name: a\n");
    expect(stdout).toContain("# This list is not complete");
  });

  it("are listed for no longer than --timeout, and what was listed is written", async () => {
    const { code, stdout } = await discoverMine(
      plugin(
        `yield [{ id: "a", name: "a", version: "1.2.3", row: null }]; await new Promise(() => setInterval(() => {}, 1e6));`,
        `return { version: "1.2.3", state: ready, operations: [] };`,
      ),
      "--timeout",
      "1s",
    );
    expect(code).toBe(4);
    expect(stdout).toContain("- name: a");
    expect(stdout).toContain("# This list is not complete");
  });
});
