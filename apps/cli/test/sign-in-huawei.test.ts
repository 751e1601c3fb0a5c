import type { HuaweiAccountScenario } from "@upgradectl/simulator";
import { startSimulator } from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { huawei, secrets, simulate } from "./clouds.ts";
import { homeWith, numbered } from "./home.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const cluster = { name: "payments", id: "p-1", version: "v1.29.8-r4" } as const;
const target = { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" } as const;
const password = "right-but-secret";
const user = { username: "reader", password, domainName: "acme" };
const account: Partial<HuaweiAccountScenario> = {
  domainName: "acme",
  users: [{ name: "reader", password }],
  agencies: [{ name: "ops" }],
  identityProvider: { id: "github", token: "the-id-token-of-a-job" },
  podIdentity: { path: "/v1/credentials", token: "content-of-the-pods-token" },
};

interface Way {
  /** Changes of the simulated account. */
  readonly account?: Partial<HuaweiAccountScenario>;
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the home folder. */
  readonly home?: Readonly<Record<string, string | object>>;
  readonly clusters?: number;
  readonly args?: readonly string[];
}

function targets(count: number) {
  const ids = numbered("p-1", count);
  return numbered("payments", count).map((name, index) => ({ ...target, name, id: ids[index] }));
}

/** Runs `check` with one way to sign in; every address leads to the simulator. */
async function signIn(way: Way) {
  const count = way.clusters ?? 1;
  const simulator = await simulate(
    huawei([{ ...cluster, ...(count > 1 && { count }) }], { ...account, ...way.account }),
  );
  const { url } = simulator;
  const home = await homeWith(way.home ?? {}, url);
  const config = {
    region: "cn-north-4",
    endpoint: url,
    iamEndpoint: url,
    metadataEndpoint: url,
    ...way.config,
  };
  const clusters = targets(count);
  const providers = { hw: { source: "huawei-cce", config } };
  const manifest = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
  const cwd = await folderWith({ "upgradectl.yaml": manifest });
  const fill = (text: string) => text.replaceAll("URL", url).replaceAll("HOME", home);
  const env = Object.fromEntries(Object.entries(way.env ?? {}).map(([name, value]) => [name, fill(value)]));
  const result = await runCli(["check", "-o", "json", ...(way.args ?? [])], {
    cwd,
    env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "", ...env },
  });
  const report = reportOf(result);
  const output = result.stdout + result.stderr;
  for (const secret of [password, secrets.huawei, "the-id-token-of-a-job", "content-of-the-pods-token"])
    expect(output).not.toContain(secret);
  return { simulator, report, output, counts: simulator.stats.byAction };
}

const metadata = (version: HuaweiAccountScenario["metadata"]) => ({
  account: version === undefined ? {} : { metadata: version },
});

describe("every way to sign in to Huawei Cloud", () => {
  const key = { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: secrets.huawei };
  const environmentKey = { HUAWEICLOUD_SDK_AK: key.accessKeyId, HUAWEICLOUD_SDK_SK: key.secretAccessKey };
  const pod = {
    HC_CONTAINER_CREDENTIALS_FULL_URI: "URL/v1/credentials",
    HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: "HOME/token",
  };
  const ways: readonly (readonly [string, Way, object])[] = [
    ["access key in the manifest", { config: { credentials: key } }, { kind: "access-key", id: "HWTE****" }],
    [
      "temporary key in the manifest",
      { account: { securityToken: "sts" }, config: { credentials: { ...key, securityToken: "sts" } } },
      { kind: "temporary-access-key", id: "HWTE****" },
    ],
    [
      "token in the manifest",
      { account: { token: "a-token-of-iam" }, config: { credentials: { token: "a-token-of-iam" } } },
      { kind: "token" },
    ],
    ["user and password in the manifest", { config: { credentials: user } }, { id: "reader" }],
    ["the SDK's variables", { env: environmentKey }, { kind: "access-key", id: "HWTE****" }],
    [
      "Terraform's variables",
      { env: { HW_ACCESS_KEY: key.accessKeyId, HW_SECRET_KEY: key.secretAccessKey } },
      { kind: "access-key" },
    ],
    [
      "a user in Terraform's variables",
      { env: { HW_USER_NAME: "reader", HW_USER_PASSWORD: password, HW_DOMAIN_NAME: "acme" } },
      { id: "reader" },
    ],
    [
      "the profile file",
      {
        home: {
          ".huaweicloud/credentials": `[basic]\nak = ${key.accessKeyId}\nsk = ${key.secretAccessKey}\n`,
        },
      },
      { kind: "access-key", id: "HWTE****" },
    ],
    ["metadata, version 1", metadata("v1"), { kind: "temporary-access-key" }],
    ["metadata, version 2", metadata("v2"), { kind: "temporary-access-key" }],
    ["metadata of both versions", metadata("both"), { kind: "temporary-access-key" }],
    [
      "pod identity",
      { env: pod, home: { token: "content-of-the-pods-token" } },
      { kind: "temporary-access-key" },
    ],
    [
      "an agency",
      { config: { credentials: key, assumeAgency: { agencyName: "ops", domainName: "acme" } } },
      { kind: "temporary-access-key" },
    ],
    [
      "an agency in Terraform's variables, with a password",
      {
        config: { credentials: user },
        env: { HW_ASSUME_ROLE_AGENCY_NAME: "ops", HW_ASSUME_ROLE_DOMAIN_NAME: "acme" },
      },
      { kind: "temporary-access-key" },
    ],
  ];
  it.each(ways)("%s", async (_name, way, identity) => {
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
