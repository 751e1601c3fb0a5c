import { describe, expect, test } from "vitest";
import { Redactor } from "../redact.ts";
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

describe("another try", () => {
  test("is made of what passes, with a growing pause and a signature of its own", async () => {
    const clock = fakeClock();
    const server = await serve((_, response) =>
      server.requests.length <= 3 ? sendJson(response, 503, {}) : sendJson(response, 200, { ok: true }),
    );
    const times: number[] = [];
    const sign = ({ time }: { time: number }): { headers: Record<string, string> } => {
      times.push(time);
      return { headers: {} };
    };
    const answer = await list(healthyApi(server.url, { sign }, { clock, retries: 3, random: () => 0.5 }));
    expect(answer.body).toEqual({ ok: true });
    expect(clock.sleeps).toEqual([250, 500, 1000]);
    const first = times[0] ?? 0;
    expect(times).toEqual([first, first + 250, first + 750, first + 1750]);
  });

  test("is made after a broken connection", async () => {
    const server = await serve((request, response) => {
      if (server.requests.length === 1) request.socket.destroy();
      else sendJson(response, 200, {});
    });
    expect((await list(healthyApi(server.url, {}, { retries: 1 }))).status).toBe(200);
  });

  test("is not made more often than configured, and the error says how often it was tried", async () => {
    const server = await serve((_, response) => sendJson(response, 503, { why: "busy" }));
    const failure = await failureOf(list(healthyApi(server.url, {}, { retries: 2 })));
    expect(failure).toMatchObject({ kind: "unavailable", httpStatus: 503, retryable: true });
    expect(failure.message).toBe('List answered 503: {"why":"busy"} (after 3 tries)');
    expect(server.requests).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 409, 501])("is not made after %i", async (status) => {
    const clock = fakeClock();
    const server = await serve((_, response) => sendJson(response, status, {}));
    const failure = await failureOf(list(healthyApi(server.url, {}, { retries: 3, clock })));
    expect(failure.message).toBe(`List answered ${status}: {}`);
    expect([server.requests.length, clock.sleeps]).toEqual([1, []]);
  });

  test("is made where the plugin says so, and never of a refused authentication", async () => {
    const server = await serve((_, response) => sendJson(response, 400, {}));
    const retry = (kind: "unavailable" | "unauthenticated"): Promise<unknown> =>
      failureOf(
        list(
          healthyApi(
            server.url,
            { readError: () => ({ kind, message: "m", retryable: true }) },
            { retries: 1 },
          ),
        ),
      );
    expect(await retry("unavailable")).toMatchObject({ message: "m (after 2 tries)" });
    expect(await retry("unauthenticated")).toMatchObject({ message: "m", retryable: false });
    expect(server.requests).toHaveLength(3);
  });
});

