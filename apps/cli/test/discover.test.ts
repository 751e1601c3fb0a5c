import { describe, expect, it } from "vitest";
import { alibaba, huawei, manifest, secrets, simulate } from "./clouds.ts";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

const hostile = [
  "payments",
  "payments",
  "payments-2",
  "${HOME}",
  "a: b # c",
  "- [x]",
  "\u001b[31mred\u202e",
  "yes",
  "1.30",
  "\"quoted\" \\ 'it'",
  "x".repeat(300),
  "line\nline: 1",
  "bytes \ufffd",
  "中文",
];

/** An account of CCE clusters with hostile names, and a manifest that knows one of them. */
async function account(names: readonly string[] = hostile) {
  const simulator = await simulate(
    huawei(names.map((name, index) => ({ name, id: `id-${index}`, version: "v1.29.8-r4" }))),
    alibaba([{ name: "orders", id: "o-1", version: "1.32.1-aliyun.1" }]),
  );
  const known = { name: "known", id: "id-0", provider: "hw", targetVersion: "1.29" };
  const fleet = manifest(simulator.url, [known]);
  return { simulator, fleet };
}

/** Environment of the account's key. */
const env = {
  HUAWEICLOUD_SDK_AK: "HWTESTKEY00000000001",
  HUAWEICLOUD_SDK_SK: secrets.huawei,
  HOME: "/nonexistent",
};

