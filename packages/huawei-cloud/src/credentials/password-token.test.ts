import { describe, expect, it } from "vitest";
import type { HuaweiConfig } from "../config.ts";
import { prepare } from "../testing/context.ts";
import { failure } from "../testing/failure.ts";
import { tokenAnswer } from "../testing/sign-in-answers.ts";

const credentials = { username: "ops", password: " pass word!", domainName: "acme" };
const inRegion: HuaweiConfig = { region: "cn-north-4", credentials };
const inProject: HuaweiConfig = { ...inRegion, projectId: "p1" };
const signIn = "KeystoneCreateUserTokenByPassword";

describe("a user's password", () => {
  it("gets a token for the project, which all requests carry", async () => {
    const { http, readAgain, secrets } = prepare({ config: inProject, env: {} });
    await readAgain();
    await readAgain();
    expect(http.actions).toEqual([signIn, "ShowCluster", "ShowCluster"]);
    expect(http.requests[0]?.json).toEqual({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "ops", password: " pass word!", domain: { name: "acme" } } },
        },
        scope: { project: { id: "p1" } },
      },
    });
    expect(http.requests[0]?.headers).toEqual({});
    expect(http.requests[1]?.headers).toEqual({ "x-auth-token": "token-1", "x-project-id": "p1" });
    expect(http.requests[1]?.principal).toEqual({
      kind: "password-token",
      id: "ops",
      source: "config `credentials`",
    });
    expect([...secrets.keys()]).toEqual([" pass word!", "token-1"]);
  });

  it("tells the project too, so that none is looked up", async () => {
    const { http, read } = prepare({ config: inRegion, env: {} });
    await read();
    expect(http.actions).toEqual([signIn, "ShowCluster"]);
    expect(http.requests[0]?.json).toMatchObject({ auth: { scope: { project: { name: "cn-north-4" } } } });
    expect(http.requests[1]?.path.project_id).toBe("p-of-token");
  });

  it.each([undefined, "", "../x"])(
    "with the project %j in its answer, leaves it to the look-up",
    async (id) => {
      const answer = tokenAnswer("token-1", null, id);
      const { http, read } = prepare({ config: inRegion, env: {} }, { [signIn]: answer });
      await read();
      expect(http.actions).toEqual([signIn, "KeystoneListProjects", "ShowCluster"]);
      expect(http.requests[1]?.headers["x-auth-token"]).toBe("token-1");
    },
  );

  it.each<[string, Record<string, string>, object]>([
    [
      "Terraform's names",
      { HW_USER_NAME: "tf", HW_USER_PASSWORD: "pw\n", HW_DOMAIN_NAME: "acme" },
      { name: "tf", password: "pw", domain: { name: "acme" } },
    ],
    [
      "OpenStack's names",
      { OS_USERNAME: "os", OS_PASSWORD: "pw", OS_USER_DOMAIN_NAME: "acme", OS_DOMAIN_NAME: "x" },
      { name: "os", password: "pw", domain: { name: "acme" } },
    ],
    [
      "the other of OpenStack's names",
      { OS_USERNAME: "os", OS_PASSWORD: "pw", OS_DOMAIN_NAME: "acme" },
      { name: "os", password: "pw", domain: { name: "acme" } },
    ],
    [
      "the account's id",
      { HW_USER_NAME: "tf", HW_USER_PASSWORD: "pw", HW_DOMAIN_ID: "d1" },
      { name: "tf", password: "pw", domain: { id: "d1" } },
    ],
  ])("comes under %s", async (_, env, user) => {
    const { http, read } = prepare({ env });
    await read();
    expect(http.requests[0]?.json).toMatchObject({ auth: { identity: { password: { user } } } });
  });

  it("comes after a key of the same names", async () => {
    const env = { HW_USER_NAME: "u", HW_USER_PASSWORD: "p", HW_ACCESS_KEY: "AK", HW_SECRET_KEY: "s" };
    const { http, read } = prepare({ env });
    await read();
    expect(http.requests[0]?.identity).toBe("AK");
  });
});

