import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, test } from "vitest";
import { failureOf, healthyApi, list, sendJson, serve, show } from "../testing/loopback.ts";

const signal = new AbortController().signal;
const ended = AbortSignal.abort();

describe("what a plugin may not do", () => {
  const cases: [string, (url: string) => Promise<unknown>, RegExp][] = [
    [
      "an undeclared action",
      (url) => healthyApi(url).read("Delete", { signal }),
      /asked for Delete, which it does not declare/,
    ],
    ["another service's action", (url) => healthyApi(url).read("SignIn", { signal }), /asked for SignIn/],
    ["an inherited name", (url) => healthyApi(url).read("constructor", { signal }), /asked for constructor/],
    ["a path that leaves its segment", (url) => show(healthyApi(url), ".."), /fills no path segment/],
    [
      "a line break in a header",
      (url) => list(healthyApi(url), { headers: { "x-a": "b\r\nx-c: d" } }),
      /line break/,
    ],
    [
      "a header beyond Latin-1",
      (url) => list(healthyApi(url), { headers: { "x-a": "中" } }),
      /no header may have/,
    ],
    [
      "a header that is no text",
      (url) => list(healthyApi(url), { headers: { "x-a": 1 as unknown as string } }),
      /"x-a"/,
    ],
    ["a bad header name", (url) => list(healthyApi(url), { headers: { "x a": "b" } }), /"x a"/],
    [
      "its own Host",
      (url) => list(healthyApi(url), { headers: { Host: "evil.example.com" } }),
      /header "host"/,
    ],
    [
      "its own framing",
      (url) => list(healthyApi(url), { headers: { "Transfer-Encoding": "chunked" } }),
      /transfer-encoding/,
    ],
    [
      "a line break in a signature",
      (url) => list(healthyApi(url, { sign: () => ({ headers: { authorization: "a\nb" } }) })),
      /line break/,
    ],
    [
      "a signer that fails",
      (url) =>
        list(
          healthyApi(url, {
            sign: () => {
              throw new TypeError("no key");
            },
          }),
        ),
      /failed to sign List: no key/,
    ],
    [
      "a signer that rejects",
      (url) => list(healthyApi(url, { sign: () => Promise.reject(new Error("no key")) })),
      /no key/,
    ],
    [
      "a signer without headers",
      (url) => list(healthyApi(url, { sign: () => ({}) as never })),
      /without returning headers/,
    ],
    ["a read without a signal", (url) => healthyApi(url).read("List", {} as never), /without the signal/],
  ];
  test.each(cases)("%s is a plugin error, and nothing is sent", async (_, act, message) => {
    const server = await serve((_request, response) => sendJson(response, 200, {}));
    expect(await failureOf(act(server.url))).toMatchObject({
      name: "ProviderError",
      kind: "plugin",
      retryable: false,
      message: expect.stringMatching(message),
    });
    expect(server.requests).toEqual([]);
  });

  test("a signer's own ProviderError passes, and is not tried again", async () => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    let asked = 0;
    const sign = (): never => {
      asked += 1;
      throw new ProviderError({ kind: "unavailable", message: "no token today" });
    };
    const failure = await failureOf(list(healthyApi(server.url, { sign }, { retries: 3 })));
    expect(failure).toMatchObject({ kind: "unavailable", message: "no token today" });
    expect([asked, server.requests.length]).toEqual([1, 0]);
  });
});

test("a plugin that asks again and again where nothing is sent keeps the process from nothing else", async () => {
  const server = await serve((_, response) => sendJson(response, 200, {}));
  const api = healthyApi(server.url);
  const most = 100_000;
  let tries = 0;
  let isOver = false;
  const asking = (async () => {
    for (; tries < most && !isOver; tries += 1) await failureOf(list(api, { signal: ended }));
  })();
  await new Promise((resolve) => setTimeout(resolve, 1));
  isOver = true;
  await asking;
  expect(tries).toBeLessThan(most);
  expect(server.requests).toEqual([]);
});
