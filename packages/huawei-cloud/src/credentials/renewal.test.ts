import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "../config.ts";
import { prepare, startOfTest } from "../testing/context.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeRequest, FakeRoute } from "../testing/fake-http.ts";
import { keyAnswer, tokenAnswer } from "../testing/sign-in-answers.ts";

const signIn = "KeystoneCreateUserTokenByPassword";
const config: HuaweiConfig = {
  region: "cn-north-4",
  projectId: "p1",
  credentials: { username: "ops", password: "pw", domainName: "acme" },
};
const hour = 3_600_000;

function expiry(ms: number): string {
  return new Date(startOfTest + ms).toISOString();
}

/** token-1, token-2 ... that live for an hour by the test's clock. */
function countedTokens(): { route: FakeRoute; count: () => number } {
  let count = 0;
  const route = () => {
    count += 1;
    return tokenAnswer(`token-${count}`, expiry(count * hour));
  };
  return { route, count: () => count };
}

function takes(...tokens: readonly string[]): FakeRoute {
  return ({ headers }: FakeRequest) =>
    tokens.includes(headers["x-auth-token"] ?? "") ? { body: {} } : refusal(401, "APIGW.0307");
}

describe("a token that grows old", () => {
  it("is replaced before it expires, once for all", async () => {
    const tokens = countedTokens();
    const { http, readAgain, clock } = prepare({ config, env: {} }, { [signIn]: tokens.route });
    await readAgain();
    clock.time += hour - 10 * 60_000;
    await readAgain();
    expect(tokens.count()).toBe(1);
    clock.time += 6 * 60_000;
    await Promise.all(Array.from({ length: 100 }, () => readAgain()));
    await new Promise((resolve) => setImmediate(resolve));
    await readAgain();
    expect(tokens.count()).toBe(2);
    expect(http.requests.at(-1)?.headers["x-auth-token"]).toBe("token-2");
  });

  it("serves on while IAM is away, until it expires", async () => {
    const tokens = countedTokens();
    const { http, readAgain, clock } = prepare({ config, env: {} }, { [signIn]: tokens.route });
    await readAgain();
    clock.time += hour - 60_000;
    http.routes[signIn] = { status: 503 };
    await readAgain();
    clock.time += 2 * 60_000;
    expect((await failure(readAgain())).kind).toBe("unavailable");
  });

  it.each<[string, string | null]>([
    ["without an expiry", null],
    ["whose expiry is no time", "soon"],
    ["that has expired by this machine's clock", "2015-11-09T01:42:57.527363Z"],
  ])("%s is kept until it is refused", async (_, expiresAt) => {
    const { http, readAgain } = prepare({ config, env: {} }, { [signIn]: tokenAnswer("t", expiresAt) });
    await readAgain();
    await readAgain();
    expect(http.actions).toEqual([signIn, "ShowCluster", "ShowCluster"]);
  });
});