describe("a service's advice", () => {
  test.each([
    [429, { "retry-after": "7" }, 7000],
    [429, { "retry-after": "56.818" }, 56_818],
    [503, { "retry-after": "7" }, 7000],
    [503, { "retry-after": "0" }, 500],
    [429, { "x-acs-retry-after": "1500" }, 1500],
    [429, { "x-acs-retry-after": "3" }, 500],
    [429, { "retry-after": "Fri, 20 Nov 2026 12:00:09 GMT", date: "Fri, 20 Nov 2026 12:00:00 GMT" }, 9000],
    [429, { "retry-after": "120" }, 120_000],
    [429, { "retry-after": "tomorrow" }, 500],
  ])("%i with %j waits %d ms", async (status, headers, expected) => {
    const clock = fakeClock();
    const server = await serve((_, response) =>
      server.requests.length === 1 ? sendJson(response, status, {}, headers) : sendJson(response, 200, {}),
    );
    await list(healthyApi(server.url, {}, { clock, retries: 1 }));
    expect(clock.sleeps).toEqual([expected]);
  });

  test("in the plugin's error counts too", async () => {
    const clock = fakeClock();
    const server = await serve((_, response) =>
      sendJson(response, server.requests.length === 1 ? 400 : 200, {}),
    );
    const api = healthyApi(
      server.url,
      {
        readError: ({ status }) =>
          status === 400 ? { kind: "rate-limited", message: "m", retryAfterMs: 4000 } : undefined,
      },
      { clock, retries: 1 },
    );
    await list(api);
    expect(clock.sleeps).toEqual([4000]);
  });

  test("beyond two minutes ends the read, and all others of the instance, with an error that names it", async () => {
    const clock = fakeClock();
    const server = await serve((_, response) => sendJson(response, 429, {}, { "retry-after": "300" }));
    const api = healthyApi(server.url, {}, { clock, retries: 3, concurrency: 1 });
    const failures = await Promise.all([
      failureOf(show(api, "a")),
      failureOf(show(api, "b")),
      failureOf(show(api, "c")),
    ]);
    for (const failure of [...failures, await failureOf(show(api, "d"))])
      expect(failure).toMatchObject({
        kind: "rate-limited",
        retryable: true,
        retryAfterMs: 300_000,
        message: "Show answered 429: {}; the service asks to wait 300 s",
      });
    expect([server.requests.length, clock.sleeps]).toEqual([1, []]);
    clock.time += 200_000;
    await failureOf(show(api, "e"));
    expect([server.requests.length, clock.sleeps]).toEqual([2, [100_000]]);
  });

  test("holds the whole instance, and no other one", async () => {
    const clock = fakeClock();
    const arrivals: [string | undefined, number][] = [];
    const server = await serve((request, response) => {
      arrivals.push([request.url, clock.now() - start]);
      if (arrivals.length === 1) sendJson(response, 429, {}, { "retry-after": "30" });
      else sendJson(response, 200, {});
    });
    const start = clock.now();
    const api = healthyApi(server.url, {}, { clock, retries: 1, concurrency: 1 });
    const other = healthyApi(server.url, {}, { retries: 0 });
    const limited = show(api, "a");
    const queued = show(api, "b");
    await server.received(1);
    await show(other, "other");
    await Promise.all([limited, queued]);
    await show(api, "later");
    expect(arrivals.filter(([url]) => url !== "/clusters/other").map(([, time]) => time)).toEqual([
      0, 30_000, 30_000, 30_000,
    ]);
    expect(clock.sleeps).toEqual([30_000]);
  });

  test("a read that waits for its next try leaves its place to others", async () => {
    const clock = fakeClock();
    let wake = (): void => {};
    const server = await serve((request, response) =>
      sendJson(response, request.url === "/clusters/sick" ? 503 : 200, {}),
    );
    const sleeping = {
      ...clock,
      sleep: () =>
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
    };
    const transport = healthyTransport({ concurrency: 1, retries: 1, clock: sleeping });
    const api = transport.http.api({ baseUrl: server.url });
    const sick = failureOf(show(api, "sick"));
    expect((await show(api, "well")).status).toBe(200);
    wake();
    expect(await sick).toMatchObject({ kind: "unavailable" });
  });
});

test("secrets are masked in all that an error says", async () => {
  const redactor = new Redactor();
  redactor.add("SuperSecretKey");
  redactor.add("LTAI5tExampleKey", "prefix");
  const server = await serve((_, response) => sendJson(response, 400, {}));
  const failure = await failureOf(
    list(
      healthyApi(
        server.url,
        {
          readError: () => ({
            kind: "forbidden",
            message: "LTAI5tExampleKey signed with SuperSecretKey",
            hint: "SuperSecretKey",
            code: "SuperSecretKey.1",
            requestId: "SuperSecretKey",
          }),
        },
        { redactor },
      ),
    ),
  );
  expect(failure).toMatchObject({
    message: "LTAI**** signed with ****",
    hint: "****",
    code: "****.1",
    requestId: "****",
  });
  expect(failure.cause).toBeUndefined();
});
