import type { SignableRequest } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import type { AccessKey } from "./credentials/access-key.ts";
import { authorize, createSigner, identityOf, signedBy, signRequest, stsVersion } from "./sign.ts";

const credentials: AccessKey = {
  accessKeyId: "LTAI5tDummyAccessKeyId00",
  accessKeySecret: "DummyAccessKeySecret0123456789",
};
const nonce = "3156853299f313e23d1673dc12e1703d";
const time = Date.parse("2026-01-02T03:04:05.678Z");
const cluster = "c106f377e16f34eb1808d6b9362c9abcd";

function request(changes: Partial<SignableRequest> = {}): SignableRequest {
  return {
    action: "GetUpgradeStatus",
    method: "GET",
    host: "cs.cn-hangzhou.aliyuncs.com",
    path: `/api/v2/clusters/${cluster}/upgrade/status`,
    query: "",
    headers: { accept: "application/json", "user-agent": "upgradectl" },
    body: "",
    time,
    ...changes,
  };
}

describe("signRequest", () => {
  // Signatures of @alicloud/openapi-core 1.0.8 for these requests.
  it.each<[string, Partial<SignableRequest>, string | undefined, string]>([
    ["a plain read", {}, undefined, "28e59084ac5d4d525103a9cccffa01a947fca70362ec3ee5143db988852b4c92"],
    [
      "a query that needs encoding",
      {
        action: "DescribeClustersForRegion",
        path: "/regions/cn-hangzhou/clusters",
        query:
          "cluster_type=ManagedKubernetes&name=prod%20cluster%2F%E4%B8%AD%E6%96%87%2B~%2A%28a%29%21%27%26%3D%25&page_number=1&page_size=50",
      },
      undefined,
      "d07daae97c81ba24dcdbaa266fd49cc914017fd196512135715e79d9cd795756",
    ],
    [
      "a temporary key",
      {
        action: "DescribeClusterTasks",
        path: `/clusters/${cluster}/tasks`,
        query: "page_number=2&page_size=50",
      },
      "CAISdummySecurityToken==",
      "f975560c853dc068559e683f2284bf98978188514abf87c10ff63b269b2b0386",
    ],
    [
      "a body with its type",
      {
        action: "UpgradeCluster",
        method: "POST",
        path: `/api/v2/clusters/${cluster}/upgrade`,
        headers: { accept: "application/json", "Content-Type": "application/json; charset=utf-8" },
        body: '{"next_version":"1.32.1-aliyun.1","master_only":true}',
      },
      undefined,
      "59a91f283043b8a7bf9e81a7a4d886d57854364f83179a233b47c3c26be6335c",
    ],
    [
      "an empty query value",
      {
        action: "ListOperationPlans",
        path: "/operation/plans",
        query: "cluster_id=&type=cluster_upgrade",
      },
      undefined,
      "65573ad2e535f50533d05e63f49b5e4627c21c5b803025ffbfacc8443806e655",
    ],
  ])("signs %s", (_, changes, securityToken, signature) => {
    const key = securityToken === undefined ? credentials : { ...credentials, securityToken };
    const headers = signRequest(request(changes), key, nonce);
    expect(headers.authorization).toMatch(new RegExp(`Signature=${signature}$`));
    expect(headers["x-acs-date"]).toBe("2026-01-02T03:04:05Z");
    expect(headers["x-acs-security-token"]).toBe(securityToken);
  });

  it("names what it signed, without spaces", () => {
    expect(signRequest(request(), credentials, nonce)).toEqual({
      "x-acs-action": "GetUpgradeStatus",
      "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "x-acs-date": "2026-01-02T03:04:05Z",
      "x-acs-signature-nonce": nonce,
      "x-acs-version": "2015-12-15",
      authorization:
        "ACS3-HMAC-SHA256 Credential=LTAI5tDummyAccessKeyId00,SignedHeaders=host;x-acs-action;x-acs-content-sha256;" +
        "x-acs-date;x-acs-signature-nonce;x-acs-version," +
        "Signature=28e59084ac5d4d525103a9cccffa01a947fca70362ec3ee5143db988852b4c92",
    });
  });

  it("gives the signature of the vendor's signature guide", () => {
    const headers = {
      host: "ecs.cn-shanghai.aliyuncs.com",
      "x-acs-action": "RunInstances",
      "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "x-acs-date": "2023-10-26T10:22:32Z",
      "x-acs-signature-nonce": nonce,
      "x-acs-version": "2014-05-26",
    };
    const query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai";
    const authorization = authorize(
      { method: "POST", path: "/", query, headers, body: "" },
      { accessKeyId: "YourAccessKeyId", accessKeySecret: "YourAccessKeySecret" },
    );
    expect(authorization).toMatch(
      /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/,
    );
  });
});

describe("authorize", () => {
  const parts = { method: "GET", path: "/", query: "", headers: { host: "sts.aliyuncs.com" }, body: "" };

  it("signs no path like a slash", () => {
    expect(authorize({ ...parts, path: "" }, credentials)).toBe(authorize(parts, credentials));
  });

  it("takes no notice of blanks around a header, nor of the case of its name", () => {
    const headers = { HOST: " sts.aliyuncs.com\t" };
    expect(authorize({ ...parts, headers }, credentials)).toBe(authorize(parts, credentials));
  });
});

describe("createSigner", () => {
  const signal = new AbortController().signal;
  const signerOf = (key: AccessKey) => createSigner({ current: async () => ({ key, source: "test" }) });

  it("takes a new nonce for each try and names the identity", async () => {
    const sign = signerOf(credentials);
    const tries = [await sign(request(), signal), await sign(request(), signal)];
    expect(new Set(tries.map(({ headers }) => headers["x-acs-signature-nonce"])).size).toBe(2);
    expect(tries.map(({ identity }) => identity)).toEqual([credentials.accessKeyId, credentials.accessKeyId]);
    expect(tries[0]?.headers["x-acs-version"]).toBe("2015-12-15");
  });

  it.each<[string, string | undefined]>([
    ["access-key", undefined],
    ["temporary-access-key", "CAIS"],
  ])("says that a %s stands behind it", async (kind, securityToken) => {
    const key = { ...credentials, ...(securityToken === undefined ? {} : { securityToken }) };
    const { principal } = await signerOf(key)(request(), signal);
    expect(principal).toEqual({ kind, id: credentials.accessKeyId, source: "test" });
  });

  it("counts a key with another token as another identity, without the token in it", () => {
    const identities = ["CAIS1", "CAIS2", "CAIS1"].map((securityToken) =>
      identityOf({ ...credentials, securityToken }),
    );
    expect(new Set(identities).size).toBe(2);
    expect(identities[0]).toBe(identities[2]);
    expect(identities.join()).not.toContain("CAIS");
  });
});

describe("signedBy", () => {
  it("allows for clocks that are a quarter of an hour apart", () => {
    const { timeToleranceMs } = signedBy({ key: credentials, source: "test" }, stsVersion)(request());
    expect(timeToleranceMs).toBe(900_000);
  });

  it("signs for the version of the API that it is told", () => {
    const { headers } = signedBy({ key: credentials, source: "test" }, stsVersion, () => nonce)(request());
    expect(headers["x-acs-version"]).toBe("2015-04-01");
    expect(headers).toEqual(signRequest(request(), credentials, nonce, "2015-04-01"));
  });
});
