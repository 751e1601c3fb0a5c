import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
// By path, as this package depends on no part of the host; the host's own transport is what has to get along with it.
import { createTransport, IdentityGate, Redactor, systemClock } from "@upgradectl/core";
import { type ErrorFacts, isProviderError } from "@upgradectl/provider-sdk";
import { expect, it, onTestFinished } from "vitest";
import type { HuaweiConfig } from "../config.ts";
import { type HuaweiService, openService } from "../service.ts";
import { reads } from "../testing/context.ts";
import type { FakeAnswer } from "../testing/fake-http.ts";
import { keyAnswer, podAnswer, tokenAnswer } from "../testing/sign-in-answers.ts";

type Answer = (request: IncomingMessage, count: number) => FakeAnswer;

interface Cloud {
  readonly url: string;
  /** `METHOD /path` of every request. */
  readonly log: string[];
  readonly asked: (line: string) => number;
}

/** A cloud whose answers are by `METHOD /path`; everything else is 404. Ends with the test. */
async function serve(answers: Record<string, Answer>): Promise<Cloud> {
  const log: string[] = [];
  const asked = (line: string) => log.filter((each) => each === line).length;
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`;
    log.push(line);
    const {
      status = 200,
      body = {},
      headers = {},
    } = answers[line]?.(request, asked(line)) ?? { status: 404 };
    request.resume().once("end", () => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      response.writeHead(status, { ...headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, log, asked };
}

interface Instance {
  readonly service: HuaweiService;
  readonly read: () => Promise<unknown>;
  readonly clock: { shift: number };
}

function open(
  cloud: Cloud,
  changes: { config?: HuaweiConfig; env?: Record<string, string>; files?: Record<string, string> },
  identities = new IdentityGate(),
): Instance {
  const redactor = new Redactor();
  const transport = createTransport({
    instance: "cce",
    reads,
    concurrency: 16,
    requestTimeoutMs: 5000,
    retries: 0,
    redactor,
    clock: systemClock,
    random: () => 0,
    identities,
  });
  onTestFinished(() => transport.close());
  const clock = { shift: 0 };
  const here = { endpoint: cloud.url, iamEndpoint: cloud.url, metadataEndpoint: cloud.url };
  const service = openService(
    {
      instance: "cce",
      config: { region: "cn-north-4", ...here, ...changes.config },
      env: changes.env ?? {},
      http: transport.http,
      now: () => Date.now() + clock.shift,
      readFile: async (path) => changes.files?.[path],
      secret: (value, show) => redactor.add(value, show),
    },
    { service: "cce", reads, errorRules: [] },
  );
  const read = () =>
    service.read("ShowCluster", { path: { cluster_id: "c1" }, signal: new AbortController().signal });
  return { service, read, clock };
}

function many(read: () => Promise<unknown>, count = 100): Promise<PromiseSettledResult<unknown>[]> {
  return Promise.allSettled(Array.from({ length: count }, read));
}

function errorOf(result: PromiseSettledResult<unknown> | undefined): ErrorFacts {
  if (result?.status === "rejected" && isProviderError(result.reason)) return result.reason;
  throw new Error(`expected a ProviderError, got ${JSON.stringify(result)}`);
}

const ok = { status: "fulfilled" };
const signIn = "POST /v3/auth/tokens";
const assume = "POST /v3.0/OS-CREDENTIAL/securitytokens";
const withPassword = { credentials: { username: "ops", password: "tell-nobody", domainName: "acme" } };

function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

it("a hundred reads at once take one sign-in, and no look-up of the project", async () => {
  const cloud = await serve({
    [signIn]: () => tokenAnswer("token-1", hoursFromNow(24), "p9"),
    "GET /projects/p9/clusters/c1": ({ headers }) => ({
      status: headers["x-auth-token"] === "token-1" ? 200 : 401,
    }),
  });
  const results = await many(open(cloud, { config: withPassword }).read);
  expect(results).toEqual(Array.from({ length: 100 }, () => expect.objectContaining(ok)));
  expect([cloud.asked(signIn), cloud.log.length]).toEqual([1, 101]);
});

it("a token that is refused in the middle of a run is replaced once for all, and so is the next", async () => {
  let good = "token-1";
  const cloud = await serve({
    [signIn]: (_, count) => tokenAnswer(`token-${count}`, hoursFromNow(24), "p9"),
    "GET /projects/p9/clusters/c1": ({ headers }) =>
      headers["x-auth-token"] === good
        ? {}
        : { status: 401, body: { error_code: "APIGW.0307", error_msg: "The token must be updated." } },
  });
  const { read } = open(cloud, { config: withPassword });
  await many(read);
  for (const count of [2, 3]) {
    good = `token-${count}`;
    const results = await many(read);
    expect(results).toEqual(Array.from({ length: 100 }, () => expect.objectContaining(ok)));
    expect(cloud.asked(signIn)).toBe(count);
  }
});

it("a token is replaced before it expires, with one sign-in", async () => {
  const cloud = await serve({
    [signIn]: (_, count) => tokenAnswer(`token-${count}`, hoursFromNow(count), "p9"),
    "GET /projects/p9/clusters/c1": () => ({}),
  });
  const { read, clock } = open(cloud, { config: withPassword });
  await many(read);
  clock.shift = 58 * 60_000;
  await many(read);
  expect(cloud.asked(signIn)).toBe(2);
});

it("a wrong password is sent once by an instance, and not without end by many", async () => {
  const cloud = await serve({
    [signIn]: () => ({
      status: 401,
      body: { error: { code: 401, message: "tell-nobody is wrong", title: "Unauthorized" } },
    }),
  });
  const identities = new IdentityGate();
  const results = await many(open(cloud, { config: withPassword }, identities).read);
  expect(cloud.asked(signIn)).toBe(1);
  expect(errorOf(results[99])).toMatchObject({ kind: "unauthenticated", retryable: false });
  expect(JSON.stringify(results.map((result) => errorOf(result).message))).not.toContain("tell-nobody");
  const instances = Array.from({ length: 20 }, () => open(cloud, { config: withPassword }, identities));
  await Promise.all(instances.map(({ read }) => many(read, 10)));
  expect(cloud.asked(signIn)).toBe(5);
});

it("a service that takes no token at all does not cause a sign-in for each cluster", async () => {
  const cloud = await serve({
    [signIn]: (_, count) => tokenAnswer(`token-${count}`, hoursFromNow(24), "p9"),
    "GET /projects/p9/clusters/c1": () => ({ status: 401, body: { error_code: "APIG.0307" } }),
  });
  const { read } = open(cloud, { config: withPassword });
  const results = [...(await many(read)), ...(await many(read))];
  expect(results.map((result) => errorOf(result).kind)).toEqual(Array(200).fill("unauthenticated"));
  expect(cloud.asked(signIn)).toBe(2);
});

it("an agency is assumed once with the server's identity, and looks its project up", async () => {
  const cloud = await serve({
    "PUT /meta-data/latest/api/token": () => ({ body: "meta" }),
    "GET /openstack/latest/securitykey": ({ headers }) =>
      headers["x-metadata-token"] === "meta" ? keyAnswer("SERVERKEY", hoursFromNow(1)) : { status: 401 },
    [assume]: ({ headers }) =>
      headers.authorization?.includes("Access=SERVERKEY,")
        ? { ...keyAnswer("AGENCYKEY", hoursFromNow(1)), status: 201 }
        : { status: 401 },
    "GET /v3/projects?name=cn-north-4": () => ({ body: { projects: [{ id: "p7", name: "cn-north-4" }] } }),
    "GET /projects/p7/clusters/c1": ({ headers }) => ({
      status: headers["x-security-token"] === "sts-of-AGENCYKEY" ? 200 : 401,
    }),
  });
  const assumeAgency = { agencyName: "auditor", domainName: "payer" };
  const results = await many(open(cloud, { config: { assumeAgency } }).read);
  expect(results).toEqual(Array.from({ length: 100 }, () => expect.objectContaining(ok)));
  expect(cloud.log.slice(0, 4)).toEqual([
    "PUT /meta-data/latest/api/token",
    "GET /openstack/latest/securitykey",
    assume,
    "GET /v3/projects?name=cn-north-4",
  ]);
  expect(cloud.log.length).toBe(104);
});

it.each(["/v1/credentials", "/v1/", "/"])("a pod's identity is fetched from %s", async (path) => {
  const cloud = await serve({
    [`POST ${path}`]: ({ headers }) =>
      headers.authorization === "pod-token" ? podAnswer("PODKEY01", hoursFromNow(1)) : { status: 401 },
    "GET /projects/p1/clusters/c1": () => ({}),
  });
  const env = {
    HC_CONTAINER_CREDENTIALS_FULL_URI: `${cloud.url}${path}`,
    HC_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token",
  };
  const { read } = open(cloud, { config: { projectId: "p1" }, env, files: { "/token": "pod-token\n" } });
  await many(read);
  expect(cloud.asked(`POST ${path}`)).toBe(1);
  expect(cloud.asked("GET /projects/p1/clusters/c1")).toBe(100);
});

it("a server without an agency is asked once, and then the next reads know", async () => {
  const cloud = await serve({
    "PUT /meta-data/latest/api/token": () => ({ status: 405 }),
    "GET /openstack/latest/securitykey": () => ({
      status: 401,
      body: "Please configure Cloud Service Agency first",
    }),
  });
  const { read } = open(cloud, { config: { projectId: "p1" } });
  const results = [...(await many(read)), ...(await many(read))];
  expect(errorOf(results[0]).hint).toMatch(/Bind an agency/);
  expect(errorOf(results[199]).kind).toBe("unauthenticated");
  expect(cloud.log.length).toBe(2);
});
