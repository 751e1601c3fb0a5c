import { describe, expect, it } from "vitest";
import { type Env, own, type Profile, wayOf } from "../testing/profile-files.ts";

describe("where STS is", () => {
  const assuming = { mode: "RamRoleArn", ...own, ram_role_arn: "r" };
  it.each<[string, Profile, Env, object, string]>([
    ["central", {}, {}, {}, "https://sts.aliyuncs.com"],
    [
      "the variable's region",
      {},
      { ALIBABA_CLOUD_STS_REGION: "cn-beijing" },
      {},
      "https://sts.cn-beijing.aliyuncs.com",
    ],
    [
      "in the VPC",
      {},
      { ALIBABA_CLOUD_STS_REGION: "cn-beijing", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" },
      {},
      "https://sts-vpc.cn-beijing.aliyuncs.com",
    ],
    [
      "central without a region, VPC or not",
      {},
      { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" },
      {},
      "https://sts.aliyuncs.com",
    ],
    [
      "the profile's region",
      { sts_region: "cn-x" },
      { ALIBABA_CLOUD_STS_REGION: "cn-y" },
      {},
      "https://sts.cn-x.aliyuncs.com",
    ],
    [
      "the profile's host",
      { sts_endpoint: "sts.example.com", sts_region: "cn-x" },
      {},
      {},
      "https://sts.example.com",
    ],
    ["the profile's address", { sts_endpoint: "http://127.0.0.1:1" }, {}, {}, "http://127.0.0.1:1"],
    [
      "the configuration's",
      { sts_endpoint: "sts.example.com" },
      {},
      { stsEndpoint: "https://c" },
      "https://c",
    ],
  ])("is %s", async (_, profile, env, config, stsUrl) => {
    expect(await wayOf({ ...assuming, ...profile }, [], env, config)).toMatchObject({ role: { stsUrl } });
  });

  it("takes a role that the profile does not name from the variable", async () => {
    const env = { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/env" };
    const nameless = { mode: "RamRoleArn", ...own };
    expect(await wayOf(nameless, [], env)).toMatchObject({ role: { roleArn: "acs:ram::1:role/env" } });
    expect(await wayOf(assuming, [], env)).toMatchObject({ role: { roleArn: "r" } });
  });

  it("takes the session's name from the variable", async () => {
    const env = { ALIBABA_CLOUD_ROLE_SESSION_NAME: "ci" };
    expect(await wayOf(assuming, [], env)).toMatchObject({ role: { sessionName: "ci" } });
  });
});
