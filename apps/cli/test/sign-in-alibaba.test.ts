import type { AlibabaAccountScenario } from "@upgradectl/simulator";
import { startSimulator } from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { alibaba, secrets, simulate } from "./clouds.ts";
import { homeWith, numbered } from "./home.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const id = "LTAI5tTestKey000000001";
const roleArn = "acs:ram::123456789012:role/reader";
const podArn = "acs:ram::123456789012:role/pod";
const providerArn = "acs:ram::123456789012:oidc-provider/ack";
const cluster = { name: "orders", id: "o-1", version: "1.32.1-aliyun.1" } as const;
const account: Partial<AlibabaAccountScenario> = {
  roles: [{ arn: roleArn }, { arn: podArn }],
  oidc: { providerArn, roleArn: podArn, token: "oidc-token-of-a-pod" },
  credentialsUri: "/handed/out",
};

interface Way {
  /** Changes of the simulated account. */
  readonly account?: Partial<AlibabaAccountScenario>;
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the home folder. */
  readonly home?: Readonly<Record<string, string | object>>;
  readonly clusters?: number;
  readonly args?: readonly string[];
}

async function writeFleet(url: string, names: readonly string[], config: object = {}): Promise<string> {
  const own = { region: "cn-hangzhou", endpoint: url, stsEndpoint: url, metadataEndpoint: url, ...config };
  const clusters = names.map((name) => ({
    name,
    id: name.replace("orders", "o-1"),
    provider: "ali",
    targetVersion: "1.32",
  }));
  const providers = { ali: { source: "alibaba-ack", config: own } };
  return folderWith({
    "upgradectl.yaml": { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters },
  });
}

/** Runs `check` with one way to sign in; every address leads to the simulator. */
async function signIn(way: Way) {
  const count = way.clusters ?? 1;
  const simulator = await simulate(
    alibaba([{ ...cluster, ...(count > 1 && { count }) }], { ...account, ...way.account }),
  );
  const { url } = simulator;
  const home = await homeWith(way.home ?? {}, url);
  const cwd = await writeFleet(url, numbered("orders", count), way.config);
  const fill = (text: string) => text.replaceAll("URL", url).replaceAll("HOME", home);
  const env = Object.fromEntries(Object.entries(way.env ?? {}).map(([name, value]) => [name, fill(value)]));
  const result = await runCli(["check", "-o", "json", ...(way.args ?? [])], {
    cwd,
    env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "", ...env },
  });
  const output = result.stdout + result.stderr;
  for (const secret of [secrets.alibaba, "oidc-token-of-a-pod"]) expect(output).not.toContain(secret);
  return { simulator, report: reportOf(result), output, counts: simulator.stats.byAction };
}

/** `~/.aliyun/config.json` with one profile of this mode, and the key that it may lean on. */
function cliProfile(profile: object): NonNullable<Way["home"]> {
  const key = { name: "key", mode: "AK", access_key_id: id, access_key_secret: secrets.alibaba };
  return {
    ".aliyun/config.json": { current: "mine", profiles: [key, { name: "mine", ...profile }] },
    token: "oidc-token-of-a-pod",
    "helper.sh": `#!/bin/sh\necho '${JSON.stringify({ mode: "AK", access_key_id: id, access_key_secret: secrets.alibaba })}'\n`,
  };
}

const akKeys = { access_key_id: id, access_key_secret: secrets.alibaba };
const own = { kind: "access-key", id: "LTAI****" };
const temporary = { kind: "temporary-access-key" };
const metadata = (version: "v1" | "v2" | "both") => ({ account: { metadata: { role: "node", version } } });
const role: Way = {
  home: cliProfile({ mode: "RamRoleArn", ram_role_arn: roleArn, ram_session_name: "test", ...akKeys }),
};

