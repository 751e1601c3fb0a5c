import type { Api, ApiOptions, SignedHeaders } from "@upgradectl/provider-sdk";
import { describe, expect, test } from "vitest";
import { failureOf, healthyApi, healthyTransport, list, sendJson, serve, show } from "../testing/loopback.ts";
import { IdentityGate } from "./identity-gate.ts";

const signal = new AbortController().signal;
const signAs = (identity: string) => (): SignedHeaders => ({ headers: { "x-key": identity }, identity });

function manyReads(api: Api, count: number): Promise<unknown>[] {
  return Array.from({ length: count }, (_, index) => show(api, `c${index}`).catch((error: unknown) => error));
}

describe("within one instance", () => {
  test("the first request goes alone; once it is accepted, all go", async () => {
    const first = Promise.withResolvers<void>();
    const server = await serve((_, response) => {
      if (server.requests.length === 1) void first.promise.then(() => sendJson(response, 200, {}));
      else void server.received(9).then(() => sendJson(response, 200, {}));
    });
    const other = await serve((_, response) => sendJson(response, 200, {}));
    const api = healthyApi(server.url, { sign: signAs("k1") });
    const reads = manyReads(api, 20);
    await server.received(1);
    // A whole way there and back, in which the others would have arrived too.
    await list(healthyApi(other.url));
    expect(server.requests).toEqual(["GET /clusters/c0"]);
    first.resolve();
    await Promise.all(reads);
    expect(server.requests).toHaveLength(20);
    expect(server.mostInFlight()).toBe(8);
  });

  test.each<[string, ApiOptions["sign"]]>([
    ["at once", signAs("k1")],
    ["later", async () => signAs("k1")()],
  ])(
    "a refusal ends all reads with that identity, signed %s, with the same error and nothing more sent",
    async (_, sign) => {
      const server = await serve((_request, response) =>
        sendJson(response, 401, { error: "bad key" }, { "x-request-id": "r-1" }),
      );
      const api = healthyApi(server.url, { ...(sign === undefined ? {} : { sign }) }, { retries: 3 });
      const failures = [...(await Promise.all(manyReads(api, 20))), await failureOf(list(api))];
      for (const failure of failures)
        expect(failure).toMatchObject({
          kind: "unauthenticated",
          retryable: false,
          httpStatus: 401,
          requestId: "r-1",
          message: 'Show answered 401: {"error":"bad key"}',
        });
      expect(server.requests).toHaveLength(1);
    },
  );

  test("a refusal without an identity ends the reads of that service only", async () => {
    const server = await serve((request, response) =>
      sendJson(response, request.url === "/token" ? 200 : 401, {}),
    );
    const transport = healthyTransport();
    const api = transport.http.api({ baseUrl: server.url });
    await failureOf(list(api));
    expect(await failureOf(show(api, "a"))).toMatchObject({
      kind: "unauthenticated",
      message: "List answered 401: {}",
    });
    await transport.http.api({ baseUrl: server.url, service: "iam" }).read("SignIn", { signal });
    expect(server.requests).toEqual(["GET /clusters", "GET /token"]);
  });

  test("a new identity starts anew", async () => {
    let key = "old";
    const server = await serve((request, response) =>
      sendJson(response, request.headers["x-key"] === "old" ? 401 : 200, {}),
    );
    const api = healthyApi(server.url, { sign: () => signAs(key)() });
    await failureOf(list(api));
    key = "new";
    expect((await list(api)).status).toBe(200);
  });

  test("a plugin's own reading of a refusal counts, whatever the status", async () => {
    const server = await serve((_, response) =>
      sendJson(response, 404, { Code: "InvalidAccessKeyId.NotFound" }),
    );
    const api = healthyApi(server.url, {
      sign: signAs("k1"),
      readError: () => ({ kind: "unauthenticated", message: "no such key" }),
    });
    await Promise.all(manyReads(api, 5));
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, (count: number) => number | "reset"]>([
    ["a server error", (count) => (count === 1 ? 503 : 401)],
    ["a broken connection", (count) => (count === 1 ? "reset" : 401)],
    ["only server errors, then a limited rate", (count) => (count < 4 ? 500 : count === 4 ? 429 : 401)],
  ])("%s before the refusals proves nothing: at most five are sent in all", async (_, answer) => {
    let refused = 0;
    const server = await serve((request, response) => {
      const status = answer(server.requests.length);
      if (status === 401) refused += 1;
      if (status === "reset") request.socket.destroy();
      else setTimeout(() => sendJson(response, status, {}), 2);
    });
    await Promise.all(manyReads(healthyApi(server.url, { sign: signAs("k1") }, { concurrency: 50 }), 100));
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(5);
  });

  test("a probe that breaks off or is cancelled hands over to the next", async () => {
    const controller = new AbortController();
    const server = await serve((request, response) => {
      if (request.url === "/clusters/cancelled") controller.abort();
      else if (request.url === "/clusters/broken") request.socket.destroy();
      else sendJson(response, 200, {});
    });
    const api = healthyApi(server.url, { sign: signAs("k1") });
    const cancelled = failureOf(show(api, "cancelled", controller.signal));
    const waiting = failureOf(show(api, "waiting", controller.signal));
    const broken = failureOf(show(api, "broken"));
    const rest = manyReads(api, 5);
    expect(await cancelled).toMatchObject({ kind: "cancelled" });
    expect(await waiting).toMatchObject({ kind: "cancelled" });
    expect(await broken).toMatchObject({ kind: "network" });
    await Promise.all(rest);
    expect(server.requests).toHaveLength(7);
  });
});

describe("over all instances", () => {
  test("five refusals in a row end all reads with that identity, and the error says so", async () => {
    const server = await serve((_, response) => sendJson(response, 401, {}));
    const identities = new IdentityGate();
    const apis = Array.from({ length: 12 }, () =>
      healthyApi(server.url, { sign: signAs("k1") }, { identities }),
    );
    const failures = await Promise.all(apis.flatMap((api) => manyReads(api, 3)));
    expect(server.requests).toHaveLength(5);
    expect(server.mostInFlight()).toBe(1);
    expect(failures.at(-1)).toMatchObject({
      kind: "unauthenticated",
      retryable: false,
      message:
        "5 authentications in a row failed with these credentials, so nothing more is sent with them; the last said: Show answered 401: {}",
    });
    const other = await failureOf(list(healthyApi(server.url, { sign: signAs("k2") }, { identities })));
    expect(other.message).toBe("List answered 401: {}");
  });

  test("an identity that is good in one region is refused in others five times at most", async () => {
    const good = await serve((_, response) => sendJson(response, 200, {}));
    const bad = await serve((_, response) => setTimeout(() => sendJson(response, 401, {}), 2));
    const identities = new IdentityGate();
    const api = healthyApi(good.url, { sign: signAs("k1") }, { identities });
    await list(api);
    const others = Array.from({ length: 12 }, () =>
      healthyApi(bad.url, { sign: signAs("k1") }, { identities }),
    );
    await Promise.all(others.flatMap((other) => manyReads(other, 4)));
    expect(bad.requests).toHaveLength(5);
    expect(await failureOf(list(api))).toMatchObject({ kind: "unauthenticated" });
  });

  test("a success in between starts the count again", async () => {
    const good = await serve((_, response) => sendJson(response, 200, {}));
    const bad = await serve((_, response) => sendJson(response, 401, {}));
    const identities = new IdentityGate();
    const api = healthyApi(good.url, { sign: signAs("k1") }, { identities });
    for (let index = 0; index < 8; index += 1) {
      await list(api);
      await failureOf(list(healthyApi(bad.url, { sign: signAs("k1") }, { identities })));
    }
    expect(bad.requests).toHaveLength(8);
  });
});
