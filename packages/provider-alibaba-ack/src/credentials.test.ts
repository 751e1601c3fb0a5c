import { describe, expect, it } from "vitest";
import type { Config } from "./config.ts";
import { createCredentials } from "./credentials.ts";

type Env = Readonly<Record<string, string>>;

function find(env: Env, config: Config = {}, secrets: [string, string?][] = []) {
  const secret = (value: string, show?: "prefix") => secrets.push(show ? [value, show] : [value]);
  return createCredentials({ instance: "ack", env, config, secret })();
}

const manifest = { credentials: { accessKeyId: "LTAImanifest", accessKeySecret: "manifest-secret" } };
const sdk = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIsdk", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "sdk-secret" };
const terraform = { ALICLOUD_ACCESS_KEY: "LTAItf", ALICLOUD_SECRET_KEY: "tf-secret" };
const cli = { ALIBABACLOUD_ACCESS_KEY_ID: "LTAIcli", ALIBABACLOUD_ACCESS_KEY_SECRET: "cli-secret" };
const oldCli = { ALICLOUD_ACCESS_KEY_ID: "LTAIold", ALICLOUD_ACCESS_KEY_SECRET: "old-secret" };

describe("createCredentials", () => {
  it.each<[string, Env, Config, string]>([
    ["the manifest first", { ...sdk, ...terraform }, manifest, "LTAImanifest"],
    ["the names of the official SDK", { ...cli, ...terraform, ...sdk }, {}, "LTAIsdk"],
    ["Terraform's names", { ...cli, ...terraform }, {}, "LTAItf"],
    ["aliyun-cli's names", { ...cli, ...oldCli }, {}, "LTAIcli"],
    ["aliyun-cli's older names", oldCli, {}, "LTAIold"],
    [
      "past a source that is there but empty",
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ...terraform },
      {},
      "LTAItf",
    ],
  ])("takes %s", async (_, env, config, id) => {
    expect((await find(env, config)).accessKeyId).toBe(id);
  });

  it.each<[string, Env]>([
    ["ALIBABA_CLOUD_SECURITY_TOKEN", sdk],
    ["ALICLOUD_SECURITY_TOKEN", terraform],
    ["ALIBABACLOUD_SECURITY_TOKEN", cli],
  ])("takes the token of the same source from %s, without the line break of a file", async (name, env) => {
    expect((await find({ ...env, [name]: "CAIStoken==\n" })).securityToken).toBe("CAIStoken==");
  });

  it("does not mix a token of another source in", async () => {
    expect(await find({ ...sdk, ALIBABACLOUD_SECURITY_TOKEN: "CAIS" })).toEqual({
      accessKeyId: "LTAIsdk",
      accessKeySecret: "sdk-secret",
    });
  });

  it("leaves an empty token out", async () => {
    const credentials = { ...manifest.credentials, securityToken: "" };
    expect(await find({}, { credentials })).toEqual(manifest.credentials);
  });

  it("masks all parts, the id but for its prefix", async () => {
    const secrets: [string, string?][] = [];
    await find({ ...sdk, ALIBABA_CLOUD_SECURITY_TOKEN: "CAIS" }, {}, secrets);
    expect(secrets).toEqual([["LTAIsdk", "prefix"], ["sdk-secret"], ["CAIS"]]);
  });

  it("tries again after a failure", async () => {
    const env: Record<string, string> = {};
    const read = createCredentials({ instance: "ack", env, config: {}, secret: () => undefined });
    await expect(read()).rejects.toMatchObject({ kind: "unauthenticated" });
    Object.assign(env, sdk);
    expect((await read()).accessKeyId).toBe("LTAIsdk");
  });

  it("says where it looked", async () => {
    await expect(find({})).rejects.toMatchObject({
      kind: "unauthenticated",
      retryable: false,
      message: 'provider "ack" found no Alibaba Cloud access key',
      hint: expect.stringMatching(
        /providers\.ack\.config\.credentials; ALIBABA_CLOUD_ACCESS_KEY_ID, .*ALICLOUD_ACCESS_KEY, .*ALIBABACLOUD_ACCESS_KEY_ID/,
      ),
    });
  });

  it.each<[string, Env, string]>([
    [
      "no secret",
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI" },
      "ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not",
    ],
    ["no id", { ALICLOUD_SECRET_KEY: "s" }, "ALICLOUD_SECRET_KEY is set, but ALICLOUD_ACCESS_KEY is not"],
    [
      "half a pair before a whole one",
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI", ...terraform },
      "ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not",
    ],
    [
      "a line break inside",
      { ...sdk, ALIBABA_CLOUD_SECURITY_TOKEN: "CAIS\r\nx-acs-action: evil" },
      "ALIBABA_CLOUD_SECURITY_TOKEN holds a character that no access key has (a space, a line break or a non-ASCII letter)",
    ],
    [
      "a typographic character",
      { ...sdk, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret–value" },
      "ALIBABA_CLOUD_ACCESS_KEY_SECRET holds a character that no access key has (a space, a line break or a non-ASCII letter)",
    ],
  ])("refuses %s", async (_, env, message) => {
    await expect(find(env)).rejects.toMatchObject({ kind: "unauthenticated", message });
  });

  it("names the manifest's key for half a pair in it", async () => {
    const credentials = { accessKeyId: "LTAI", accessKeySecret: " " };
    await expect(find(sdk, { credentials })).rejects.toMatchObject({
      message:
        "providers.ack.config.credentials.accessKeyId is set, but providers.ack.config.credentials.accessKeySecret is not",
    });
  });
});