describe("every way to sign in to Alibaba Cloud", () => {
  const ways: readonly (readonly [string, Way, object])[] = [
    [
      "key in the manifest",
      { config: { credentials: { accessKeyId: id, accessKeySecret: secrets.alibaba } } },
      own,
    ],
    [
      "the SDK's variables",
      { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secrets.alibaba } },
      own,
    ],
    [
      "RRSA",
      {
        env: {
          ALIBABA_CLOUD_ROLE_ARN: podArn,
          ALIBABA_CLOUD_OIDC_PROVIDER_ARN: providerArn,
          ALIBABA_CLOUD_OIDC_TOKEN_FILE: "HOME/token",
        },
        home: { token: "oidc-token-of-a-pod" },
      },
      temporary,
    ],
    ["profile AK", { home: cliProfile({ mode: "AK", ...akKeys }) }, own],
    [
      "profile StsToken",
      {
        account: { securityToken: "sts" },
        home: cliProfile({ mode: "StsToken", sts_token: "sts", ...akKeys }),
      },
      { ...temporary, id: "LTAI****" },
    ],
    ["profile RamRoleArn", role, temporary],
    [
      "profile EcsRamRole",
      { ...metadata("both"), home: cliProfile({ mode: "EcsRamRole", ram_role_name: "node" }) },
      temporary,
    ],
    [
      "profile OIDC",
      {
        env: { ALIBABA_CLOUD_OIDC_TOKEN_FILE: "" },
        home: cliProfile({
          mode: "OIDC",
          ram_role_arn: podArn,
          oidc_provider_arn: providerArn,
          oidc_token_file: "TOKENFILE",
          ram_session_name: "test",
        }),
      },
      temporary,
    ],
    [
      "profile ChainableRamRoleArn",
      { home: cliProfile({ mode: "ChainableRamRoleArn", source_profile: "key", ram_role_arn: roleArn }) },
      temporary,
    ],
    ["profile External", { home: cliProfile({ mode: "External", process_command: "sh helper.sh" }) }, own],
    [
      "profile CredentialsURI",
      { home: cliProfile({ mode: "CredentialsURI", credentials_uri: "URL/handed/out" }) },
      temporary,
    ],
    [
      "the credentials file",
      {
        home: {
          ".alibabacloud/credentials": `[default]\ntype = access_key\naccess_key_id = ${id}\naccess_key_secret = ${secrets.alibaba}\n`,
        },
      },
      own,
    ],
    ["metadata, version 1", metadata("v1"), temporary],
    ["metadata, version 2", metadata("v2"), temporary],
    ["metadata of both versions", metadata("both"), temporary],
    [
      "the credentials URI",
      { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "URL/handed/out", UPGRADECTL_METADATA_DISABLED: "true" } },
      temporary,
    ],
  ];
  it.each(ways)("%s", async (_name, way, identity) => {
    const { report, simulator } = await signIn(await placed(way));
    expect(report.clusters).toMatchObject([{ verdict: "converged", error: null }]);
    const own = report.clusters[0]?.evidence.filter(({ action }) => action === "DescribeClusterTasks");
    expect(own).toHaveLength(1);
    expect(own?.[0]?.identity).toMatchObject(identity);
    expect(simulator.stats.rejected).toEqual([]);
  });
});

/** Profiles name files by absolute paths, which a test has only once its folder is there. */
async function placed(way: Way): Promise<Way> {
  const text = JSON.stringify(way.home ?? {});
  if (!/TOKENFILE|helper\.sh/.test(text)) return way;
  const folder = await homeWith(way.home ?? {}, "URL");
  return {
    ...way,
    home: JSON.parse(
      text.replaceAll("TOKENFILE", `${folder}/token`).replaceAll("sh helper.sh", `sh ${folder}/helper.sh`),
    ),
  };
}