describe("a refused password", () => {
  const wrong = {
    status: 401,
    body: { error: { message: "The username or password is wrong.", code: 401, title: "Unauthorized" } },
  };

  it("is sent once for a thousand clusters, and again after ten seconds", async () => {
    const { http, readAgain, clock } = prepare({ config: inProject, env: {} }, { [signIn]: wrong });
    const together = await Promise.all(Array.from({ length: 500 }, () => failure(readAgain())));
    for (let turn = 0; turn < 500; turn += 1) await failure(readAgain());
    expect(http.actions).toEqual([signIn]);
    expect(together[499]).toMatchObject({ kind: "unauthenticated", retryable: false, httpStatus: 401 });
    expect(together[499]?.message).toContain("The username or password is wrong");
    expect(together[499]?.hint).toMatch(/password.*domain name.*locks/);
    clock.time += 10_000;
    http.routes[signIn] = tokenAnswer("token-2", null);
    await readAgain();
    expect(http.actions).toEqual([signIn, signIn, "ShowCluster"]);
  });

  it("counts as one in every region", async () => {
    const env = {};
    const answers = { [signIn]: wrong };
    const a = prepare({ config: inProject, env }, answers);
    const b = prepare({ config: { ...inProject, region: "cn-south-1", projectId: "p2" }, env }, answers);
    const other = { ...credentials, password: "other" };
    const c = prepare({ config: { ...inProject, credentials: other }, env }, answers);
    for (const { read } of [a, b, c]) await failure(read());
    const [one, two, three] = [a, b, c].map(({ http }) => http.requests[0]?.identity);
    expect(one).toMatch(/^password:[0-9a-f]{64}$/);
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  it.each<[number, unknown]>([
    [400, { error_code: "IAM.0011", error_msg: "Request body is invalid." }],
    [401, ""],
    [401, "<html>sign in</html>"],
    [403, { error: { code: 403, message: "no" } }],
    [403, "<html>"],
    [404, { error: { code: 404, message: "Could not find project" } }],
    [409, {}],
  ])("with %i %j is explained", async (status, body) => {
    const { read } = prepare({ config: inProject, env: {} }, { [signIn]: { status, body } });
    const error = await failure(read());
    expect(error).toMatchObject({ kind: "unauthenticated", retryable: false, httpStatus: status });
    expect(error.message).toContain(`${signIn} answered ${status}`);
    expect(error.hint).toMatch(/domain name/);
  });

  it.each<[number, string]>([
    [408, "timeout"],
    [429, "rate-limited"],
    [500, "unavailable"],
  ])("is not what %i says, which may pass", async (status, kind) => {
    const { read } = prepare({ config: inProject, env: {} }, { [signIn]: { status, body: {} } });
    expect(await failure(read())).toMatchObject({ kind, retryable: true });
  });

  it("may come as a good answer", async () => {
    const body = { error: { code: 401, message: "The username or password is wrong." } };
    const { read } = prepare({ config: inProject, env: {} }, { [signIn]: { status: 200, body } });
    expect(await failure(read())).toMatchObject({ kind: "unauthenticated", retryable: false });
  });

  it("tells no long words of the answer", async () => {
    const body = { error: { code: 401, message: "no: MIIabcdefghijklmnopqrstuvwxyz0123456789 is bad" } };
    const { read } = prepare({ config: inProject, env: {} }, { [signIn]: { status: 401, body } });
    expect((await failure(read())).message).toBe(`${signIn} answered 401 no: … is bad`);
  });

  it("is not mistaken for a service that is down", async () => {
    const { http, readAgain } = prepare({ config: inProject, env: {} }, { [signIn]: { status: 503 } });
    expect(await failure(readAgain())).toMatchObject({ kind: "unavailable", retryable: true });
    http.routes[signIn] = tokenAnswer("token-2", null);
    await readAgain();
    expect(http.actions).toEqual([signIn, signIn, "ShowCluster"]);
  });

  it.each<[string, object]>([
    ["no token", { status: 201, body: { token: {} } }],
    ["a blank token", { status: 201, headers: { "x-subject-token": " " }, body: { token: {} } }],
    ["a token of two lines", { status: 201, headers: { "x-subject-token": "a b" }, body: { token: {} } }],
  ])("is told from an odd answer: %s", async (_, answer) => {
    const { http, read } = prepare({ config: inProject, env: {} }, { [signIn]: answer });
    expect((await failure(read())).kind).toBe("unexpected-response");
    expect(http.actions).toEqual([signIn]);
  });
});

describe("a token in the header", () => {
  it.each<[string, unknown]>([
    ["a list", []],
    ["a text", "tok"],
    ["half a text of JSON", '{"token":'],
    ["nothing", ""],
    ["null", null],
    ["a number for the token's facts", { token: 5 }],
    ["a list for the token's facts", { token: [] }],
    ["facts of other types", { token: { expires_at: {}, project: "p" } }],
    ["a project of another type", { token: { project: { id: 5 } } }],
  ])("serves until it is refused where the body is %s", async (_, body) => {
    const answer = { status: 201, headers: { "x-subject-token": "tok" }, body };
    const { http, readAgain, clock } = prepare({ config: inProject, env: {} }, { [signIn]: answer });
    await readAgain();
    clock.time += 365 * 86_400_000;
    await readAgain();
    expect(http.actions).toEqual([signIn, "ShowCluster", "ShowCluster"]);
    expect(http.requests.at(-1)?.headers["x-auth-token"]).toBe("tok");
  });
});
