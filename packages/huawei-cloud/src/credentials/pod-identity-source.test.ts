import { describe, expect, it } from "vitest";
import { prepare, startOfTest } from "../testing/context.ts";
import { failure } from "../testing/failure.ts";
import { podAnswer } from "../testing/sign-in-answers.ts";

const uri = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const file = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const env = { [uri]: "http://169.254.1.1/v1/credentials", [file]: "/var/run/token" };
const files = { "/var/run/token": "pod-token\n", "~/.huaweicloud/credentials": "[basic]\nak=x\nsk=y" };

describe("a pod's identity", () => {
  it("is a temporary key for the token in the file", async () => {
    const { http, readAgain, secrets } = prepare({ env, files });
    await readAgain();
    await readAgain();
    expect(http.actions).toEqual(["GetPodIdentityCredentials", "ShowCluster", "ShowCluster"]);
    expect(http.requests[0]).toMatchObject({
      baseUrl: "http://169.254.1.1/v1",
      path: { name: "credentials" },
      headers: { authorization: "pod-token" },
      json: {},
    });
    expect(http.requests[1]?.identity).toBe("PODKEY01");
    expect(http.requests[1]?.principal?.source).toBe("pod identity");
    expect([...secrets.keys()]).toEqual(["pod-token", "PODKEY01", "secret-of-PODKEY01", "sts-of-PODKEY01"]);
  });

  it.each([
    ["http://127.0.0.1:80/", "http://127.0.0.1", "GetPodIdentityCredentialsOfFolder", {}],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080", "GetPodIdentityCredentialsOfFolder", {}],
    ["http://127.0.0.1/v1/x/", "http://127.0.0.1/v1/x", "GetPodIdentityCredentialsOfFolder", {}],
    ["https://pod.example/c%20d", "https://pod.example", "GetPodIdentityCredentials", { name: "c d" }],
    ["https://pod.example/50%", "https://pod.example", "GetPodIdentityCredentials", { name: "50%" }],
  ])("is found at %s", async (address, baseUrl, action, path) => {
    const { http, read } = prepare({ env: { ...env, [uri]: address }, files });
    await read();
    expect(http.requests[0]).toMatchObject({ baseUrl, action, path });
  });

  it("reads the file anew for every key, each token being an identity of its own", async () => {
    const rotating: Record<string, string> = { "/var/run/token": "first" };
    let expires = startOfTest + 3_600_000;
    const { http, readAgain, clock } = prepare(
      { env, files: rotating },
      { GetPodIdentityCredentials: () => podAnswer("PODKEY01", new Date(expires).toISOString()) },
    );
    await readAgain();
    clock.time += 3_500_000;
    expires += 3_600_000;
    rotating["/var/run/token"] = "second";
    await readAgain();
    const asked = http.requests.filter(({ action }) => action === "GetPodIdentityCredentials");
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(["first", "second"]);
    expect(new Set(asked.map(({ identity }) => identity)).size).toBe(2);
  });

  it.each<[string, Record<string, string>, Record<string, string | null>, string]>([
    ["no file is named", { [uri]: env[uri] ?? "" }, files, `${file} is not`],
    ["no address is named", { [file]: "/var/run/token" }, files, `${uri} is not`],
    ["the file is not there", env, {}, "/var/run/token, which the pod's token is read from, is not there"],
    ["the file is empty", env, { "/var/run/token": " \n" }, "is empty"],
    [
      "the file has two lines",
      env,
      { "/var/run/token": "hush\nhush" },
      "holds a space, a line break or another character that no key or token has",
    ],
    ["the file cannot be read", env, { "/var/run/token": null }, "/var/run/token cannot be read (EACCES)"],
    ["the address is none", { ...env, [uri]: "pod" }, files, `${uri} is not an http or https URL`],
    ["the address has a query", { ...env, [uri]: "http://127.0.0.1/a?hush=1" }, files, "without a query"],
    ["the address has a password", { ...env, [uri]: "http://u:hush@127.0.0.1/a" }, files, uri],
  ])("is an error where %s", async (_, variables, texts, message) => {
    const { http, read } = prepare({ env: variables, files: texts });
    const error = await failure(read());
    expect(error.kind).toBe("unauthenticated");
    expect(error.message).toContain(message);
    expect(`${error.message} ${error.hint}`).not.toMatch(/hush|secret words/);
    expect(http.requests).toEqual([]);
  });

  it("comes after the environment, and is not even opened then", () => {
    const { http, open } = prepare({ env: { ...env, CLOUD_SDK_AK: "a", CLOUD_SDK_SK: "b" }, files });
    open();
    expect(http.opened.map(({ service }) => service)).toEqual([undefined]);
  });
});
