import type { ApiOptions, Read } from "@upgradectl/provider-sdk";
import { keepFresh } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { failureOf, fakeClock, healthyTransport, sendJson, serve } from "../testing/loopback.ts";

const reads: readonly Read[] = [
  { action: "Show", path: "/clusters/{id}" },
  { action: "SignIn", method: "POST", path: "/token", service: "iam", purpose: "sign-in", per: "account" },
];

/** A cloud that gives out tokens `t1`, `t2` ... and accepts those that `accepts` names. */
async function tokenCloud(accepts: (token: string) => boolean) {
  const given: string[] = [];
  const cloud = await serve((request, response) => {
    if (request.url === "/token") {
      given.push(`t${given.length + 1}`);
      sendJson(response, 201, { token: given.at(-1) });
      return;
    }
    const token = String(request.headers["x-token"]);
    if (accepts(token)) sendJson(response, 200, { token });
    else sendJson(response, 401, { message: "The token must be updated" });
  });
  const clock = fakeClock();
  const { http } = healthyTransport({ reads, clock });
  const iam = http.api({ service: "iam", baseUrl: cloud.url });
  const fresh = keepFresh(async (signal) => {
    const { body } = await iam.read("SignIn", { json: { user: "me" }, signal });
    return { value: (body as { token: string }).token, expiresAt: clock.now() + 3_600_000 };
  }, clock.now);
  const options: ApiOptions = {
    baseUrl: cloud.url,
    sign: async (_, signal) => {
      const token = await fresh.current(signal);
      return { headers: { "x-token": token }, identity: token, principal: { kind: "token" } };
    },
    renew: ({ identity }, signal) => fresh.renew((token) => token === identity, signal),
  };
  const { signal } = new AbortController();
  const api = http.api(options);
  const show = (id: string) => api.read("Show", { path: { id }, signal });
  return { cloud, clock, given, show };
}

describe("credentials that are got and renewed", () => {
  it("are got once for a hundred reads", async () => {
    const { given, show } = await tokenCloud(() => true);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => show(`c${index}`)));
    expect(answers.map(({ body }) => body)).toEqual(Array(100).fill({ token: "t1" }));
    expect(given).toEqual(["t1"]);
  });

  it("are renewed once where the service refuses them in the middle of a run", async () => {
    let refused = "none";
    const { given, show } = await tokenCloud((token) => token !== refused);
    await show("first");
    refused = "t1";
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => show(`c${index}`)));
    expect(answers.map(({ body }) => body)).toEqual(Array(40).fill({ token: "t2" }));
    expect(given).toEqual(["t1", "t2"]);
  });

  it("are renewed before they expire, and serve meanwhile", async () => {
    const { clock, cloud, given, show } = await tokenCloud(() => true);
    await show("early");
    clock.time += 3_540_000;
    expect((await show("late")).body).toEqual({ token: "t1" });
    await cloud.received(4);
    clock.time += 60_000;
    expect((await show("later")).body).toEqual({ token: "t2" });
    expect(given).toHaveLength(2);
  });

  it("are final when the new ones are refused too", async () => {
    const { cloud, given, show } = await tokenCloud(() => false);
    const error = await failureOf(show("c"));
    expect(error).toMatchObject({ kind: "unauthenticated", httpStatus: 401, retryable: false });
    expect(given).toEqual(["t1", "t2"]);
    expect(cloud.requests.filter((request) => request.startsWith("GET"))).toHaveLength(2);
  });

  it("stop the others of a run that cannot be renewed", async () => {
    const cloud = await serve((_, response) => sendJson(response, 401, { message: "no" }));
    const { http } = healthyTransport({ reads });
    const api = http.api({
      baseUrl: cloud.url,
      sign: () => ({ headers: {}, identity: "fixed" }),
      renew: () => false,
    });
    const { signal } = new AbortController();
    const all = Array.from({ length: 20 }, (_, index) =>
      failureOf(api.read("Show", { path: { id: `${index}` }, signal })),
    );
    expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(Array(20).fill("unauthenticated"));
    expect(cloud.requests).toHaveLength(1);
  });

  it("are given up with the read", async () => {
    const cloud = await serve((_, response) => sendJson(response, 401, {}));
    const { http } = healthyTransport({ reads });
    const asked = Promise.withResolvers<void>();
    const api = http.api({
      baseUrl: cloud.url,
      sign: () => ({ headers: {}, identity: "fixed" }),
      renew: () => {
        asked.resolve();
        return new Promise<boolean>(() => {});
      },
    });
    const run = new AbortController();
    const reading = failureOf(api.read("Show", { path: { id: "c" }, signal: run.signal }));
    await asked.promise;
    run.abort();
    expect(await reading).toMatchObject({ kind: "cancelled" });
  });

  it.each([
    ["null", () => null as never, { kind: "unauthenticated" }],
    [
      "a bug",
      () => {
        throw new TypeError("oops");
      },
      { kind: "plugin", message: expect.stringMatching(/renew the credentials.*oops/) },
    ],
    [
      "a rejection",
      async () => {
        throw new TypeError("oops");
      },
      { kind: "plugin" },
    ],
  ])("that a plugin answers with %s end the read, and nothing else", async (_what, renew, error) => {
    const cloud = await serve((_, response) => sendJson(response, 401, {}));
    const { http } = healthyTransport({ reads });
    const api = http.api({ baseUrl: cloud.url, sign: () => ({ headers: {}, identity: "fixed" }), renew });
    const { signal } = new AbortController();
    expect(await failureOf(api.read("Show", { path: { id: "c" }, signal }))).toMatchObject(error);
  });

  it("take as long as their own retries take, beyond the deadline of one request", async () => {
    let asked = 0;
    const cloud = await serve((request, response) => {
      if (request.url !== "/token") return sendJson(response, 200, {});
      asked += 1;
      // Three times almost the deadline, then an answer.
      setTimeout(() => sendJson(response, asked < 4 ? 503 : 201, { token: "t" }), 60);
    });
    const { http } = healthyTransport({ reads, retries: 5, requestTimeoutMs: 100 });
    const iam = http.api({ service: "iam", baseUrl: cloud.url });
    const api = http.api({
      baseUrl: cloud.url,
      sign: async (_, signal) => {
        await iam.read("SignIn", { json: {}, signal });
        return { headers: {} };
      },
    });
    const { signal } = new AbortController();
    expect((await api.read("Show", { path: { id: "c" }, signal })).status).toBe(200);
    expect(asked).toBe(4);
  });
});
