import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { openWorld, type Reply, temporaryKey } from "../testing/sign-in-world.ts";
import { splitUri } from "./credentials-uri.ts";

const off = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };

async function open(uri: string, reply: Reply = { body: { Code: "Success", ...temporaryKey("uri") } }) {
  return openWorld({ env: { ...off, ALIBABA_CLOUD_CREDENTIALS_URI: uri }, serve: () => reply });
}

describe("splitUri", () => {
  it.each<[string, ReturnType<typeof splitUri>]>([
    ["http://127.0.0.1:80/keys", { baseUrl: "http://127.0.0.1", name: "keys", query: {} }],
    ["https://x/a/b/c", { baseUrl: "https://x/a/b", name: "c", query: {} }],
    ["https://x/a/b/", { baseUrl: "https://x/a/b", name: undefined, query: {} }],
    ["https://x", { baseUrl: "https://x", name: undefined, query: {} }],
    ["https://x/a%20b%2Fc#d", { baseUrl: "https://x", name: "a b/c", query: {} }],
    ["https://x/a?k=1&k=2&l=", { baseUrl: "https://x", name: "a", query: { k: ["1", "2"], l: [""] } }],
    ["https://x/a?__proto__=1", { baseUrl: "https://x", name: "a", query: { ["__proto__"]: ["1"] } }],
    ["https://x/a/../b", { baseUrl: "https://x", name: "b", query: {} }],
    ["https://user:pass@x/a", undefined],
    ["ftp://x/a", undefined],
    ["file:///etc/passwd", undefined],
    ["x/a", undefined],
    ["https://", undefined],
    ["https://x/%zz", undefined],
    ["https://x/%00", undefined],
  ])("takes %j apart", (uri, parts) => {
    expect(splitUri(uri)).toEqual(parts);
  });
});

describe("a credentials URI", () => {
  it.each<[string, string, object]>([
    ["/keys", "/keys", {}],
    ["/a/b/keys", "/a/b/keys", {}],
    ["", "/", {}],
    ["/", "/", {}],
    ["/a/b/", "/a/b/", {}],
    ["/keys?role=r&b=1", "/keys", { role: "r", b: "1" }],
  ])("at %j is asked as it stands", async (path, asked, query) => {
    const world = await open(`{url}${path}`);
    expect(await world.current()).toMatchObject({
      key: { accessKeyId: "STS.uri-id", accessKeySecret: "uri-temporary-secret" },
      source: "ALIBABA_CLOUD_CREDENTIALS_URI",
    });
    expect(world.received).toMatchObject([{ method: "GET", path: asked, query }]);
    expect(world.received[0]?.headers).not.toHaveProperty("authorization");
  });

  it.each(["/keys", "/a/b/keys", "/a/b/", "/", "", "/keys?role=r&b=1&b=2", "/a%20b"])(
    "at %j is asked as the official SDK asks it",
    async (path) => {
      const world = await open(`{url}${path}`);
      await world.current();
      const require = createRequire(import.meta.url);
      const { default: Uri } = require("@alicloud/credentials/dist/src/providers/uri");
      const theirs = await Uri.builder().withCredentialsURI(`${world.url}${path}`).build().getCredentials();
      expect(theirs.accessKeyId).toBe((await world.current()).key.accessKeyId);
      const [ours, reference] = world.received;
      expect([ours?.method, ours?.path, ours?.query]).toEqual([
        reference?.method,
        reference?.path,
        reference?.query,
      ]);
    },
  );

  it("needs no Code", async () => {
    const world = await open("{url}/k", { body: temporaryKey("uri") });
    expect((await world.current()).key.accessKeyId).toBe("STS.uri-id");
  });

  const secret = "s3cr3t";
  it.each<[string, Reply, string]>([
    ["a refusal", { status: 401, body: secret }, "unauthenticated"],
    ["another refusal", { status: 403, body: { AccessKeySecret: secret } }, "unauthenticated"],
    ["nothing there", { status: 404, body: secret }, "unauthenticated"],
    ["an outage", { status: 500, body: secret }, "unavailable"],
    ["a page", { body: `<html>${secret}` }, "unexpected-response"],
    ["another Code", { body: { Code: "Failed", Message: secret } }, "unexpected-response"],
    ["half a key", { body: { AccessKeyId: "STS.x", AccessKeySecret: secret } }, "unexpected-response"],
    ["nothing", { body: {} }, "unexpected-response"],
    ["null", { body: null }, "unexpected-response"],
  ])("that answers with %s quotes nothing of it", async (_, reply, kind) => {
    const world = await open("{url}/k", reply);
    const error: unknown = await world.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ProviderError", kind });
    expect(`${error} ${Reflect.get(Object(error), "hint")}`).not.toContain(secret);
  });

  it.each<[string, string]>([
    ["http://example.com/s3cr3t", "is plain http"],
    ["https://u:s3cr3t@example.com/", "is no http or https address, or has a user name in it"],
    ["s3cr3t", "is no http or https address, or has a user name in it"],
  ])("like %j is refused", async (uri, message) => {
    const world = await open(uri);
    const error: unknown = await world.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "unauthenticated", message: expect.stringContaining(message) });
    expect(String(error)).not.toContain("s3cr3t");
  });
});