describe("a hundred clusters and one sign-in", () => {
  it.each([
    ["role", role, "AssumeRole"],
    ["metadata", metadata("both"), "GetInstanceRoleCredentials"],
    [
      "credentials URI",
      { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "URL/handed/out", UPGRADECTL_METADATA_DISABLED: "true" } },
      "GetCredentials",
    ],
  ] satisfies [string, Way, string][])("%s", async (_name, way, action) => {
    const args = ["--concurrency", "100"];
    const { report, counts, simulator } = await signIn({ ...way, clusters: 100, args });
    expect(report.summary).toMatchObject({ clusters: 100, ok: 100 });
    expect(counts[action]).toBe(1);
    expect(simulator.stats.rejected).toEqual([]);
  });
});

it("a key that expires in the middle of a run is got once more, and every cluster is read", async () => {
  const count = 40;
  let answers = 0;
  const simulator = await startSimulator({
    scenario: {
      accounts: [
        alibaba([{ ...cluster, count }], { ...account, metadata: { role: "node" }, keyLifetime: "10m" }),
      ],
    },
    // The cloud's clock jumps over the end of the key's life, within what it tolerates of a signature's date.
    now: () => {
      answers += 1;
      return Date.now() + (answers > count ? 11 * 60_000 : 0);
    },
  });
  onTestFinished(() => simulator.close());
  const cwd = await writeFleet(simulator.url, numbered("orders", count));
  const home = await homeWith({}, simulator.url);
  const result = await runCli(["check", "-o", "json"], {
    cwd,
    env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "" },
  });
  expect(reportOf(result).summary).toMatchObject({ clusters: count, ok: count });
  expect(simulator.stats.byAction.GetInstanceRoleCredentials).toBe(2);
});

describe("what goes wrong says what to do", () => {
  const off = { UPGRADECTL_METADATA_DISABLED: "true" };
  it.each([
    [
      "nothing anywhere",
      { env: off, clusters: 20 },
      {
        hint: expect.stringMatching(
          /ALIBABA_CLOUD_ACCESS_KEY_ID.*\.aliyun\/config\.json.*\.alibabacloud\/credentials/s,
        ),
      },
    ],
    [
      "a profile that is not there",
      { home: cliProfile({ mode: "AK", ...akKeys }), env: { ALIBABA_CLOUD_PROFILE: "absent" } },
      { message: expect.stringMatching(/absent/) },
    ],
    [
      "a mode that only the vendor's CLI can use",
      { home: cliProfile({ mode: "CloudSSO", access_token: "sso-secret" }) },
      { message: expect.stringMatching(/CloudSSO/) },
    ],
    [
      "a config file that is not JSON",
      { home: { ".aliyun/config.json": `{"profiles":[{"access_key_secret":"${secrets.alibaba}" oops` } },
      { message: expect.stringMatching(/\.aliyun\/config\.json/) },
    ],
    [
      "a role that nobody may assume",
      {
        home: cliProfile({
          mode: "RamRoleArn",
          ram_role_arn: "acs:ram::1:role/other",
          ram_session_name: "test",
          ...akKeys,
        }),
        clusters: 20,
      },
      { message: expect.stringMatching(/AssumeRole/) },
    ],
    [
      "a helper that fails",
      { home: cliProfile({ mode: "External", process_command: "sh -c 'exit\\ 3'" }) },
      { kind: "unauthenticated" },
    ],
    [
      "a helper that is not there",
      { home: cliProfile({ mode: "External", process_command: "/no/such/helper" }) },
      { message: expect.stringMatching(/no such program/) },
    ],
  ] satisfies [string, Way, object][])("%s", async (_name, way, error) => {
    const { report, output, simulator } = await signIn(way);
    expect(report.exitCode).toBe(4);
    expect(report.clusters[0]?.error).toMatchObject({ kind: "unauthenticated", ...error });
    expect(new Set(report.clusters.map((each) => each.error?.kind))).toEqual(new Set(["unauthenticated"]));
    expect(simulator.stats.byAction.AssumeRole ?? 0).toBeLessThanOrEqual(1);
    expect(output).not.toMatch(/sso-secret/);
  });
});
