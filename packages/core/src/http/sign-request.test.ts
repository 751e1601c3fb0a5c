import { describe, expect, test } from "vitest";
import {
  failureOf,
  fakeClock,
  healthyApi,
  healthyTransport,
  list,
  sendJson,
  serve,
  show,
} from "../testing/loopback.ts";

const signal = new AbortController().signal;

describe("signers that need time", () => {
  test("may read through the same transport, even with a concurrency of one and many readers", async () => {
    const server = await serve((request, response) => sendJson(response, 200, { token: request.url }));
    const transport = healthyTransport({ concurrency: 1 });
    const iam = transport.http.api({ baseUrl: server.url, service: "iam" });
    let token: Promise<unknown> | undefined;
    const api = transport.http.api({
      baseUrl: server.url,
      sign: async () => {
        token ??= iam.read("SignIn", { signal });
        await token;
        return { headers: { "x-auth-token": "t" }, identity: "user" };
      },
    });
    await Promise.all(Array.from({ length: 10 }, (_, index) => show(api, `c${index}`)));
    expect(server.requests.filter((line) => line === "GET /token")).toHaveLength(1);
    expect(server.requests).toHaveLength(11);
    expect(server.mostInFlight()).toBe(1);
  });

  test("time out like an answer", async () => {
    const failure = await failureOf(
      list(healthyApi("http://127.0.0.1:9", { sign: () => new Promise(() => {}) }, { requestTimeoutMs: 10 })),
    );
    expect(failure).toMatchObject({ kind: "timeout", message: "List could not be signed within 0.01 s" });
  });

  test("sign again what had to wait for minutes", async () => {
    const clock = fakeClock();
    const times: number[] = [];
    const server = await serve((_, response) => sendJson(response, 200, {}));
    const api = healthyApi(
      server.url,
      {
        sign: async ({ time }) => {
          times.push(time);
          return { headers: {} };
        },
      },
      { clock, requestsPerSecond: 1 / 300 },
    );
    await list(api);
    await list(api);
    expect(clock.now() - (times.at(-1) ?? 0)).toBeLessThan(60_000);
  });
});
