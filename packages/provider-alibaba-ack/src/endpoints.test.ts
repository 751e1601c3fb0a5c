import { describe, expect, it } from "vitest";
import { resolveEndpoint } from "./endpoints.ts";

describe("resolveEndpoint", () => {
  it.each([
    [{ region: "cn-hangzhou" }, {}, "https://cs.cn-hangzhou.aliyuncs.com", "cn-hangzhou"],
    [{}, { ALIBABA_CLOUD_REGION_ID: "eu-central-1" }, "https://cs.eu-central-1.aliyuncs.com", "eu-central-1"],
    [{}, { ALIBABACLOUD_REGION_ID: "eu-west-1" }, "https://cs.eu-west-1.aliyuncs.com", "eu-west-1"],
    [{}, { ALICLOUD_REGION: "us-east-1 " }, "https://cs.us-east-1.aliyuncs.com", "us-east-1"],
    [{}, { ALICLOUD_REGION_ID: "us-west-1" }, "https://cs.us-west-1.aliyuncs.com", "us-west-1"],
    [
      {},
      { ALIBABA_CLOUD_REGION_ID: "", ALICLOUD_REGION: "us-east-1" },
      "https://cs.us-east-1.aliyuncs.com",
      "us-east-1",
    ],
    [
      { region: "cn-beijing" },
      { ALICLOUD_REGION: "us-east-1" },
      "https://cs.cn-beijing.aliyuncs.com",
      "cn-beijing",
    ],
    [{ region: "cn-beijing", endpoint: "http://127.0.0.1:1" }, {}, "http://127.0.0.1:1", "cn-beijing"],
    [{ endpoint: "http://127.0.0.1:1" }, {}, "http://127.0.0.1:1", null],
  ])("reads %j with %j", (config, env, baseUrl, region) => {
    expect(resolveEndpoint({ config, env })).toEqual({ baseUrl, region });
  });

  it("asks for the region where nothing names it; a bare REGION may be anybody's", () => {
    expect(() => resolveEndpoint({ config: {}, env: { REGION: "cn-hangzhou" } })).toThrow(
      expect.objectContaining({
        name: "ConfigurationError",
        message: "the region of the clusters is not known",
        pointer: "/region",
      }),
    );
  });

  it("does not build a host from what is no region", () => {
    const env = { ALICLOUD_REGION: "evil.example/?" };
    expect(() => resolveEndpoint({ config: {}, env })).toThrow(
      'ALICLOUD_REGION is no region id: "evil.example/?"',
    );
  });
});
