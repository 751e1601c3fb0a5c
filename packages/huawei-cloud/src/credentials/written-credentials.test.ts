import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "../config.ts";
import { prepare } from "../testing/context.ts";
import { configurationError, failure } from "../testing/failure.ts";

const key = { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" };

describe("credentials of config and environment", () => {
  it.each<[string, HuaweiConfig["credentials"], Record<string, string>, string]>([
    ["the config", { accessKeyId: "CONFIGAK", secretAccessKey: "s" }, key, "CONFIGAK"],
    ["the official SDK's names", undefined, { ...key, HW_ACCESS_KEY: "x", HW_SECRET_KEY: "y" }, "AKAKAKAK"],
    [
      "Terraform's names",
      undefined,
      { HW_ACCESS_KEY: "HWAK", HW_SECRET_KEY: "y", CLOUD_SDK_AK: "x" },
      "HWAK",
    ],
    ["OpenStack's names", undefined, { OS_ACCESS_KEY: "OSAK", OS_SECRET_KEY: "y" }, "OSAK"],
    ["a mix that Terraform takes too", undefined, { HW_ACCESS_KEY: "HWAK", OS_SECRET_KEY: "y" }, "HWAK"],
    ["the vendor samples' names", undefined, { CLOUD_SDK_AK: "SAMPLEAK", CLOUD_SDK_SK: "y" }, "SAMPLEAK"],
    [
      "a value with white space around it",
      undefined,
      { CLOUD_SDK_AK: " AK1\r\n", CLOUD_SDK_SK: "y\n" },
      "AK1",
    ],
    [
      "past blank variables",
      undefined,
      { HUAWEICLOUD_SDK_AK: "", HUAWEICLOUD_SDK_SK: " ", HW_ACCESS_KEY: "HWAK", HW_SECRET_KEY: "y" },
      "HWAK",
    ],
  ])("come from %s", async (_, credentials, env, expected) => {
    const config = { region: "cn-north-4", projectId: "p1", ...(credentials ? { credentials } : {}) };
    const { http, read, secrets } = prepare({ config, env });
    await read();
    expect(http.requests[0]?.identity).toBe(expected);
    expect(http.requests[0]?.headers.authorization).toContain(`Access=${expected},`);
    expect(secrets.get(expected)).toBe("prefix");
    expect(secrets.size).toBe(2);
  });

  it.each([{ HW_AUTH_TOKEN: "tok\n", HW_ACCESS_KEY: "a", HW_SECRET_KEY: "b" }, { OS_AUTH_TOKEN: "tok" }])(
    "sends the token of %o in place of a signature",
    async (env) => {
      const { http, read, secrets } = prepare({ env });
      await read();
      expect(http.requests[0]?.headers).toEqual({ "x-auth-token": "tok", "x-project-id": "p1" });
      expect(http.requests[0]?.identity).toMatch(/^token:[0-9a-f]{64}$/);
      expect(http.requests[0]?.principal).toMatchObject({ kind: "token" });
      expect([...secrets]).toEqual([["tok", undefined]]);
    },
  );

  it.each<[string, Record<string, string>]>([
    ["the official SDK", { ...key, HUAWEICLOUD_SDK_SECURITY_TOKEN: "sts" }],
    ["Terraform", { HW_ACCESS_KEY: "a", HW_SECRET_KEY: "b", HW_SECURITY_TOKEN: "sts" }],
  ])("sends and signs the security token of %s", async (_, env) => {
    const { http, read, secrets } = prepare({ env });
    await read();
    expect(http.requests[0]?.headers["x-security-token"]).toBe("sts");
    expect(http.requests[0]?.headers.authorization).toContain(
      "SignedHeaders=host;x-project-id;x-sdk-date;x-security-token,",
    );
    expect(secrets.has("sts")).toBe(true);
  });

  it("are looked for at the first read only", async () => {
    const { http, open, secrets } = prepare();
    open();
    expect(secrets.size).toBe(0);
    expect(http.requests).toEqual([]);
  });

  it.each<[string, HuaweiConfig["credentials"], Record<string, string>, object]>([
    [
      "an access key",
      undefined,
      key,
      { kind: "access-key", id: "AKAKAKAK", source: "environment HUAWEICLOUD_SDK_AK" },
    ],
    [
      "a temporary key",
      { accessKeyId: "TEMPAK", secretAccessKey: "b", securityToken: "c" },
      {},
      { kind: "temporary-access-key", id: "TEMPAK", source: "config `credentials`" },
    ],
    ["a token", undefined, { OS_AUTH_TOKEN: "t" }, { kind: "token", source: "environment OS_AUTH_TOKEN" }],
  ])("tell who asked: %s", async (_, credentials, env, principal) => {
    const config = { region: "cn-north-4", projectId: "p1", ...(credentials ? { credentials } : {}) };
    const { http, read } = prepare({ config, env });
    await read();
    expect(http.requests[0]?.principal).toEqual(principal);
  });

  it.each<[Record<string, string>, string]>([
    [{ HUAWEICLOUD_SDK_AK: "a" }, "HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not"],
    [{ HUAWEICLOUD_SDK_SK: "a" }, "HUAWEICLOUD_SDK_SK is set, but HUAWEICLOUD_SDK_AK is not"],
    [{ HUAWEICLOUD_SDK_AK: "a", HW_ACCESS_KEY: "b", HW_SECRET_KEY: "c" }, "HUAWEICLOUD_SDK_SK is not"],
    [{ OS_ACCESS_KEY: "a" }, "OS_ACCESS_KEY is set, but HW_SECRET_KEY is not"],
    [{ CLOUD_SDK_AK: "a\nb", CLOUD_SDK_SK: "c" }, "CLOUD_SDK_AK holds a space"],
    [{ CLOUD_SDK_AK: "a", CLOUD_SDK_SK: "päss" }, "CLOUD_SDK_SK holds a space"],
    [{ HW_USER_NAME: "u" }, "HW_USER_NAME is set, but HW_USER_PASSWORD is not"],
    [{ OS_PASSWORD: "secret" }, "OS_PASSWORD is set, but HW_USER_NAME is not"],
    [{ HW_USER_NAME: "u", HW_USER_PASSWORD: "secret" }, "HW_USER_NAME is set, but HW_DOMAIN_NAME is not"],
    [
      { HW_USER_NAME: "u\u0000v", HW_USER_PASSWORD: "secret", HW_DOMAIN_NAME: "d" },
      "HW_USER_NAME holds a line break",
    ],
    [{ HUAWEICLOUD_SDK_IDP_ID: "i" }, "HUAWEICLOUD_SDK_ID_TOKEN_FILE is not"],
    [{ HUAWEICLOUD_SDK_ID_TOKEN_FILE: "/f", HW_ACCESS_KEY: "a" }, "HUAWEICLOUD_SDK_IDP_ID is not"],
  ])("%o are refused without being used", async (env, message) => {
    const { http, read } = prepare({ env });
    const error = await failure(read());
    expect(error.kind).toBe("unauthenticated");
    expect(error.message).toContain(message);
    expect(`${error.message} ${error.hint}`).not.toMatch(/secret|päss/);
    expect(http.requests).toEqual([]);
  });

  it.each<[string, NonNullable<HuaweiConfig["credentials"]>, string]>([
    ["both forms", { accessKeyId: "a", secretAccessKey: "b", token: "c" }, "/credentials/token"],
    ["half a key", { accessKeyId: "a" }, "/credentials"],
    ["a line break in the key", { accessKeyId: "a\nb", secretAccessKey: "c" }, "/credentials/accessKeyId"],
    ["a blank token", { token: " " }, "/credentials/token"],
    ["a token and a user", { token: "t", username: "u" }, "/credentials/username"],
    [
      "a key and a user",
      { accessKeyId: "a", secretAccessKey: "b", username: "u", password: "p", domainName: "d" },
      "/credentials/username",
    ],
    ["a user without an account", { username: "u", password: "p" }, "/credentials"],
    ["an account alone", { domainName: "d" }, "/credentials"],
    ["a blank password", { username: "u", password: "\n", domainName: "d" }, "/credentials/password"],
    ["no key at all", { securityToken: "s" }, "/credentials"],
  ])("%s in the config are refused at once", (_, credentials, pointer) => {
    const { open } = prepare({ config: { region: "cn-north-4", projectId: "p1", credentials } });
    expect(configurationError(open).pointer).toBe(pointer);
  });
});