describe("discover", () => {
  it("writes a manifest that validate accepts and check finds converged, whatever the clusters are called", async () => {
    const { fleet } = await account();
    const cwd = await folderWith({ "fleet.yaml": fleet });
    const { code, stdout, stderr } = await runCli(["discover", "--provider", "hw", "fleet.yaml"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=\S+\n/);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const live = await folderWith({ "live.yaml": stdout });
    const valid = await runCli(["validate", "live.yaml"], { cwd: live });
    expect({ code: valid.code, stderr: valid.stderr }).toEqual({ code: 0, stderr: "" });
    const report = reportOf(await runCli(["check", "live.yaml", "-o", "json"], { cwd: live, env }));
    expect(report.summary).toMatchObject({ clusters: hostile.length, ok: hostile.length });
    expect(namesOf(report)).toEqual([
      "-[31mred-",
      "\"quoted\" \\ 'it'",
      "${HOME}",
      "- [x]",
      "1.30",
      "a: b # c",
      "bytes -",
      "line-line: 1",
      "payments",
      "payments-3",
      "payments-2",
      "x".repeat(253),
      "yes",
      "中文",
    ]);
    expect(new Set(report.clusters.map(({ expected }) => expected.version))).toEqual(new Set(["v1.29.8-r4"]));
  });

  it("never writes a secret, and says what it left out", async () => {
    const { fleet } = await account();
    const cwd = await folderWith({ "fleet.yaml": fleet });
    const { stdout } = await runCli(["discover", "--provider", "hw", "fleet.yaml"], { cwd });
    expect(stdout).not.toContain(secrets.huawei);
    expect(stdout).not.toContain("credentials:");
    expect(stdout).toContain("# Left out of config, as it holds secrets: credentials.");
  });

  it("keeps what the manifest takes from the environment as it is written there", async () => {
    const { fleet } = await account(["payments"]);
    const { config } = fleet.providers.hw ?? { config: { endpoint: "" } };
    const credentials = { accessKeyId: "${KEY}", secretAccessKey: "${SECRET}" };
    const hw = { source: "huawei-cce", config: { ...config, endpoint: "${PLACE:-nowhere}", credentials } };
    const cwd = await folderWith({ "upgradectl.yaml": { ...fleet, providers: { hw } } });
    const own = { KEY: env.HUAWEICLOUD_SDK_AK, SECRET: secrets.huawei, PLACE: String(config.endpoint) };
    const { code, stdout } = await runCli(["discover", "--provider", "hw"], { cwd, env: own });
    expect(code).toBe(0);
    expect(stdout).toContain("${SECRET}");
    expect(stdout).toContain("endpoint: ${PLACE:-nowhere}");
    const live = await folderWith({ "live.yaml": stdout });
    expect((await runCli(["check", "live.yaml"], { cwd: live, env: own })).code).toBe(0);
    const fallback = { ...credentials, secretAccessKey: `\${SECRET:-${secrets.huawei}}` };
    const unsafe = { ...hw, config: { ...hw.config, credentials: fallback } };
    const other = await folderWith({ "upgradectl.yaml": { ...fleet, providers: { hw: unsafe } } });
    expect((await runCli(["discover", "--provider", "hw"], { cwd: other, env: own })).stdout).not.toContain(
      secrets.huawei,
    );
  });

  it("takes a source without a manifest, with its config from flags", async () => {
    const { simulator } = await account(["payments"]);
    const cwd = await folderWith({});
    const pairs = [
      "region=cn-north-4",
      "projectId=0123456789abcdef0123456789abcdef",
      `endpoint=${simulator.url}`,
    ];
    const config = pairs.flatMap((pair) => ["--config", pair]);
    const { code, stdout } = await runCli(["discover", "--provider", "huawei-cce", ...config], { cwd, env });
    expect(code).toBe(0);
    const live = await folderWith({ "live.yaml": stdout });
    expect((await runCli(["check", "live.yaml"], { cwd: live, env })).code).toBe(0);
  });

  it("takes the source of the only provider that has it", async () => {
    const { fleet } = await account(["payments"]);
    const cwd = await folderWith({ "upgradectl.yaml": fleet });
    const { code, stdout } = await runCli(["discover", "--provider", "huawei-cce"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("provider: hw");
  });

  it("exits with 4 and writes nothing where the clusters cannot be listed", async () => {
    const { fleet } = await account();
    const config = {
      ...fleet.providers.hw?.config,
      credentials: { accessKeyId: "HWOTHERKEY0000000001", secretAccessKey: "wrong" },
    };
    const cwd = await folderWith({
      "upgradectl.yaml": { ...fleet, providers: { hw: { source: "huawei-cce", config } } },
    });
    const { code, stdout, stderr } = await runCli(["discover", "--provider", "hw"], { cwd });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain('the clusters of "hw" could not be listed');
  });

  it("says of each cluster what it could not know, and leaves out what no manifest can hold", async () => {
    const plugin = `
      const rows = [["a", "1.29"], ["b", null], ["c", "1.30"], ["d", null], ["bad id", "1.2.3"], ["e", ">1"], ["a", "1.29"]];
      export default { contract: 1, name: "mine", config: { type: "object" }, reads: [],
        cluster: { id: { type: "string", pattern: "^[a-z]$" } },
        connect: () => ({
          async *list() { yield rows.map(([id, version]) => ({ id, name: id, version, row: null })); },
          async observe({ id }) {
            if (id === "d") throw new Error("no answer\\u001b");
            const version = { a: "1.29.8-r4", b: "7.10.2", c: "1.30" }[id] ?? ">1";
            return { version, versionIsPartial: id === "c", state: { condition: "ready", raw: "ok" }, operations: [] };
          } }) };`;
    const cwd = await folderWith({ "mine.mjs": plugin });
    const { code, stdout, stderr } = await runCli(["discover", "--provider", "./mine.mjs"], { cwd });
    expect(code).toBe(4);
    expect(stderr).toContain("d (d) could not be read");
    for (const part of [
      "targetVersion: 1.29.8-r4",
      "targetVersion: 7.10.2",
      "# only 1.30 is known",
      "# left out: d (d): plugin",
      "# left out: bad id",
      "# left out: e (e): a manifest cannot hold",
    ])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain("\u001b");
    const live = await folderWith({ "mine.mjs": plugin, "live.yaml": stdout });
    const report = reportOf(await runCli(["check", "live.yaml", "-o", "json"], { cwd: live }));
    expect(namesOf(report)).toEqual(["a", "b", "c"]);
    expect(report.exitCode).toBe(0);
  });

  it.each<[readonly string[], string]>([
    [[], "say whose clusters"],
    [["--provider", ""], "say whose clusters"],
    [["--provider", "huawei-cc"], "huawei-cc"],
    [["--provider", "huawei-cce", "--config", "region"], "is not key=value"],
    [["--provider", "huawei-cce", "--config", "regoin=x"], "regoin"],
    [["--provider", "hw", "nowhere.yaml"], "nowhere.yaml"],
  ])("%j is a mistake", async (args, message) => {
    const cwd = await folderWith({});
    const { code, stdout, stderr } = await runCli(["discover", ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toContain(message);
  });
});
