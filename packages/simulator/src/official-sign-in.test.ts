import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BasicCredentials, GlobalCredentials } from "@huaweicloud/huaweicloud-sdk-core";
import { ClientBuilder } from "@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js";
import type { HcClient } from "@huaweicloud/huaweicloud-sdk-core/HcClient.js";
import { Logger4jInstance } from "@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AccountScenario, type Simulator, startSimulator } from "./index.ts";
import { clusterPath, sendAlibaba } from "./testing/client.ts";
import { alibabaAccount, huaweiAccount, scenarioOf } from "./testing/scenario.ts";

Logger4jInstance.level = "off"; // it prints every refusal, the whole request with it

let simulator: Simulator;
let folder: string;

async function start(account: AccountScenario): Promise<string> {
  simulator = await startSimulator({ scenario: scenarioOf(account) });
  return simulator.url;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sign-in-"));
});
afterEach(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

async function writeToken(text: string): Promise<string> {
  const file = join(folder, "token");
  await writeFile(file, text);
  return file;
}

describe("the official Huawei client", () => {
  const { accessKeyId = "", secretAccessKey = "", projectId } = huaweiAccount();

  function client(url: string, credentials: BasicCredentials | GlobalCredentials): HcClient {
    const builder = new ClientBuilder<HcClient>((built: HcClient) => built);
    return builder.withCredential(credentials).withEndpoint(url).build();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the generic client has no types for answers
  function call(from: HcClient, method: string, url: string, data?: object): Promise<any> {
    const contentType = "application/json";
    return from.sendRequest({
      method,
      url,
      contentType,
      queryParams: {},
      pathParams: {},
      headers: {},
      ...(data !== undefined && { data }),
    });
  }

  it("gets an agency's temporary key with a signed body, and reads with it", async () => {
    const url = await start(huaweiAccount({ domainName: "acme", agencies: [{ name: "ops" }] }));
    const permanent = new GlobalCredentials()
      .withAk(accessKeyId)
      .withSk(secretAccessKey)
      .withDomainId("domain");
    const assume_role = { agency_name: "ops", domain_name: "acme", duration_seconds: 3600 };
    const { credential } = await call(client(url, permanent), "POST", "/v3.0/OS-CREDENTIAL/securitytokens", {
      auth: { identity: { methods: ["assume_role"], assume_role } },
    });
    const temporary = new BasicCredentials()
      .withAk(credential.access)
      .withSk(credential.secret)
      .withProjectId(projectId);
    temporary.withSecurityToken(credential.securitytoken);
    expect(await call(client(url, temporary), "GET", clusterPath)).toMatchObject({ kind: "Cluster" });
    expect((await call(client(url, temporary), "GET", "/v3/projects")).projects).toHaveLength(1);
    expect(simulator.stats.rejected).toEqual([]);
    await expect(
      call(client(url, temporary.withSecurityToken("other")), "GET", clusterPath),
    ).rejects.toMatchObject({ httpStatusCode: 401 });
  });

  it("signs in with an id token, which costs two calls before the first one of its own", async () => {
    const url = await start(huaweiAccount({ identityProvider: { id: "github", token: "ID-TOKEN" } }));
    const credentials = new BasicCredentials()
      .withProjectId(projectId)
      .withIdpId("github")
      .withIdTokenFile(await writeToken("ID-TOKEN"))
      .withIamEndpoint(`${url}/`);
    expect(await call(client(url, credentials), "GET", clusterPath)).toMatchObject({ kind: "Cluster" });
    expect(simulator.stats).toMatchObject({
      rejected: [],
      byAction: { CreateUnscopedTokenWithIdToken: 1, CreateTemporaryAccessKeyByToken: 1, ShowCluster: 1 },
    });
  });
});

describe("the official Alibaba credentials", () => {
  // The package that the official client brings along. It goes to fixed addresses over https; what is sent is turned to
  // the simulator where the package itself lets tests step in.
  const official = createRequire(import.meta.url);
  const credentials = official("@alicloud/credentials");
  const { doRequest } = official("@alicloud/credentials/dist/src/providers/http");

  interface Provider {
    doRequest: (request: { protocol: string; host: string }) => Promise<unknown>;
    getCredentials(): Promise<{ accessKeyId: string; accessKeySecret: string; securityToken: string }>;
  }

  function turn(provider: Provider, url: string): Provider {
    provider.doRequest = (request) =>
      doRequest(Object.assign(request, { protocol: "http", host: new URL(url).host }));
    return provider;
  }

  async function read(url: string, provider: Provider): Promise<void> {
    const { accessKeyId, accessKeySecret: secret, securityToken } = await provider.getCredentials();
    const path = "/clusters/c106f377e16f34eb1808d6b9362c9abcd";
    const headers = { "x-acs-security-token": securityToken };
    const answer = await sendAlibaba(url, "DescribeClusterDetail", path, { accessKeyId, secret, headers });
    expect(answer, answer.text).toMatchObject({ status: 200, body: { name: "orders" } });
    expect(simulator.stats.rejected).toEqual([]);
  }

  const arn = "acs:ram::123456789012:role/reader";

  function assumeRole(url: string, secret: string): Provider {
    const { accessKeyId } = alibabaAccount();
    const { StaticAKCredentialsProvider, RAMRoleARNCredentialsProvider } = credentials;
    const own = StaticAKCredentialsProvider.builder()
      .withAccessKeyId(accessKeyId)
      .withAccessKeySecret(secret);
    const builder = RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(own.build());
    return turn(builder.withRoleArn(arn).withExternalId("partner ~*'()").build(), url);
  }

  it("assume a role", async () => {
    const account = alibabaAccount({ roles: [{ arn, externalId: "partner ~*'()" }] });
    const url = await start(account);
    await read(url, assumeRole(url, account.accessKeySecret));
    expect(simulator.stats.byAction).toMatchObject({ AssumeRole: 1 });
    await expect(assumeRole(url, "wrong").getCredentials()).rejects.toThrow(/secret is invalid/);
  });

  it("assume a role with an OpenID Connect token", async () => {
    const providerArn = "acs:ram::123456789012:oidc-provider/ack";
    const url = await start(alibabaAccount({ oidc: { providerArn, roleArn: arn, token: "a.b-c_d+/=" } }));
    const builder = credentials.OIDCRoleArnCredentialsProvider.builder()
      .withOIDCProviderArn(providerArn)
      .withRoleArn(arn)
      .withOIDCTokenFilePath(await writeToken("a.b-c_d+/="));
    await read(url, turn(builder.build(), url));
  });

  it.each(["v1", "v2", "both"] as const)("ask the metadata service %s", async (version) => {
    const url = await start(alibabaAccount({ metadata: { role: "node", version } }));
    await read(url, turn(credentials.ECSRAMRoleCredentialsProvider.builder().build(), url));
    expect(simulator.stats.byAction).toMatchObject({ GetInstanceRoleName: 1, GetInstanceRoleCredentials: 1 });
  });

  it("ask a credentials URI", async () => {
    const url = await start(alibabaAccount({ credentialsUri: "/credentials" }));
    const builder = credentials.URICredentialsProvider.builder().withCredentialsURI(`${url}/credentials`);
    await read(url, builder.build());
  });
});
