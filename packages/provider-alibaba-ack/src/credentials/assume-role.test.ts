import { describe, expect, it } from "vitest";
import {
  type Machine,
  openWorld,
  type Received,
  type Reply,
  temporaryKey,
} from "../testing/sign-in-world.ts";

const rrsa = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/r",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/p",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
};
const given: Reply = { body: { Credentials: temporaryKey("sts"), AssumedRoleUser: {}, RequestId: "R" } };
const refusal = (status: number, Code: string): Reply => ({
  status,
  body: { Code, Message: `No. ${Code}`, RequestId: "R-1", HostId: "sts.aliyuncs.com", Recommend: "" },
});

function profiles(...list: readonly object[]): NonNullable<Machine["files"]> {
  return { "~/.aliyun/config.json": JSON.stringify({ current: "p", profiles: list }) };
}
const assuming = {
  name: "p",
  mode: "RamRoleArn",
  access_key_id: "LTAIowner",
  access_key_secret: "owner-secret",
  ram_role_arn: "acs:ram::1:role/r",
  ram_session_name: "nightly",
  external_id: "ext",
};

describe("AssumeRole", () => {
  it("is a signed request of STS with the role in its form", async () => {
    const world = await openWorld({ files: profiles(assuming), serve: () => given });
    const { AccessKeyId, AccessKeySecret, SecurityToken } = temporaryKey("sts");
    expect(await world.current()).toEqual({
      key: { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken },
      source: 'profile "p" of ~/.aliyun/config.json',
    });
    expect(world.received).toMatchObject([
      {
        method: "POST",
        path: "/",
        query: {},
        form: {
          RoleArn: "acs:ram::1:role/r",
          RoleSessionName: "nightly",
          DurationSeconds: "3600",
          ExternalId: "ext",
        },
        headers: {
          "x-acs-action": "AssumeRole",
          "x-acs-version": "2015-04-01",
          "x-acs-date": "2026-11-20T10:00:00Z",
          "content-type": "application/x-www-form-urlencoded",
          authorization: expect.stringMatching(
            /^ACS3-HMAC-SHA256 Credential=LTAIowner,SignedHeaders=content-type;host;x-acs-/,
          ),
        },
      },
    ]);
    expect(world.received[0]?.headers).not.toHaveProperty("x-acs-security-token");
  });

  it("signs a link of a chain with the temporary key of the link before it", async () => {
    const outer = { name: "p", mode: "ChainableRamRoleArn", source_profile: "s", ram_role_arn: "outer" };
    const world = await openWorld({
      files: profiles(outer, { ...assuming, name: "s" }),
      serve: ({ form }) => ({
        body: { Credentials: temporaryKey(form.RoleArn === "outer" ? "second" : "first") },
      }),
    });
    expect((await world.current()).key.accessKeyId).toBe("STS.second-id");
    const [first, second] = world.received;
    expect(first?.headers.authorization).toContain("Credential=LTAIowner,");
    expect(second?.headers.authorization).toContain("Credential=STS.first-id,");
    expect(second?.headers["x-acs-security-token"]).toBe("first-security-token==");
  });

  it("masks what it is given", async () => {
    const world = await openWorld({ files: profiles(assuming), serve: () => given });
    await world.current();
    const told = world.redactor.text("sts-temporary-secret sts-security-token== STS.sts-id owner-secret");
    expect(told).not.toMatch(/sts-temporary|sts-security|sts-id|owner-secret/);
  });

  it.each<[string, Reply, string, string | undefined]>([
    [
      "an unknown key",
      refusal(404, "InvalidAccessKeyId.NotFound"),
      "unauthenticated",
      "InvalidAccessKeyId.NotFound",
    ],
    ["a wrong signature", refusal(400, "SignatureDoesNotMatch"), "unauthenticated", "SignatureDoesNotMatch"],
    ["a missing permission", refusal(403, "NoPermission"), "unauthenticated", "NoPermission"],
    [
      "a role that does not exist",
      refusal(404, "EntityNotExist.Role"),
      "unauthenticated",
      "EntityNotExist.Role",
    ],
    [
      "a wrong parameter",
      refusal(400, "InvalidParameter.RoleArn"),
      "unauthenticated",
      "InvalidParameter.RoleArn",
    ],
    [
      "another API at the address",
      refusal(404, "InvalidAction.NotFound"),
      "unauthenticated",
      "InvalidAction.NotFound",
    ],
    ["throttling", refusal(400, "Throttling.User"), "rate-limited", "Throttling.User"],
    ["an outage", refusal(503, "ServiceUnavailable"), "unavailable", "ServiceUnavailable"],
    ["a web page", { body: "<html>" }, "unexpected-response", undefined],
    ["no key", { body: { RequestId: "R" } }, "unexpected-response", undefined],
    [
      "half a key",
      { body: { Credentials: { ...temporaryKey("x"), SecurityToken: "" } } },
      "unexpected-response",
      undefined,
    ],
    [
      "a key of another type",
      { body: { Credentials: [temporaryKey("x")] } },
      "unexpected-response",
      undefined,
    ],
    [
      "a key with a line break",
      { body: { Credentials: { ...temporaryKey("x"), SecurityToken: "a\nb" } } },
      "unexpected-response",
      undefined,
    ],
  ])("that answers with %s is %s", async (_, reply, kind, code) => {
    const world = await openWorld({ files: profiles(assuming), serve: () => reply });
    const error: unknown = await world.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ProviderError", kind });
    expect(error).toHaveProperty("code", code);
    expect(String(error)).not.toMatch(/owner-secret|x-temporary/);
  });

  it("says who could not assume what, and how to mend it", async () => {
    const world = await openWorld({ files: profiles(assuming), serve: () => refusal(403, "NoPermission") });
    await expect(world.current()).rejects.toMatchObject({
      message: expect.stringMatching(
        /^profile "p" of ~\/\.aliyun\/config\.json could not assume acs:ram::1:role\/r: AssumeRole answered NoPermission \(HTTP 403\)/,
      ),
      hint: expect.stringContaining("sts:AssumeRole"),
      requestId: "R-1",
    });
  });

  it("is not sent to where keys are not safe", async () => {
    const files = profiles({ ...assuming, sts_endpoint: "http://sts.example.com" });
    const world = await openWorld({ files, config: { stsEndpoint: "" } });
    await expect(world.current()).rejects.toMatchObject({
      kind: "unauthenticated",
      message: expect.stringMatching(/^the STS endpoint of profile "p" .* is plain http/),
    });
    expect(world.received).toEqual([]);
  });
});

