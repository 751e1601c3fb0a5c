import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "./config.ts";
import { prepare } from "./testing/context.ts";
import { configurationError } from "./testing/failure.ts";

const key = { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" };

describe("endpoints and region", () => {
  it.each<[string, HuaweiConfig, Record<string, string>, string[]]>([
    [
      "the region's hosts",
      { region: "cn-north-4" },
      key,
      ["https://cce.cn-north-4.myhuaweicloud.com", "https://iam.cn-north-4.myhuaweicloud.com"],
    ],
    [
      "the region of the environment",
      { projectId: "p1" },
      { ...key, HW_REGION_NAME: "tr-west-1" },
      ["https://cce.tr-west-1.myhuaweicloud.com"],
    ],
    [
      "an endpoint in place of the region",
      { projectId: "p1", endpoint: "https://cce.example.com/x" },
      { ...key, HW_REGION_NAME: "no region" },
      ["https://cce.example.com/x"],
    ],
    [
      "an IAM endpoint",
      { region: "cn-north-4", iamEndpoint: "https://iam.example.com" },
      key,
      ["https://cce.cn-north-4.myhuaweicloud.com", "https://iam.example.com"],
    ],
    [
      "the SDK's variable for IAM",
      { region: "cn-north-4" },
      { ...key, HUAWEICLOUD_SDK_IAM_ENDPOINT: "https://iam.sdk.example", HW_AUTH_URL: "https://x.example" },
      ["https://cce.cn-north-4.myhuaweicloud.com", "https://iam.sdk.example"],
    ],
    [
      "Terraform's variable for IAM, without the version at its end",
      { region: "cn-north-4" },
      { ...key, HW_AUTH_URL: "https://iam.tf.example:443/v3/" },
      ["https://cce.cn-north-4.myhuaweicloud.com", "https://iam.tf.example:443"],
    ],
  ])("%s", (_, config, env, urls) => {
    const { http, open } = prepare({ config, env });
    open();
    expect(http.opened.map((api) => api.baseUrl).sort()).toEqual(urls);
  });

  it.each<[string, HuaweiConfig, Record<string, string>, string]>([
    ["no region", { projectId: "p1" }, key, "/region"],
    ["an endpoint, but nothing to find the project by", { endpoint: "https://x.example" }, key, "/projectId"],
    [
      "an IAM, but nothing to find the project by",
      { endpoint: "https://x.example", iamEndpoint: "https://iam.example" },
      key,
      "/projectId",
    ],
    [
      "a region of the environment that is none, where only the project is looked up by it",
      { endpoint: "https://x.example", iamEndpoint: "https://iam.example" },
      { ...key, HW_REGION_NAME: "evil.example/" },
      "/region",
    ],
    ["a region of the environment that is none", {}, { HW_REGION_NAME: "evil.example/" }, "/region"],
    [
      "a project of the environment that is none",
      { region: "cn-north-4" },
      { HW_PROJECT_ID: "a/b" },
      "/projectId",
    ],
  ])("refuses %s", (_, config, env, pointer) => {
    const { open } = prepare({ config, env });
    expect(configurationError(open).pointer).toBe(pointer);
  });
});
