import signerModule from "@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js";
import type { SignableRequest } from "@upgradectl/provider-sdk";
import { describe, expect, it, test } from "vitest";
import type { AccessKey } from "./credentials/credential.ts";
import { authorize, signRequest, timeToleranceMs } from "./sign.ts";
import { vectors } from "./testing/vectors.ts";

const key: AccessKey = { accessKeyId: "EXAMPLEAK", secretAccessKey: "EXAMPLESK0123456789" };
const time = Date.UTC(2024, 0, 2, 3, 4, 5, 678);

function request(changes: Partial<SignableRequest> = {}): SignableRequest {
  return {
    action: "ShowCluster",
    method: "GET",
    host: "cce.cn-north-4.myhuaweicloud.com",
    path: "/api/v3/projects/p1/clusters/c1",
    query: "",
    headers: {},
    body: "",
    time,
    ...changes,
  };
}

describe("known signatures", () => {
  it.each(vectors)("$name", (vector) => {
    const header = authorize(
      vector,
      { accessKeyId: vector.ak, secretAccessKey: vector.sk },
      vector.date,
      vector.headers,
    );
    const names = Object.keys(vector.headers).sort().join(";");
    expect(header).toBe(
      `SDK-HMAC-SHA256 Access=${vector.ak}, SignedHeaders=${names}, Signature=${vector.signature}`,
    );
  });

  it.each(vectors.filter((vector) => vector.headers.host !== undefined))(
    "$name, as a whole request",
    (vector) => {
      const token = vector.headers["x-security-token"];
      const { host, "x-sdk-date": _, "x-security-token": __, ...sent } = vector.headers;
      const headers = signRequest(
        request({
          method: vector.method,
          host: host ?? "",
          path: vector.path,
          query: vector.query,
          body: vector.body,
          headers: { ...sent, "User-Agent": "upgradectl" },
        }),
        {
          accessKeyId: vector.ak,
          secretAccessKey: vector.sk,
          ...(token === undefined ? {} : { securityToken: token }),
        },
      );
      expect(headers.authorization).toContain(`Signature=${vector.signature}`);
      expect(headers["x-sdk-date"]).toBe(vector.date);
      expect(headers["x-security-token"]).toBe(token);
    },
  );
});

describe("what a signature covers", () => {
  const base = () => signRequest(request(), key).authorization;

  it.each<[string, Partial<SignableRequest>]>([
    ["the method", { method: "POST" }],
    ["the host", { host: "cce.cn-north-1.myhuaweicloud.com" }],
    ["the path", { path: "/api/v3/projects/p1/clusters/c2" }],
    ["the query", { query: "detail=true" }],
    ["the body", { body: "{}" }],
    ["the project", { headers: { "x-project-id": "p1" } }],
    ["the domain", { headers: { "X-Domain-Id": "d1" } }],
    ["the type of the body", { headers: { "Content-Type": "application/json" } }],
    ["the time", { time: time + 1000 }],
  ])("%s", (_, change) => {
    expect(signRequest(request(change), key).authorization).not.toBe(base());
  });

  it.each<[string, Partial<SignableRequest>]>([
    ["an unsigned header", { headers: { accept: "application/json" } }],
    ["fractions of a second", { time: time + 200 }],
    ["a slash at the end of the path", { path: "/api/v3/projects/p1/clusters/c1/" }],
  ])("not %s", (_, change) => {
    expect(signRequest(request(change), key).authorization).toBe(base());
  });

  it("reads a path and a query the same, however much of them is encoded", () => {
    const plain = signRequest(request({ path: "/a(b)*c", query: "b=1&a=x%20y" }), key);
    const encoded = signRequest(request({ path: "/%61%28b%29%2Ac", query: "a=x%20y&b=%31" }), key);
    expect(encoded).toEqual(plain);
  });

  it.each<[string, string, string]>([
    ["a name without a value", "b&a=1", "b=&a=1"],
    ["nothing between two signs", "&a=1&&b=2&", "a=1&b=2"],
    ["one value of one name twice", "b=2&a=1&b=2", "a=1&b=2&b=2"],
  ])("reads %s in a query", (_, written, meant) => {
    expect(signRequest(request({ query: written }), key)).toEqual(
      signRequest(request({ query: meant }), key),
    );
  });

  it("tells a value without a name from a name", () => {
    const [nameless, name] = ["=1", "%3D1"].map(
      (query) => signRequest(request({ query }), key).authorization,
    );
    expect(nameless).not.toBe(name);
  });

  it("takes no notice of blanks around a header", () => {
    const blank = signRequest(request({ headers: { "x-project-id": " p1\t" } }), key);
    expect(blank).toEqual(signRequest(request({ headers: { "x-project-id": "p1" } }), key));
  });

  it("takes a percent sign that encodes nothing as it is", () => {
    const bare = signRequest(request({ path: "/100%", query: "a=50%" }), key);
    expect(bare).toEqual(signRequest(request({ path: "/100%25", query: "a=50%25" }), key));
  });
});

