import { describe, expect, it } from "vitest";
import type { Sent } from "../../../testing/client.ts";
import {
  agencyBody,
  type Credential,
  hour,
  openAccount,
  secondProject,
  secondProjectPath,
  start,
  tokenBody,
  tokenOf,
  visitHuawei,
} from "../../../testing/huawei-visitor.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, secondProject);
const { post, showSigned, signIn, signedPost } = visitHuawei(stage);

const keyPath = "/v3.0/OS-CREDENTIAL/securitytokens";

describe("a temporary key", () => {
  it("comes from an agency, for a signed request, and opens every project of it until it expires", async () => {
    const { status, body } = await signedPost(keyPath, agencyBody());
    expect(status).toBe(201);
    const key: Credential = body.credential;
    expect(key).toEqual({
      access: expect.stringMatching(/^HSTA[0-9A-F]{16}$/),
      secret: expect.stringMatching(/^[\w-]{40}$/),
      securitytoken: expect.stringMatching(/^[\w-]{400,}$/),
      expires_at: "2026-11-20T11:00:00.123000Z",
    });
    expect((await showSigned(key)).status).toBe(200);
    expect((await showSigned(key, secondProjectPath)).status).toBe(200);
    expect(stage.simulator.stats.rejected).toEqual([]);
    stage.now += hour - 1;
    expect((await showSigned(key)).status).toBe(200);
    stage.now += 1;
    const refused = await showSigned(key);
    expect(refused).toMatchObject({ status: 401, body: { error_code: "APIG.0301" } });
    expect(refused.body.error_msg).toMatch(/securityToken has expired$/);
  });

  it("does not open with another secret or token, and is locked as every key", async () => {
    const { body } = await signedPost(keyPath, agencyBody());
    const key: Credential = body.credential;
    const other = await showSigned({ ...key, securitytoken: "other" });
    expect(other.body.error_msg).toMatch(/check securityToken fail/);
    for (let failure = 0; failure < 5; failure++) await showSigned({ ...key, secret: "wrong" });
    expect((await showSigned(key)).body.error_msg).toMatch(/AK access failed to reach the limit/);
  });

  it("of an agency may be asked for with a token, and the account named by its id", async () => {
    const { body } = await signIn();
    const token = tokenOf(await signIn());
    const { id } = body.token.user.domain;
    const answer = await post(keyPath, agencyBody({ domain_name: undefined, domain_id: id }), {
      "x-auth-token": token,
    });
    expect(answer.status).toBe(201);
  });

  it.each<[string, object, number, string]>([
    ["an unknown agency", { agency_name: "none" }, 404, "IAM.0004"],
    ["another account's agency", { domain_name: "other" }, 404, "IAM.0004"],
    ["an agency without a name", { agency_name: "" }, 400, "IAM.0011"],
    ["an agency of nobody", { domain_name: undefined }, 400, "IAM.0011"],
    ["less than 15 minutes", { duration_seconds: 899 }, 400, "IAM.0011"],
    ["more than a day", { duration_seconds: 86_401 }, 400, "IAM.0011"],
    ["a time in text", { duration_seconds: "3600" }, 400, "IAM.0011"],
  ])("is refused for %s", async (_, changes, status, code) => {
    const answer = await signedPost(keyPath, agencyBody(changes));
    expect(answer).toMatchObject({ status, body: { error_code: code, error_msg: expect.any(String) } });
    expect(stage.simulator.stats.rejected).toMatchObject([{ action: "CreateTemporaryAccessKeyByAgency" }]);
  });

  it("of an agency is for who is signed in", async () => {
    expect(await post(keyPath, agencyBody())).toMatchObject({
      status: 401,
      body: { error_code: "APIG.0301" },
    });
  });

  it("comes for a token in the header or in the body, for 15 minutes unless asked for more", async () => {
    const token = tokenOf(await signIn());
    const inHeader = await post(keyPath, tokenBody(), { "x-auth-token": token });
    expect(inHeader.body.credential.expires_at).toBe("2026-11-20T10:15:00.123000Z");
    const inBody = await post(keyPath, tokenBody({ id: token, duration_seconds: 86_400 }));
    expect(inBody.body.credential.expires_at).toBe("2026-11-21T10:00:00.123000Z");
    expect((await showSigned(inBody.body.credential)).status).toBe(200);
    expect((await showSigned(inBody.body.credential, secondProjectPath)).status).toBe(403);
  });

  it.each<[string, object, Sent["headers"], number, string]>([
    ["no token", tokenBody(), {}, 401, "IAM.0001"],
    ["a token of nobody", tokenBody({ id: "x" }), {}, 401, "APIG.0301"],
    ["another method", { auth: { identity: { methods: ["password"] } } }, {}, 400, "IAM.0011"],
    ["no body", {}, { "x-auth-token": "x" }, 400, "IAM.0011"],
  ])("is refused for %s", async (_, body, headers, status, code) => {
    const answer = await post(keyPath, body, headers);
    expect(answer).toMatchObject({ status, body: { error_code: code } });
    expect(stage.simulator.stats.rejected).toMatchObject([{ action: "CreateTemporaryAccessKeyByToken" }]);
  });

  it("is refused for a token that has expired", async () => {
    const token = tokenOf(await signIn());
    stage.now += 24 * hour;
    const answer = await post(keyPath, tokenBody({ id: token }));
    expect(answer).toMatchObject({ status: 401, body: { error_code: "APIG.0307" } });
  });

  it("lasts as long as the scenario says", async () => {
    await stage.restart({ ...openAccount, keyLifetime: "5s" });
    const { body } = await signedPost(keyPath, agencyBody());
    expect(body.credential.expires_at).toBe("2026-11-20T10:00:05.123000Z");
  });
});
