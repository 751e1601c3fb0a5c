import type { CceClusterScenario, HuaweiAccountScenario } from "@upgradectl/simulator";
import { huawei, secrets, simulateAt } from "./clouds.ts";
import { homeWith, numbered } from "./home.ts";
import { folderWith } from "./run-cli.ts";

export const cluster: CceClusterScenario = { name: "payments", id: "p-1", version: "v1.29.8-r4" };
const target = { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" } as const;
export const password = "right-but-secret";
export const user = { username: "reader", password, domainName: "acme" };
export const account: Partial<HuaweiAccountScenario> = {
  domainName: "acme",
  users: [{ name: "reader", password }],
  agencies: [{ name: "ops" }],
  identityProvider: { id: "github", token: "the-id-token-of-a-job" },
  podIdentity: { path: "/v1/credentials", token: "content-of-the-pods-token" },
};

export interface Way {
  /** Changes of the simulated account. */
  readonly account?: Partial<HuaweiAccountScenario>;
  readonly config?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the home folder. */
  readonly home?: Readonly<Record<string, string | object>>;
  readonly clusters?: number;
  readonly args?: readonly string[];
  /** The cloud's clock. */
  readonly now?: () => number;
}

export function targets(count: number) {
  const ids = numbered("p-1", count);
  return numbered("payments", count).map((name, index) => ({ ...target, name, id: ids[index] }));
}

/** A simulated account, a manifest and a home folder for one way to sign in; every address leads to the simulator. */
export async function prepareWay(way: Way) {
  const count = way.clusters ?? 1;
  const simulator = await simulateAt(
    way.now ?? Date.now,
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
  const providers = { hw: { source: "huawei-cce", config } };
  const clusters = targets(count);
  const manifest = { apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers, clusters };
  const cwd = await folderWith({ "upgradectl.yaml": manifest });
  const fill = (text: string) => text.replaceAll("URL", url).replaceAll("HOME", home);
  const env = Object.fromEntries(Object.entries(way.env ?? {}).map(([name, value]) => [name, fill(value)]));
  return { simulator, cwd, env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "", ...env } };
}

export const metadata = (version: HuaweiAccountScenario["metadata"]) => ({
  account: version === undefined ? {} : { metadata: version },
});

const key = { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: secrets.huawei };
const environmentKey = { HUAWEICLOUD_SDK_AK: key.accessKeyId, HUAWEICLOUD_SDK_SK: key.secretAccessKey };
export const pod = {
  HC_CONTAINER_CREDENTIALS_FULL_URI: "URL/v1/credentials",
  HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: "HOME/token",
};
/** Every way to sign in, and the identity that the evidence then names. */
export const huaweiWays: readonly (readonly [string, Way, object])[] = [
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
    "an id token",
    {
      env: { HUAWEICLOUD_SDK_IDP_ID: "github", HUAWEICLOUD_SDK_ID_TOKEN_FILE: "HOME/token" },
      home: { token: "the-id-token-of-a-job" },
    },
    {},
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