it("allows for clocks that are a quarter of an hour apart", () => {
  expect(timeToleranceMs).toBe(900_000);
});

interface OfficialSigner {
  sign(request: object, credential: { getAk(): string; getSk(): string }): Record<string, string>;
}
// Its types ask for a whole credential; it calls these two methods.
const official = signerModule.AKSKSigner as unknown as OfficialSigner;

/**
 * The Node SDK escapes a path twice where it has characters that `url.parse` escapes (spaces, quotes, braces, non-ASCII;
 * its Python and Go siblings do not), so generated paths keep to the others. Queries and bodies take every character.
 */
const pathCharacters = "abcXYZ0189-._~!()*,;:@$+=&";
const textCharacters = `${pathCharacters} %/?#'"<>{}|\\^\`[]äß中文🚀\u0000\n`;

test("equals the official SDK's signature over generated requests", () => {
  const random = createRandom(20_261_120);
  for (let round = 0; round < 400; round += 1) {
    const segments = Array.from({ length: 1 + pick(random, 6) }, () => word(random, pathCharacters));
    const query: Record<string, string | string[]> = {};
    for (let count = pick(random, 5); count > 0; count -= 1) {
      const values = Array.from({ length: 1 + pick(random, 3) }, () => word(random, textCharacters));
      query[word(random, textCharacters)] = values.length === 1 ? (values[0] ?? "") : values;
    }
    const data = random() < 0.3 ? { note: word(random, textCharacters), count: pick(random, 9) } : undefined;
    const token = random() < 0.3 ? word(random, "abcXYZ0189+/=") : undefined;
    const project = random() < 0.7 ? { "X-Project-Id": word(random, "0123456789abcdef") } : {};
    const sent = { ...project, ...(data === undefined ? {} : { "content-type": "application/json" }) };
    const method = data === undefined ? "GET" : "POST";

    const theirs = official.sign(
      {
        endpoint: `https://cce.cn-north-4.myhuaweicloud.com/${segments.join("/")}`,
        method,
        queryParams: structuredClone(query),
        data,
        headers: {
          "X-Sdk-Date": "20240102T030405Z",
          ...sent,
          ...(token === undefined ? {} : { "X-Security-Token": token }),
        },
      },
      { getAk: () => key.accessKeyId, getSk: () => key.secretAccessKey },
    );
    const ours = signRequest(
      request({
        method,
        path: `/${segments.map((segment) => (round % 2 === 0 ? segment : encodeURIComponent(segment))).join("/")}`,
        query: Object.entries(query)
          .flatMap(([name, values]) =>
            [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
          )
          .join("&"),
        headers: sent,
        body: data === undefined ? "" : JSON.stringify(data),
      }),
      { ...key, ...(token === undefined ? {} : { securityToken: token }) },
    );
    expect(ours.authorization, `round ${round}`).toBe(theirs.Authorization);
  }
});

/** mulberry32: the same requests in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

function word(random: () => number, characters: string): string {
  const all = [...characters];
  return Array.from({ length: 1 + pick(random, 8) }, () => all[pick(random, all.length)]).join("");
}
