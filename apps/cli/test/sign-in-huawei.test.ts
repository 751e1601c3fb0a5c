import { startSimulator } from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { huawei, secrets } from "./clouds.ts";
import { homeWith } from "./home.ts";
import {
  account,
  cluster,
  huaweiWays,
  metadata,
  password,
  pod,
  prepareWay,
  targets,
  user,
  type Way,
} from "./huawei-ways.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** Runs `check` with one way to sign in. */
async function signIn(way: Way) {
  const { simulator, cwd, env } = await prepareWay(way);
  const result = await runCli(["check", "-o", "json", ...(way.args ?? [])], { cwd, env });
  const report = reportOf(result);
  const output = result.stdout + result.stderr;
  for (const secret of [password, secrets.huawei, "the-id-token-of-a-job", "content-of-the-pods-token"])
    expect(output).not.toContain(secret);
  return { simulator, report, output, counts: simulator.stats.byAction };
}

describe("every way to sign in to Huawei Cloud", () => {
  it.each(huaweiWays)("%s", async (_name, way, identity) => {
    const { report, simulator } = await signIn(way);
    expect(report.clusters).toMatchObject([{ verdict: "converged", error: null }]);
    const [cluster] = report.clusters;
    const own = cluster?.evidence.filter(({ action }) => /UpgradeInfo|WorkFlows/.test(action));
    expect(own).toHaveLength(2);
    for (const each of own ?? []) expect(each.identity).toMatchObject(identity);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("the first place that has something decides", async () => {
    const { report } = await signIn({
      ...metadata("both"),
      env: { HUAWEICLOUD_SDK_AK: "HWWRONGKEY0000000001", HUAWEICLOUD_SDK_SK: "wrong", ...pod },
      home: { token: "content-of-the-pods-token" },
    });
    expect(report).toMatchObject({ exitCode: 4, clusters: [{ error: { kind: "unauthenticated" } }] });
  });
});

describe("a hundred clusters and one sign-in", () => {
  it.each([
    ["password", { config: { credentials: user } }, "KeystoneCreateUserTokenByPassword"],
    ["metadata", metadata("both"), "ShowMetadataSecurityKey"],
    [
      "agency",
      {
        config: {
          credentials: { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: secrets.huawei },
          assumeAgency: { agencyName: "ops", domainName: "acme" },
        },
      },
      "CreateTemporaryAccessKeyByAgency",
    ],
  ])("%s", async (_name, way, action) => {
    const { report, counts, simulator } = await signIn({
      ...way,
      clusters: 100,
      args: ["--concurrency", "100"],
    });
    expect(report.summary).toMatchObject({ clusters: 100, ok: 100 });
    expect(counts[action]).toBe(1);
    expect(simulator.stats.rejected).toEqual([]);
  });
});

describe("expiry in the middle of a run", () => {
  it.each([
    ["password", { credentials: user }, "KeystoneCreateUserTokenByPassword"],
    ["metadata", {}, "ShowMetadataSecurityKey"],
  ])("%s: what was got is got once more, and every cluster is read", async (_name, config, action) => {
    const count = 40;
    const lifetimes = { tokenLifetime: "10m", keyLifetime: "10m" } as const;
    let answers = 0;
    const simulator = await startSimulator({
      scenario: {
        accounts: [huawei([{ ...cluster, count }], { ...account, ...lifetimes, metadata: "both" })],
      },
      // The cloud's clock jumps over the end of what it gave out, within what it tolerates of a signature's date.
      now: () => {
        answers += 1;
        return Date.now() + (answers > count * 2 ? 11 * 60_000 : 0);
      },
    });
    onTestFinished(() => simulator.close());
    const { url } = simulator;
    const home = await homeWith({}, url);
    const clusters = targets(count);
    const providers = {
      hw: {
        source: "huawei-cce",
        config: { region: "cn-north-4", endpoint: url, iamEndpoint: url, metadataEndpoint: url, ...config },
      },
    };
    const cwd = await folderWith({
      "upgradectl.yaml": { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters },
    });
    const result = await runCli(["check", "-o", "json"], {
      cwd,
      env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "" },
    });
    expect(reportOf(result).summary).toMatchObject({ clusters: count, ok: count });
    expect(simulator.stats.byAction[action]).toBe(2);
  });
});

describe("what goes wrong says what to do", () => {
  it.each([
    [
      "a wrong password, sent once",
      { config: { credentials: { ...user, password: "not-the-right-one" } }, clusters: 20 },
      { kind: "unauthenticated", message: expect.stringMatching(/password/i) },
      { KeystoneCreateUserTokenByPassword: 1 },
    ],
    [
      "nothing anywhere",
      { env: { UPGRADECTL_METADATA_DISABLED: "true" }, clusters: 20 },
      {
        kind: "unauthenticated",
        hint: expect.stringMatching(/HUAWEICLOUD_SDK_AK.*\.huaweicloud\/credentials.*metadata/s),
      },
      {},
    ],
    [
      "a server without an agency",
      { account: { metadata: "no-agency" as const } },
      { kind: "unauthenticated", hint: expect.stringMatching(/agency/i) },
      {},
    ],
    [
      "KooCLI's profile, whose keys are encrypted and never sent",
      {
        env: { UPGRADECTL_METADATA_DISABLED: "true" },
        home: {
          ".hcloud/config.json": {
            current: "default",
            profiles: [
              {
                name: "default",
                mode: "AKSK",
                accessKeyId: "ENCRYPTED+id==",
                secretAccessKey: "ENCRYPTED+sk==",
              },
            ],
          },
        },
      },
      { kind: "unauthenticated", hint: expect.stringMatching(/KooCLI/) },
      {},
    ],
    [
      "half a key in the profile",
      { home: { ".huaweicloud/credentials": "[basic]\nak = HWTESTKEY00000000001\n" } },
      { kind: "unauthenticated", message: expect.stringMatching(/sk/) },
      {},
    ],
  ] satisfies [string, Way, object, object][])("%s", async (_name, way, error, counts) => {
    const { report, simulator, output } = await signIn(way);
    expect(report.exitCode).toBe(4);
    expect(report.clusters[0]?.error).toMatchObject(error);
    expect(new Set(report.clusters.map((each) => each.error?.kind))).toEqual(new Set(["unauthenticated"]));
    const { CreateMetadataToken: _, ShowMetadataSecurityKey: __, ...asked } = simulator.stats.byAction;
    expect(asked).toEqual(counts);
    expect(output).not.toMatch(/ENCRYPTED|not-the-right-one/);
  });
});
