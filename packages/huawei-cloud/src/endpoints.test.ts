import { describe, expect, it } from "vitest";
import { regionPattern, serviceUrl } from "./endpoints.ts";

describe("serviceUrl", () => {
  it.each([
    ["cce", "cn-north-4", "https://cce.cn-north-4.myhuaweicloud.com"],
    ["cce", "eu-west-0", "https://cce.eu-west-0.myhuaweicloud.com"],
    ["cce", "eu-west-101", "https://cce.eu-west-101.myhuaweicloud.eu"],
    ["iam", "eu-west-101", "https://iam.eu-west-101.myhuaweicloud.eu"],
    ["css", "eu-west-101", "https://css.eu-west-101.myhuaweicloud.com"],
    ["css", "cn-north-1", "https://es.cn-north-1.myhuaweicloud.com"],
    ["css", "cn-east-2", "https://es.cn-east-2.myhuaweicloud.com"],
    ["css", "cn-east-3", "https://css.cn-east-3.myhuaweicloud.com"],
  ])("%s in %s", (service, region, url) => {
    expect(serviceUrl(service, region)).toBe(url);
  });
});

describe("regionPattern", () => {
  const pattern = new RegExp(regionPattern);
  it.each(["cn-north-4", "my-kualalumpur-1", "ae-ad-1", "eu-west-101", "cn-southwest-2"])(
    "takes %s",
    (id) => {
      expect(pattern.test(id)).toBe(true);
    },
  );
  it.each([
    "",
    "beijing",
    "cn-north-4.evil.example",
    "CN-North-4",
    "cn_north_4",
    "cn-north-4/",
    "-x",
    "cn-north-4\n",
  ])("refuses %j", (id) => {
    expect(pattern.test(id)).toBe(false);
  });
});
