import type { SignableRequest } from "@upgradectl/provider-sdk";
import { describe, expect, test } from "vitest";
import { healthyApi, healthyTransport, list, sendJson, serve } from "../testing/loopback.ts";

const signal = new AbortController().signal;

describe("what goes over the wire", () => {
  test("path, query and headers are exactly those that were signed", async () => {
    const seen: { url: string | undefined; headers: Record<string, unknown> }[] = [];
    const server = await serve((request, response) => {
      seen.push({ url: request.url, headers: request.headers });
      sendJson(response, 200, {});
    });
    const signed: SignableRequest[] = [];
    const api = healthyApi(`${server.url}/gate/`, {
      sign: (request) => {
        signed.push(request);
        return {
          headers: { Authorization: "key sig", "X-Sdk-Date": "20261120T120000Z", host: request.host },
        };
      },
    });
    await api.read("Show", {
      path: { id: "a/b c" },
      query: { z: "1 2", a: ["y", "x!"], no: undefined, e: "" },
      headers: { "X-Project-Id": "p1" },
      signal,
    });
    const host = new URL(server.url).host;
    expect(signed).toEqual([
      {
        action: "Show",
        method: "GET",
        host,
        path: "/gate/clusters/a%2Fb%20c",
        query: "a=x%21&a=y&e=&z=1%202",
        headers: {
          accept: "application/json",
          "accept-encoding": "identity",
          "user-agent": "upgradectl",
          "x-project-id": "p1",
        },
        body: "",
        time: Date.parse("2026-11-20T12:00:00Z"),
      },
    ]);
    expect(seen).toEqual([
      {
        url: `${signed[0]?.path}?${signed[0]?.query}`,
        headers: {
          ...signed[0]?.headers,
          host,
          connection: "keep-alive",
          authorization: "key sig",
          "x-sdk-date": "20261120T120000Z",
        },
      },
    ]);
  });

  test.each([
    ["Peek", "HEAD /clusters"],
    ["Query", "POST /query"],
  ])("%s is sent as %s", async (action, line) => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    await healthyApi(server.url).read(action, { signal });
    expect(server.requests).toEqual([line]);
  });

  test("the answer comes back parsed, with its status, lower-case headers and the vendor's request id", async () => {
    const server = await serve((_, response) =>
      sendJson(response, 201, [1, "é"], {
        "X-Acs-Request-Id": "r-1",
        "X-Request-Id": "r-2",
        "X-Many": "a, b",
      }),
    );
    const answer = await list(
      healthyApi(server.url, { requestIdHeaders: ["X-Nothing", "X-Acs-Request-Id"] }),
    );
    expect(answer).toMatchObject({
      action: "List",
      status: 201,
      body: [1, "é"],
      isJson: true,
      requestId: "r-1",
    });
    expect(answer.headers).toMatchObject({ "x-acs-request-id": "r-1", "x-many": "a, b" });
    expect((await list(healthyApi(server.url))).requestId).toBe("r-2");
  });

  test("connections are kept: many requests in turn use one, many at once no more than the limit", async () => {
    const server = await serve((_, response) => setTimeout(() => sendJson(response, 200, {}), 1));
    const one = healthyApi(server.url);
    for (let index = 0; index < 20; index += 1) await list(one);
    expect(server.sockets()).toBe(1);
    const other = healthyApi(server.url, {}, { concurrency: 4 });
    await Promise.all(Array.from({ length: 60 }, () => list(other)));
    expect(server.sockets()).toBe(5);
  });

  test("services of one origin share its connections, and are listed for a dry run", async () => {
    const server = await serve((_, response) => sendJson(response, 200, {}));
    const transport = healthyTransport();
    const main = transport.http.api({ baseUrl: `${server.url}/cce/` });
    const iam = transport.http.api({ baseUrl: server.url, service: "iam" });
    expect(server.sockets()).toBe(0);
    await list(main);
    await iam.read("SignIn", { signal });
    expect(server.requests).toEqual(["GET /cce/clusters", "GET /token"]);
    expect(server.sockets()).toBe(1);
    expect([...transport.services()]).toEqual([
      ["default", `${server.url}/cce`],
      ["iam", server.url],
    ]);
  });

  test("a read may be made once its service is open, a sign-in only if it is among those that were named", () => {
    const transport = healthyTransport();
    const read = { action: "List", path: "/clusters" };
    const signIn = { action: "SignIn", path: "/token", service: "iam", purpose: "sign-in" } as const;
    const baseUrl = "https://iam.example.test";
    expect([read, signIn].map(transport.mayRead)).toEqual([false, false]);
    transport.http.api({ baseUrl, service: "iam" });
    expect([read, signIn].map(transport.mayRead)).toEqual([false, true]);
    transport.http.api({ baseUrl, service: "iam", signIns: ["Other"] });
    expect(transport.mayRead(signIn)).toBe(false);
    expect(transport.mayRead({ ...signIn, purpose: "post-check" })).toBe(true);
    transport.http.api({ baseUrl, service: "iam", signIns: ["SignIn"] });
    expect(transport.mayRead(signIn)).toBe(true);
  });
});