describe("AssumeRoleWithOIDC", () => {
  const machine = { env: rrsa, files: { "/token": "oidc-token\n" }, serve: () => given };

  it("is an unsigned form", async () => {
    const world = await openWorld(machine);
    expect((await world.current()).key.accessKeyId).toBe("STS.sts-id");
    const [request] = world.received;
    expect(request).toMatchObject({
      method: "POST",
      path: "/",
      query: {
        Action: "AssumeRoleWithOIDC",
        Version: "2015-04-01",
        Format: "JSON",
        Timestamp: "2026-11-20T10:00:00Z",
      },
      form: {
        RoleArn: rrsa.ALIBABA_CLOUD_ROLE_ARN,
        OIDCProviderArn: rrsa.ALIBABA_CLOUD_OIDC_PROVIDER_ARN,
        OIDCToken: "oidc-token",
        RoleSessionName: "upgradectl",
        DurationSeconds: "3600",
      },
    });
    expect(request?.headers).not.toHaveProperty("authorization");
    expect(world.redactor.text("oidc-token")).toBe("****");
  });

  it.each<[string, Machine["files"], string]>([
    ["is not there", {}, "does not exist: /token"],
    ["is empty", { "/token": " \n" }, "is empty: /token"],
    ["may not be read", { "/token": new Error("EACCES") }, "could not be read: /token"],
  ])("explains a token file that %s", async (_, files, message) => {
    const world = await openWorld({ ...machine, files: files ?? {} });
    await expect(world.current()).rejects.toMatchObject({
      kind: "unauthenticated",
      message: `the OIDC token file of environment ALIBABA_CLOUD_OIDC_TOKEN_FILE ${message}`,
    });
  });

  it("sends a rotated token after one was refused", async () => {
    const files = { "/token": "expired" };
    const serve = ({ form }: Received) =>
      form.OIDCToken === "expired" ? refusal(400, "AuthenticationFail.OIDCToken.Expired") : given;
    const world = await openWorld({ ...machine, files, serve });
    await expect(world.current()).rejects.toMatchObject({ code: "AuthenticationFail.OIDCToken.Expired" });
    files["/token"] = "fresh";
    world.now += 10_000;
    expect((await world.current()).key.accessKeyId).toBe("STS.sts-id");
  });
});
