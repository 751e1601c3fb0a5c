import { describe, expect, it } from "vitest";
import type { Config } from "../config.ts";
import { type Machine, openWorld } from "../testing/sign-in-world.ts";

type Env = Readonly<Record<string, string>>;

/** Nothing is found at a metadata service that is off. */
const off = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
const manifest = { credentials: { accessKeyId: "LTAImanifest", accessKeySecret: "manifest-secret" } };
const sdk = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIsdk", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "sdk-secret" };
const terraform = { ALICLOUD_ACCESS_KEY: "LTAItf", ALICLOUD_SECRET_KEY: "tf-secret" };
const cli = { ALIBABACLOUD_ACCESS_KEY_ID: "LTAIcli", ALIBABACLOUD_ACCESS_KEY_SECRET: "cli-secret" };
const oldCli = { ALICLOUD_ACCESS_KEY_ID: "LTAIold", ALICLOUD_ACCESS_KEY_SECRET: "old-secret" };

async function find(machine: Machine) {
  return (await openWorld({ ...machine, env: { ...off, ...machine.env } })).current();
}

describe("keys in the configuration and in the environment", () => {
  it.each<[string, Env, Config, string, string]>([
    ["the manifest first", { ...sdk, ...terraform }, manifest, "LTAImanifest", "configuration"],
    [
      "the names of the official SDK",
      { ...cli, ...terraform, ...sdk },
      {},
      "LTAIsdk",
      "environment ALIBABA_CLOUD_ACCESS_KEY_ID",
    ],
    ["Terraform's names", { ...cli, ...terraform }, {}, "LTAItf", "environment ALICLOUD_ACCESS_KEY"],
    ["aliyun-cli's names", { ...cli, ...oldCli }, {}, "LTAIcli", "environment ALIBABACLOUD_ACCESS_KEY_ID"],
    ["aliyun-cli's older names", oldCli, {}, "LTAIold", "environment ALICLOUD_ACCESS_KEY_ID"],
    [
      "what comes after a source that is there but empty",
      { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ...terraform },
      {},
      "LTAItf",
      "environment ALICLOUD_ACCESS_KEY",
    ],
  ])("takes %s", async (_, env, config, id, source) => {
    expect(await find({ env, config })).toMatchObject({ key: { accessKeyId: id }, source });
  });

  it.each<[string, Env]>([
    ["ALIBABA_CLOUD_SECURITY_TOKEN", sdk],
    ["ALICLOUD_SECURITY_TOKEN", terraform],
    ["ALIBABACLOUD_SECURITY_TOKEN", cli],
  ])("takes the token of the same source from %s, without the line break of a file", async (name, env) => {
    expect((await find({ env: { ...env, [name]: "CAIStoken==\n" } })).key.securityToken).toBe("CAIStoken==");
  });

  it("does not mix a token of another source in", async () => {
    expect((await find({ env: { ...sdk, ALIBABACLOUD_SECURITY_TOKEN: "CAIS" } })).key).toEqual({
      accessKeyId: "LTAIsdk",
      accessKeySecret: "sdk-secret",
    });
  });

  it("leaves an empty token out", async () => {
    const credentials = { ...manifest.credentials, securityToken: "" };
    expect((await find({ config: { credentials } })).key).toEqual(manifest.credentials);
  });

  it("masks all parts, the id but for its prefix", async () => {
    const world = await openWorld({ env: { ...sdk, ALIBABA_CLOUD_SECURITY_TOKEN: "CAIStoken" } });
    await world.current();
    expect(world.redactor.text("LTAIsdk-not LTAIsdk sdk-secret CAIStoken")).not.toMatch(
      /sdk-secret|CAIStoken/,
    );
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
    [
      "RRSA without its token file",
      { ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "arn", ALIBABA_CLOUD_ROLE_ARN: "role" },
      "ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN are set, but ALIBABA_CLOUD_OIDC_TOKEN_FILE is not",
    ],
    [
      "RRSA with nothing but its token file",
      { ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token" },
      "ALIBABA_CLOUD_OIDC_TOKEN_FILE is set, but ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN are not",
    ],
  ])("refuses %s", async (_, env, message) => {
    await expect(find({ env })).rejects.toMatchObject({ kind: "unauthenticated", message });
  });

  it("names the manifest's key for half a pair in it", async () => {
    const credentials = { accessKeyId: "LTAI", accessKeySecret: " " };
    await expect(find({ env: sdk, config: { credentials } })).rejects.toMatchObject({
      message:
        "providers.ack.config.credentials.accessKeyId is set, but providers.ack.config.credentials.accessKeySecret is not",
    });
  });
});
