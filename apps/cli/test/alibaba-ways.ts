import type { AlibabaAccountScenario, AlibabaClusterScenario } from "@upgradectl/simulator";
import { alibaba, secrets, simulateAt } from "./clouds.ts";
import { homeWith, numbered } from "./home.ts";
import { folderWith } from "./run-cli.ts";

const id = "LTAI5tTestKey000000001";
const roleArn = "acs:ram::123456789012:role/reader";
const podArn = "acs:ram::123456789012:role/pod";
const providerArn = "acs:ram::123456789012:oidc-provider/ack";
export const cluster: AlibabaClusterScenario = { name: "orders", id: "o-1", version: "1.32.1-aliyun.1" };
export const account: Partial<AlibabaAccountScenario> = {
  roles: [{ arn: roleArn }, { arn: podArn }],
  oidc: { providerArn, roleArn: podArn, token: "oidc-token-of-a-pod" },
  credentialsUri: "/handed/out",
};

export interface Way {
  /** Changes of the simulated account. */
  readonly account?: Partial<AlibabaAccountScenario>;
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the home folder. */
  readonly home?: Readonly<Record<string, string | object>>;
  readonly clusters?: number;
  readonly args?: readonly string[];
  /** The cloud's clock. */
  readonly now?: () => number;
}

export async function writeFleet(
  url: string,
  names: readonly string[],
  config: object = {},
): Promise<string> {
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

/** A simulated account, a manifest and a home folder for one way to sign in; every address leads to the simulator. */
export async function prepareWay(given: Way) {
  const way = await placed(given);
  const count = way.clusters ?? 1;
  const simulator = await simulateAt(
    way.now ?? Date.now,
    alibaba([{ ...cluster, ...(count > 1 && { count }) }], { ...account, ...way.account }),
  );
  const { url } = simulator;
  const home = await homeWith(way.home ?? {}, url);
  const cwd = await writeFleet(url, numbered("orders", count), way.config);
  const fill = (text: string) => text.replaceAll("URL", url).replaceAll("HOME", home);
  const env = Object.fromEntries(Object.entries(way.env ?? {}).map(([name, value]) => [name, fill(value)]));
  return { simulator, cwd, env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "", ...env } };
}

/** `~/.aliyun/config.json` with one profile of this mode, and the key that it may lean on. */
export function cliProfile(profile: object): NonNullable<Way["home"]> {
  const key = { name: "key", mode: "AK", access_key_id: id, access_key_secret: secrets.alibaba };
  return {
    ".aliyun/config.json": { current: "mine", profiles: [key, { name: "mine", ...profile }] },
    token: "oidc-token-of-a-pod",
    "helper.sh": `#!/bin/sh\necho '${JSON.stringify({ mode: "AK", access_key_id: id, access_key_secret: secrets.alibaba })}'\n`,
  };
}

export const akKeys = { access_key_id: id, access_key_secret: secrets.alibaba };
const own = { kind: "access-key", id: "LTAI****" };
const temporary = { kind: "temporary-access-key" };
export const metadata = (version: "v1" | "v2" | "both") => ({
  account: { metadata: { role: "node", version } },
});
export const role: Way = {
  home: cliProfile({ mode: "RamRoleArn", ram_role_arn: roleArn, ram_session_name: "test", ...akKeys }),
};

/** Every way to sign in, and the identity that the evidence then names. */
export const alibabaWays: readonly (readonly [string, Way, object])[] = [
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
