import { describe, expect, it } from "vitest";
import { accountReads } from "./account-reads.ts";
import type { HuaweiConfig } from "./config.ts";
import { prepare } from "./testing/context.ts";
import { configurationError } from "./testing/failure.ts";

const project: HuaweiConfig = { region: "cn-north-4", projectId: "p1" };
const key = { HUAWEICLOUD_SDK_AK: "AKAKAKAK", HUAWEICLOUD_SDK_SK: "sksksk" };
const user = { username: "u", password: "p", domainName: "d" };
const agency = { agencyName: "a", domainName: "d" };
const pod = {
  HC_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/v1/pod",
  HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/pod",
};

describe("what is opened when a provider is", () => {
  it.each<[string, HuaweiConfig, Record<string, string>, string[]]>([
    ["nothing more for a key and a project", project, key, []],
    ["IAM for the project", { region: "cn-north-4" }, key, ["iam"]],
    ["IAM for a password", { ...project, credentials: user }, {}, ["iam"]],
    ["IAM for an agency", { ...project, assumeAgency: agency }, key, ["iam"]],
    [
      "IAM for an id token",
      project,
      { HUAWEICLOUD_SDK_IDP_ID: "i", HUAWEICLOUD_SDK_ID_TOKEN_FILE: "/f" },
      ["iam"],
    ],
    ["the pod's service", project, pod, ["pod-identity"]],
    ["the metadata service where nothing is near", project, {}, ["metadata"]],
    ["nothing for half a key, which is refused later", project, { CLOUD_SDK_AK: "a" }, []],
  ])("%s", (_, config, env, services) => {
    const { http, open } = prepare({ config, env });
    open();
    expect(http.opened.flatMap(({ service }) => service ?? [])).toEqual(services);
    expect(http.requests).toEqual([]);
  });

  it("is not a password's sign-in without a place to send it to", () => {
    const config = { endpoint: "https://cce.example", projectId: "p1", credentials: user };
    const error = configurationError(prepare({ config, env: {} }).open);
    expect(error).toMatchObject({ pointer: "/region", hint: expect.stringContaining("iamEndpoint") });
  });
});

describe("the reads of an account", () => {
  it("are read-only, but for sign-ins", () => {
    const others = accountReads.filter(({ purpose }) => purpose !== "sign-in");
    expect(others.map(({ action, method }) => [action, method])).toEqual([
      ["KeystoneListProjects", undefined],
    ]);
  });

  it("of metadata and pod are sign-ins only, so that they may go over plain http", () => {
    for (const service of ["metadata", "pod-identity"]) {
      const own = accountReads.filter((read) => read.service === service);
      expect(own.map(({ purpose }) => purpose)).toEqual(Array(2).fill("sign-in"));
    }
  });

  it("have names of their own, and say when they are made", () => {
    expect(new Set(accountReads.map(({ action }) => action)).size).toBe(accountReads.length);
    for (const read of accountReads) expect(read).toMatchObject({ per: "account", when: expect.any(String) });
  });
});
