import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "../config.ts";
import { prepare } from "../testing/context.ts";
import { failure } from "../testing/failure.ts";
import { keyAnswer } from "../testing/sign-in-answers.ts";

const config: HuaweiConfig = { region: "cn-north-4", projectId: "p1" };
const pod = {
  HC_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/v1/pod",
  HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/pod",
};
const environment = { HUAWEICLOUD_SDK_AK: "ENVAK", HUAWEICLOUD_SDK_SK: "s" };
const files = { "/pod": "t", "~/.huaweicloud/credentials": "[basic]\nak=FILEAK\nsk=s" };
const server = { CreateMetadataToken: { body: "m" }, ShowMetadataSecurityKey: keyAnswer("METAKEY") };

describe("the order of the places", () => {
  it.each<[string, HuaweiConfig, Record<string, string>, Record<string, string>, string, string[]]>([
    [
      "the config",
      { ...config, credentials: { accessKeyId: "CONFIGAK", secretAccessKey: "s" } },
      { ...environment, ...pod },
      files,
      "CONFIGAK",
      [],
    ],
    ["the environment", config, { ...environment, ...pod }, files, "ENVAK", []],
    ["the pod", config, pod, files, "PODKEY01", ["pod-identity"]],
    ["the profile file", config, {}, files, "FILEAK", ["metadata"]],
    ["the server", config, {}, {}, "METAKEY", ["metadata"]],
  ])("%s goes before what follows", async (_, written, env, texts, identity, services) => {
    const { http, read } = prepare({ config: written, env, files: texts }, server);
    await read();
    expect(http.requests.at(-1)?.identity).toBe(identity);
    expect(http.opened.flatMap(({ service }) => service ?? [])).toEqual(services);
  });

  it("an id token goes before a key of the SDK's names, if both of its parts are there", async () => {
    const idToken = { HUAWEICLOUD_SDK_IDP_ID: "i", HUAWEICLOUD_SDK_ID_TOKEN_FILE: "/pod" };
    const whole = prepare({ config, env: { ...environment, ...idToken }, files });
    await whole.read();
    expect(whole.http.actions[0]).toBe("CreateTokenWithIdToken");
    const half = prepare({ config, env: { ...environment, HUAWEICLOUD_SDK_IDP_ID: "i" }, files });
    await half.read();
    expect(half.http.requests[0]?.identity).toBe("ENVAK");
  });
});

describe("where there is nothing", () => {
  it("the places are told in their order", async () => {
    const { read } = prepare({ config, env: {} });
    const error = await failure(read());
    expect(error).toMatchObject({ kind: "unauthenticated", retryable: false });
    expect(error.hint).toMatch(
      /`credentials` of .*config; then the environment \(HUAWEICLOUD_SDK_AK.*HW_ACCESS_KEY.*HW_AUTH_TOKEN.*HW_USER_NAME.*CLOUD_SDK_AK.*\); then the pod's identity.*; then the profile file ~\/\.huaweicloud\/credentials: no such file; then .*KooCLI.*; then the server's metadata service: nothing answers there\.$/,
    );
  });

  it.each(['{"profiles":[{"accessKeyId":"hush"}]}', "not JSON: hush", null])(
    "a profile of KooCLI is pointed out, and not used: %j",
    async (text) => {
      const { http, read } = prepare({ config, env: {}, files: { "~/.hcloud/config.json": text } });
      const error = await failure(read());
      expect(error.hint).toMatch(/KooCLI has a profile in ~\/\.hcloud\/config\.json.*HUAWEICLOUD_SDK_AK/);
      expect(`${error.message} ${error.hint}`).not.toMatch(/hush|secret words/);
      expect(http.actions).toEqual(["CreateMetadataToken"]);
    },
  );

  it("a profile of KooCLI does not stand in the way of the server's identity", async () => {
    const { http, read } = prepare({ config, env: {}, files: { "~/.hcloud/config.json": "{}" } }, server);
    await read();
    expect(http.requests.at(-1)?.identity).toBe("METAKEY");
  });
});
