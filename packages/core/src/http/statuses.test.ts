import { describe, expect, test } from "vitest";
import { Redactor } from "../redact.ts";
import { failureOf, healthyApi, list, sendJson, serve, show } from "../testing/loopback.ts";

describe("statuses", () => {
  test.each([
    [204, "unexpected-response", false],
    [304, "unexpected-response", false],
    [400, "unexpected-response", false],
    [401, "unauthenticated", false],
    [403, "forbidden", false],
    [404, "unavailable", false],
    [408, "timeout", true],
    [407, "unexpected-response", false],
    [429, "rate-limited", true],
    [500, "unavailable", true],
    [501, "unavailable", false],
    [503, "unavailable", true],
    [599, "unavailable", false],
    [700, "unavailable", false],
    [999, "unavailable", false],
  ])("%i without a name is %s", async (status, kind, retryable) => {
    const server = await serve((_, response) =>
      response
        .writeHead(status, { "x-request-id": "r-1" })
        .end(status === 204 || status === 304 ? "" : "<p>Oh\n\n no</p>"),
    );
    const failure = await failureOf(list(healthyApi(server.url)));
    expect(failure).toMatchObject({ kind, retryable, httpStatus: status, requestId: "r-1" });
    expect(failure.message).toMatch(new RegExp(`^List answered ${status}`));
    if (status >= 400) expect(failure.message).toBe(`List answered ${status}: Oh no`);
  });

  test("a part of an answer is none, though it be JSON", async () => {
    const server = await serve((_, response) =>
      response.writeHead(206, { "content-type": "application/json" }).end('{"clusters":[]}'),
    );
    const failure = await failureOf(list(healthyApi(server.url)));
    expect(failure).toMatchObject({ kind: "unexpected-response", retryable: false, httpStatus: 206 });
    expect(failure.message).toMatch(/^List answered 206: a part of the answer/);
  });

  test("at most 200 characters of the body are shown, and no secret, not even half of one", async () => {
    const redactor = new Redactor();
    redactor.add("SuperSecretKey");
    const server = await serve((_, response) =>
      response.writeHead(500).end(`${"x".repeat(195)}SuperSecretKey${"y".repeat(500)}`),
    );
    const { message } = await failureOf(list(healthyApi(server.url, {}, { redactor })));
    expect(message).toBe(`List answered 500: ${"x".repeat(195)}****y…`);
  });

  test("a plugin names errors first, also behind a success and a redirect", async () => {
    const server = await serve((request, response) =>
      sendJson(
        response,
        request.url?.endsWith("gone") === true ? 302 : 200,
        { code: "X.1" },
        { location: "/elsewhere", "x-request-id": "r-5" },
      ),
    );
    const api = healthyApi(server.url, {
      readError: ({ body }) => ({
        kind: "not-found",
        message: "no such cluster",
        code: (body as { code: string }).code,
      }),
    });
    expect(await failureOf(show(api, "a"))).toMatchObject({
      kind: "not-found",
      code: "X.1",
      httpStatus: 200,
      requestId: "r-5",
    });
    expect(await failureOf(show(api, "gone"))).toMatchObject({ kind: "not-found", httpStatus: 302 });
  });

  test.each([
    [
      "fails",
      () => {
        throw new TypeError("x is undefined");
      },
      /failed to read the answer to List: x is undefined/,
    ],
    ["names an unknown kind", () => ({ kind: "odd", message: "m" }) as never, /not its kind and message/],
    ["names no message", () => ({ kind: "forbidden" }) as never, /not its kind and message/],
  ])("a plugin that %s is at fault itself", async (_, readError, message) => {
    const server = await serve((_request, response) => sendJson(response, 400, {}));
    expect(await failureOf(list(healthyApi(server.url, { readError })))).toMatchObject({
      kind: "plugin",
      httpStatus: 400,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    ["https://login.example.com/a?token=abcdefgh#x", "https://login.example.com"],
    ["//login.example.com:8443/a", "http://login.example.com:8443"],
    ["/a?token=abcdefgh", "http://127.0.0.1"],
    ["javascript:alert(1)", "another address"],
    ["http://[", "another address"],
  ])("a redirect to %s is not followed and only its origin is told", async (location, shown) => {
    const server = await serve((_, response) => response.writeHead(302, { location }).end());
    const failure = await failureOf(list(healthyApi(server.url)));
    expect(failure).toMatchObject({ kind: "unexpected-response", httpStatus: 302, retryable: false });
    expect(failure.message).toContain(`redirected to ${shown}`);
    expect(failure.message).not.toMatch(/token|alert/);
    expect(server.requests).toHaveLength(1);
  });
});
