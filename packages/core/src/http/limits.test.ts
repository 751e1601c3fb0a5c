import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, test } from "vitest";
import {
  failureOf,
  fakeClock,
  healthyApi,
  healthyTransport,
  list,
  sendJson,
  serve,
  serveRaw,
  show,
  stillClock,
} from "../testing/loopback.ts";

describe("time", () => {
  const head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  test.each([
    ["says nothing", () => {}],
    ["stops in the headers", (socket: Socket) => socket.write("HTTP/1.1 200 OK\r\n")],
    ["stops in the body", (socket: Socket) => socket.write(`${head}1\r\n{\r\n`)],
    [
      "trickles for ever",
      (socket: Socket) => {
        socket.write(head);
        const timer = setInterval(() => socket.write("1\r\n \r\n"), 2);
        socket.once("close", () => clearInterval(timer));
      },
    ],
  ])("a server that %s is a timeout", async (_, talk) => {
    const server = await serveRaw(talk);
    const failure = await failureOf(list(healthyApi(server.url, {}, { requestTimeoutMs: 30 })));
    const host = new URL(server.url).host;
    expect(failure).toMatchObject({
      kind: "timeout",
      retryable: true,
      message: `List: ${host} gave no complete answer within 0.03 s`,
    });
  });

  test("a timeout frees its place in the limits", async () => {
    let count = 0;
    const server = await serve((_, response) => {
      count += 1;
      if (count > 1) sendJson(response, 200, {});
    });
    const api = healthyApi(server.url, {}, { requestTimeoutMs: 200, concurrency: 1, retries: 1 });
    expect((await list(api)).status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });
});

describe("cancellation", () => {
  test("before, while waiting for a place, and under way: at once, with nothing more sent", async () => {
    const server = await serve(() => {});
    const controller = new AbortController();
    const api = healthyApi(server.url, {}, { concurrency: 1, retries: 5 });
    const running = failureOf(show(api, "a", controller.signal));
    const queued = failureOf(show(api, "b", controller.signal));
    await server.received(1);
    controller.abort();
    const late = failureOf(show(api, "c", controller.signal));
    for (const failure of await Promise.all([running, queued, late]))
      expect(failure).toMatchObject({ kind: "cancelled", retryable: false });
    expect(server.requests).toEqual(["GET /clusters/a"]);
  });

  test("while waiting for another try", async () => {
    const server = await serve((_, response) => sendJson(response, 503, {}));
    const controller = new AbortController();
    const clock = stillClock();
    const read = failureOf(
      list(healthyApi(server.url, {}, { retries: 5, clock }), { signal: controller.signal }),
    );
    await clock.slept;
    controller.abort();
    expect(await read).toMatchObject({ kind: "cancelled" });
    expect(server.requests).toHaveLength(1);
  });

  test("a ProviderError as the reason is the error", async () => {
    const server = await serve(() => {});
    const controller = new AbortController();
    const read = failureOf(list(healthyApi(server.url, {}, { retries: 5 }), { signal: controller.signal }));
    await server.received(1);
    controller.abort(new ProviderError({ kind: "timeout", message: "the run took longer than 5 m" }));
    expect(await read).toMatchObject({ kind: "timeout", message: "the run took longer than 5 m" });
    expect(server.requests).toHaveLength(1);
  });

  test("closing ends what is under way, what waits and what comes later", async () => {
    const server = await serve(() => {});
    const transport = healthyTransport({ concurrency: 1 });
    const api = transport.http.api({ baseUrl: server.url });
    const running = failureOf(show(api, "a"));
    const queued = failureOf(show(api, "b"));
    await server.received(1);
    await transport.close();
    const message = 'the provider "acme" was closed before the read ended';
    for (const failure of await Promise.all([running, queued, failureOf(show(api, "c"))]))
      expect(failure).toMatchObject({ kind: "cancelled", message });
    await transport.close();
  });
});

test("a run's signal keeps nothing of thousands of reads, at the same time or in turn", async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error): unknown => warnings.push(warning);
  process.on("warning", warn);
  const server = await serve((_, response) =>
    sendJson(
      response,
      server.requests.length % 7 === 0 ? 503 : server.requests.length % 5 === 0 ? 404 : 200,
      {},
    ),
  );
  const { signal } = new AbortController();
  const api = healthyApi(server.url, {}, { retries: 1 });
  await Promise.all(
    Array.from({ length: 1000 }, (_, index) => show(api, `${index}`, signal).catch(() => {})),
  );
  for (let index = 0; index < 100; index += 1) await show(api, `${index}`, signal).catch(() => {});
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(server.sockets()).toBeLessThanOrEqual(8);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", warn);
  expect(warnings).toEqual([]);
});

describe("places", () => {
  test.each([1, 3])("never more than %i under way, first come first served", async (concurrency) => {
    const server = await serve(
      (_, response) => void server.received(concurrency).then(() => sendJson(response, 200, {})),
    );
    const api = healthyApi(server.url, {}, { concurrency });
    await Promise.all(Array.from({ length: 30 }, (_, index) => show(api, `${index}`)));
    expect(server.mostInFlight()).toBe(concurrency);
    if (concurrency === 1)
      expect(server.requests).toEqual(Array.from({ length: 30 }, (_, index) => `GET /clusters/${index}`));
  });

  test("failures of every kind give their place back", async () => {
    let count = 0;
    const server = await serve((request, response) => {
      count += 1;
      if (count % 3 === 0) request.socket.destroy();
      else if (count % 3 === 1) response.end("nonsense");
      else sendJson(response, 404, {});
    });
    const api = healthyApi(server.url, {}, { concurrency: 1 });
    await Promise.all(Array.from({ length: 12 }, () => failureOf(list(api))));
    expect(server.requests).toHaveLength(12);
  });
});

describe("rate", () => {
  test.each([
    [0.5, 6],
    [5, 40],
    [200, 500],
  ])("%d a second is kept in every second", async (requestsPerSecond, count) => {
    const clock = fakeClock();
    const times: number[] = [];
    const server = await serve((_, response) => sendJson(response, 200, {}));
    const sign = (): { headers: Record<string, string> } => {
      times.push(clock.now());
      return { headers: {} };
    };
    const api = healthyApi(server.url, { sign }, { clock, requestsPerSecond, concurrency: 50 });
    await Promise.all(Array.from({ length: count }, () => list(api)));
    expect(times).toHaveLength(count);
    for (const start of times) {
      const inWindow = times.filter((time) => time >= start && time < start + 1000).length;
      expect(inWindow).toBeLessThanOrEqual(Math.ceil(requestsPerSecond) + 1);
    }
    const ideal = ((count - 1) / requestsPerSecond) * 1000;
    const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
    expect(took).toBeGreaterThan(0.95 * ideal - 20);
    expect(took).toBeLessThan(1.05 * ideal + 20);
  });
});