describe("a token that is refused", () => {
  it("is replaced once for all who were refused", async () => {
    const tokens = countedTokens();
    const { http, readAgain } = prepare({ config, env: {} }, { [signIn]: tokens.route });
    await readAgain();
    http.routes.ShowCluster = takes("token-2");
    await Promise.all(Array.from({ length: 100 }, () => readAgain()));
    expect(tokens.count()).toBe(2);
    http.routes.ShowCluster = takes("token-3");
    await readAgain();
    expect(tokens.count()).toBe(3);
  });

  it("is not replaced again and again by a service that takes none", async () => {
    const tokens = countedTokens();
    const answers = { [signIn]: tokens.route, ShowCluster: takes() };
    const { readAgain } = prepare({ config, env: {} }, answers);
    for (let turn = 0; turn < 50; turn += 1)
      expect(await failure(readAgain())).toMatchObject({ kind: "unauthenticated", code: "APIGW.0307" });
    expect(tokens.count()).toBe(2);
  });

  it("is not replaced again because an older one was taken late", async () => {
    const tokens = countedTokens();
    const late = Promise.withResolvers<void>();
    let reads = 0;
    const serve = async ({ headers }: FakeRequest) => {
      reads += 1;
      if (reads > 1) return refusal(401, "APIGW.0307");
      await late.promise;
      return { body: { took: headers["x-auth-token"] } };
    };
    const { readAgain } = prepare({ config, env: {} }, { [signIn]: tokens.route, ShowCluster: serve });
    const early = readAgain();
    expect((await failure(readAgain())).kind).toBe("unauthenticated");
    expect(tokens.count()).toBe(2);
    late.resolve();
    expect(await early).toMatchObject({ body: { took: "token-1" } });
    expect((await failure(readAgain())).kind).toBe("unauthenticated");
    expect(tokens.count()).toBe(2);
  });

  it("is replaced again where its replacement was taken in between", async () => {
    const tokens = countedTokens();
    const { http, readAgain } = prepare({ config, env: {} }, { [signIn]: tokens.route });
    for (const token of ["token-1", "token-2", "token-3", "token-4"]) {
      http.routes.ShowCluster = takes(token);
      await readAgain();
    }
    expect(tokens.count()).toBe(4);
  });

  it("is final where IAM gives the same again", async () => {
    const answers = { [signIn]: tokenAnswer("same", expiry(hour)), ShowCluster: takes() };
    const { http, readAgain } = prepare({ config, env: {} }, answers);
    await failure(readAgain());
    await failure(readAgain());
    expect(http.actions.filter((action) => action === signIn)).toHaveLength(2);
  });

  it("is final where a person wrote it down", async () => {
    const { http, read } = prepare(
      { env: { HW_AUTH_TOKEN: "old" } },
      { ShowCluster: refusal(401, "APIG.0307") },
    );
    expect((await failure(read())).hint).toMatch(/new token/);
    expect(http.actions).toEqual(["ShowCluster"]);
  });

  it("is replaced for the project look-up too", async () => {
    const tokens = countedTokens();
    const { projectId: _, ...inRegion } = config;
    const projects = ({ headers }: FakeRequest) =>
      headers["x-auth-token"] === "token-2"
        ? { body: { projects: [{ id: "found", name: "cn-north-4" }] } }
        : refusal(401, "APIG.0307");
    const answers = { [signIn]: tokens.route, KeystoneListProjects: projects };
    const { http, read } = prepare({ config: inRegion, env: {} }, answers);
    await read();
    expect(http.requests.at(-1)?.path.project_id).toBe("found");
    expect(tokens.count()).toBe(2);
  });
});

describe("a temporary key that is refused", () => {
  const inCloud = { config: { region: "cn-north-4", projectId: "p1" }, env: {} };

  it("is asked for again, and the request made once more only with another one", async () => {
    const { http, readAgain } = prepare(inCloud, {
      CreateMetadataToken: { body: "meta" },
      ShowMetadataSecurityKey: keyAnswer("FIRSTKEY"),
      ShowCluster: ({ identity }) => (identity === "SECONDKEY" ? { body: {} } : refusal(401, "APIG.0301")),
    });
    expect((await failure(readAgain())).kind).toBe("unauthenticated");
    expect(http.actions.filter((action) => action === "ShowCluster")).toHaveLength(1);
    expect(http.actions.filter((action) => action === "ShowMetadataSecurityKey")).toHaveLength(2);
    for (let turn = 0; turn < 20; turn += 1) await failure(readAgain());
    expect(http.actions.filter((action) => action === "ShowMetadataSecurityKey")).toHaveLength(2);
  });

  it("is replaced where the server has a new one", async () => {
    let count = 0;
    const { http, readAgain } = prepare(inCloud, {
      CreateMetadataToken: { body: "meta" },
      ShowMetadataSecurityKey: () => {
        count += 1;
        return keyAnswer(`ROTATED${count}`);
      },
      ShowCluster: ({ identity }) => (identity === "ROTATED2" ? { body: {} } : refusal(401, "APIG.0301")),
    });
    await readAgain();
    expect(http.requests.at(-1)?.identity).toBe("ROTATED2");
    expect(count).toBe(2);
  });
});
