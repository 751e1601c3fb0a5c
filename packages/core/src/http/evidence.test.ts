import { expect, test } from "vitest";
import { failureOf, fakeClock, healthyApi, list, sendJson, serve, show } from "../testing/loopback.ts";
import { collectEvidence, type Evidence, type RequestTrace } from "./evidence.ts";

test("every try is kept for who asked, with its time and request id", async () => {
  const clock = fakeClock(Date.parse("2026-11-20T12:00:00Z"));
  const server = await serve((request, response) => {
    if (server.requests.length === 1) request.socket.destroy();
    else if (server.requests.length === 2) sendJson(response, 503, {}, { "x-request-id": "r-2" });
    else sendJson(response, 200, {}, { "x-request-id": "r-3" });
  });
  const api = healthyApi(server.url, {}, { clock, retries: 2 });
  const into: Evidence[] = [];
  await collectEvidence(into, () => list(api));
  expect(into).toEqual([
    { action: "List", requestId: null, httpStatus: null, at: "2026-11-20T12:00:00.000Z" },
    { action: "List", requestId: "r-2", httpStatus: 503, at: "2026-11-20T12:00:00.500Z" },
    { action: "List", requestId: "r-3", httpStatus: 200, at: "2026-11-20T12:00:01.500Z" },
  ]);
});

test("an id that only the body has is taken from the plugin's error", async () => {
  const server = await serve((_, response) => sendJson(response, 403, { RequestId: "b-1" }));
  const readError = ({
    body,
  }: {
    body: unknown;
  }): { kind: "forbidden"; message: string; requestId: string } => ({
    kind: "forbidden",
    message: "no",
    requestId: (body as { RequestId: string }).RequestId,
  });
  const into: Evidence[] = [];
  await collectEvidence(into, () => failureOf(list(healthyApi(server.url, { readError }))));
  expect(into).toMatchObject([{ requestId: "b-1", httpStatus: 403 }]);
});

test("reads at the same time do not mix, what was not sent leaves no trace, and the newest hundred are kept", async () => {
  const server = await serve((_, response) => sendJson(response, 200, {}));
  const api = healthyApi(server.url);
  const [first, second]: [Evidence[], Evidence[]] = [[], []];
  await Promise.all([
    collectEvidence(first, async () => {
      for (let index = 0; index < 104; index += 1) await show(api, "a");
      await list(api);
    }),
    collectEvidence(second, async () => {
      await failureOf(show(api, ".."));
      await list(api);
    }),
    list(api),
  ]);
  expect(first).toHaveLength(100);
  expect(first.at(-1)?.action).toBe("List");
  expect(second).toHaveLength(1);
});

test("who listens hears whose request it was: a cluster's, or the account's", async () => {
  const server = await serve((_, response) => sendJson(response, 200, {}));
  const heard: RequestTrace[] = [];
  const api = healthyApi(server.url, {}, { onRequest: (trace) => heard.push(trace) });
  await list(api);
  await collectEvidence([], () => list(api));
  await Promise.all([
    collectEvidence([], () => show(api, "a"), "payments"),
    collectEvidence([], () => show(api, "b"), "orders"),
  ]);
  expect(heard.map(({ cluster }) => String(cluster)).sort()).toEqual(["null", "null", "orders", "payments"]);
});

test("who listens hears every try as it ends, with its duration, also where nothing is kept", async () => {
  const clock = fakeClock(Date.parse("2026-11-20T12:00:00Z"));
  const server = await serve((request, response) => {
    clock.time += 250;
    if (server.requests.length === 1) request.socket.destroy();
    else if (server.requests.length === 2) sendJson(response, 503, {}, { "x-request-id": "r-2" });
    else sendJson(response, 200, {}, { "x-request-id": "r-3" });
  });
  const heard: RequestTrace[] = [];
  await list(healthyApi(server.url, {}, { clock, retries: 2, onRequest: (trace) => heard.push(trace) }));
  const each = { action: "List", instance: "acme", cluster: null, durationMs: 250 };
  expect(heard).toMatchObject([
    { ...each, requestId: null, httpStatus: null, error: "network" },
    { ...each, requestId: "r-2", httpStatus: 503, error: "unavailable" },
    { ...each, requestId: "r-3", httpStatus: 200, error: null },
  ]);
});
