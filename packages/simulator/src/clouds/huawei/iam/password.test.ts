import { describe, expect, it } from "vitest";
import {
  openAccount,
  passwordBody,
  secondProject,
  secondProjectPath,
  start,
  tokenOf,
  visitHuawei,
} from "../../../testing/huawei-visitor.ts";
import { huaweiAccount } from "../../../testing/scenario.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, secondProject);
const { post, showWith, signIn } = visitHuawei(stage);

describe("a password", () => {
  it("gets a token for a project, in the header, with its end in microseconds", async () => {
    const answer = await signIn();
    expect(answer.body).toEqual({
      token: {
        expires_at: "2026-11-21T10:00:00.123000Z",
        issued_at: "2026-11-20T10:00:00.123000Z",
        methods: ["password"],
        user: expect.objectContaining({ name: "reader", domain: expect.objectContaining({ name: "acme" }) }),
        project: expect.objectContaining({ id: openAccount.projectId, name: "cn-north-4" }),
        roles: expect.any(Array),
        catalog: [expect.objectContaining({ type: "identity" })],
      },
    });
    expect(answer.headers["x-iam-trace-id"]).toMatch(/^[0-9a-f]{32}$/);
    const token = tokenOf(answer);
    expect(await showWith(token)).toMatchObject({ status: 200, body: { metadata: { name: "payments" } } });
    expect((await showWith(token, secondProjectPath)).status).toBe(403);
    expect(stage.simulator.stats).toMatchObject({
      rejected: [],
      byAction: { KeystoneCreateUserTokenByPassword: 1 },
      byAccount: { cce: { total: 3 } },
    });
  });

  it.each<[string, object]>([
    ["the project's id", passwordBody({ scope: { project: { id: "ffff" } } })],
    ["its name", passwordBody({ scope: { project: { name: "cn-south-1" } } })],
    ["the account's and the user's id", {}],
  ])("signs in with %s", async (_, body) => {
    const { body: first } = await signIn();
    const { id, domain } = first.token.user;
    const byId = passwordBody({ user: { name: undefined, domain: undefined, id }, scope: { domain } });
    const answer = await signIn(Object.keys(body).length > 0 ? body : byId);
    expect(answer.status).toBe(201);
    if (Object.keys(body).length > 0) expect(answer.body.token.project.id).toBe("ffff");
    else expect(answer.body.token).toMatchObject({ domain: { name: "acme" } });
  });

  it("takes the account's id for its name, and leaves the catalog out on demand", async () => {
    const { body } = await signIn(undefined, "?nocatalog=true");
    expect(body.token.catalog).toEqual([]);
    const answer = await signIn(passwordBody({ user: { domain: { id: body.token.user.domain.id } } }));
    expect(answer.status).toBe(201);
    expect(stage.simulator.stats.rejected).toEqual([]);
  });

  it("gets a token without a scope, which is good for IAM and for no project", async () => {
    const token = tokenOf(await signIn(passwordBody({ scope: undefined })));
    expect((await showWith(token, "/v3/projects")).body.projects).toHaveLength(2);
    expect((await showWith(token, "/v3/auth/domains")).body.domains).toMatchObject([{ name: "acme" }]);
    const refused = await showWith(token);
    expect(refused).toMatchObject({ status: 403, body: { error_code: "APIG.0302" } });
  });

  it.each<[string, unknown, number, RegExp]>([
    ["another password", passwordBody({ user: { password: "wrong" } }), 401, /^The username or password/],
    ["an unknown user", passwordBody({ user: { name: "nobody" } }), 401, /^The username or password/],
    ["another account", passwordBody({ user: { domain: { name: "x" } } }), 401, /^The username or password/],
    ["an unknown project", passwordBody({ scope: { project: { id: "eeee" } } }), 401, /project: eeee/],
    ["an unknown account's scope", passwordBody({ scope: { domain: { name: "x" } } }), 401, /domain: x/],
    ["a scope of nothing", passwordBody({ scope: {} }), 400, /auth\.scope/],
    ["a project without a name", passwordBody({ scope: { project: {} } }), 400, /auth\.scope\.project/],
    ["a user without an account", passwordBody({ user: { domain: undefined } }), 400, /domain/],
    ["no password", passwordBody({ user: { password: undefined } }), 400, /password/],
    ["a password that is no text", passwordBody({ user: { password: 7 } }), 400, /password/],
    ["no method", passwordBody({ methods: undefined }), 400, /methods/],
    ["a scope that is null", passwordBody({ scope: null }), 400, /auth\.scope/],
    ["an empty list of methods", passwordBody({ methods: [] }), 400, /methods/],
    ["two methods", passwordBody({ methods: ["password", "totp"] }), 400, /methods/],
    ["text for methods", passwordBody({ methods: "password" }), 400, /methods/],
    ["no JSON", "auth", 400, /methods/],
    ["null", "null", 400, /methods/],
  ])("answers %s", async (_, body, status, message) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(status);
    const title = status === 401 ? "Unauthorized" : "Bad Request";
    expect(answer.body).toEqual({
      error: { code: status, title, message: expect.stringMatching(message) },
    });
    expect(answer.headers).not.toHaveProperty("x-subject-token");
    expect(answer.text).not.toContain("right");
    const { rejected } = stage.simulator.stats;
    expect(rejected).toMatchObject([{ severity: "refused", action: "KeystoneCreateUserTokenByPassword" }]);
  });

  it("wants JSON to be called so", async () => {
    const answer = await post("/v3/auth/tokens", passwordBody(), { "content-type": "text/plain" });
    expect(answer).toMatchObject({ status: 400, body: { error: { title: "Bad Request" } } });
  });

  it("locks a user for 15 minutes after five failures in a row", async () => {
    const wrong = () => signIn(passwordBody({ user: { password: "wrong" } }));
    for (let failure = 0; failure < 4; failure++) await wrong();
    const signedIn = await signIn();
    expect(signedIn.status).toBe(201);
    for (let failure = 0; failure < 5; failure++)
      expect((await wrong()).body.error.message).toMatch(/password is wrong/);
    const locked = await signIn();
    const { id } = signedIn.body.token.user;
    const byId = await signIn(passwordBody({ user: { id, name: undefined, domain: undefined } }));
    expect(byId.status).toBe(401);
    expect(locked).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringMatching(/locked/) } },
    });
    stage.now += 15 * 60_000 - 1;
    expect((await signIn()).status).toBe(401);
    stage.now += 1;
    expect((await signIn()).status).toBe(201);
  });

  it("is none of the simulator's business where no account has users", async () => {
    await stage.restart(huaweiAccount());
    expect(await signIn()).toMatchObject({ status: 404, body: { error_code: "APIG.0101" } });
    expect(stage.simulator.stats.rejected).toMatchObject([
      { reason: "no account of the scenario offers this" },
    ]);
  });

  it("gets a token that must be updated once its time is over", async () => {
    await stage.restart({ ...openAccount, tokenLifetime: "10m" });
    const token = tokenOf(await signIn());
    stage.now += 10 * 60_000 - 1;
    expect((await showWith(token)).status).toBe(200);
    stage.now += 1;
    const refused = await showWith(token);
    expect(refused).toMatchObject({ status: 401, body: { error_code: "APIG.0307" } });
    expect((await showWith(tokenOf(await signIn()))).status).toBe(200);
  });

  it("meets faults and literal answers before it is looked at", async () => {
    const action = "KeystoneCreateUserTokenByPassword";
    const body = { token: {} };
    const responses = { [action]: { status: 201, headers: { "X-Subject-Token": "LITERAL" }, body } };
    await stage.restart({ ...openAccount, faults: [{ kind: 503, action, times: 1 }], responses });
    expect((await signIn(passwordBody({ user: { password: "wrong" } }))).status).toBe(503);
    expect(tokenOf(await signIn())).toBe("LITERAL");
    expect(stage.simulator.stats).toMatchObject({ faults: 1, rejected: [] });
  });
});
