import { describe, expect, it } from "vitest";
import {
  arn,
  form,
  hour,
  openAccount,
  partnerAccount,
  session,
  showDetail,
  signedBy,
  start,
  strictArn,
} from "../../../testing/alibaba-visitor.ts";
import { type Received, type Sent, send, sendAlibaba } from "../../../testing/client.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, partnerAccount);

/** AssumeRole as signature V3 has it: parameters in the query or in the form. */
function assume(parameters: Record<string, string>, sent: Sent = {}, inForm = false): Promise<Received> {
  const text = new URLSearchParams(parameters).toString();
  const body: Sent = inForm ? { body: text, headers: { "content-type": form } } : {};
  return sendAlibaba(stage.simulator.url, "AssumeRole", inForm ? "/" : `/?${text}`, {
    method: "POST",
    time: stage.now,
    ...body,
    ...sent,
    headers: { "x-acs-version": "2015-04-01", ...body.headers, ...sent.headers },
  });
}

describe("AssumeRole", () => {
  it.each([
    ["the query", false],
    ["the form", true],
  ])("gives a temporary key for an hour, with its parameters in %s", async (_, inForm) => {
    const { status, body } = await assume(session, {}, inForm);
    expect(status).toBe(200);
    expect(body).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      AssumedRoleUser: { Arn: `${arn}/upgradectl`, AssumedRoleId: expect.stringMatching(/:upgradectl$/) },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^STS\.NU[0-9A-F]{16}$/),
        AccessKeySecret: expect.stringMatching(/^[\w-]{40}$/),
        SecurityToken: expect.stringMatching(/^CAIS[\w-]{400,}$/),
        Expiration: "2026-11-20T11:00:00Z",
      },
    });
    expect((await showDetail(stage, body.Credentials)).status).toBe(200);
    expect(stage.simulator.stats).toMatchObject({ rejected: [], byAction: { AssumeRole: 1 } });
    stage.now += hour - 1;
    expect((await showDetail(stage, body.Credentials)).status).toBe(200);
    stage.now += 1;
    const expired = await showDetail(stage, body.Credentials);
    expect(expired).toMatchObject({ status: 400, body: { Code: "InvalidSecurityToken.Expired" } });
  });

  it("opens the role's account and no other", async () => {
    const guest = { ...session, RoleArn: "acs:ram::210987654321:role/guest" };
    const { body } = await assume(guest);
    expect((await showDetail(stage, body.Credentials, "/clusters/c2")).status).toBe(200);
    expect((await showDetail(stage, body.Credentials)).body.code).toBe("ErrorClusterNotFound");
  });

  it("takes a temporary key as well, so that roles chain", async () => {
    const { body } = await assume(session);
    expect((await assume(session, signedBy(body.Credentials))).status).toBe(200);
  });

  it("opens a role with its external id alone", async () => {
    const wanted = { ...session, RoleArn: strictArn };
    expect(await assume(wanted)).toMatchObject({ status: 403, body: { Code: "NoPermission" } });
    expect((await assume({ ...wanted, ExternalId: "other" })).status).toBe(403);
    expect((await assume({ ...wanted, ExternalId: "partner" })).status).toBe(200);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ["an unknown role", { ...session, RoleArn: "acs:ram::1:role/none" }, 404, "EntityNotExist.Role"],
    ["no role", { RoleSessionName: "upgradectl" }, 400, "MissingRoleArn"],
    ["no session name", { RoleArn: arn }, 400, "MissingRoleSessionName"],
    [
      "a session name of one letter",
      { ...session, RoleSessionName: "u" },
      400,
      "InvalidParameter.RoleSessionName",
    ],
    [
      "a session name with spaces",
      { ...session, RoleSessionName: "a b" },
      400,
      "InvalidParameter.RoleSessionName",
    ],
    ["too short a time", { ...session, DurationSeconds: "899" }, 400, "InvalidParameter.DurationSeconds"],
    ["too long a time", { ...session, DurationSeconds: "43201" }, 400, "InvalidParameter.DurationSeconds"],
    [
      "a time that is no number",
      { ...session, DurationSeconds: "1h" },
      400,
      "InvalidParameter.DurationSeconds",
    ],
  ])("refuses %s", async (_, parameters, status, code) => {
    const answer = await assume(parameters);
    expect(answer).toMatchObject({ status, body: { Code: code, HostId: expect.any(String) } });
    expect(stage.simulator.stats.rejected).toMatchObject([{ severity: "refused", action: "AssumeRole" }]);
  });

  it("has a version of its own and wants a signature", async () => {
    const other = await assume(session, { headers: { "x-acs-version": "2015-12-15" } });
    expect(other).toMatchObject({ status: 404, body: { Code: "InvalidVersion" } });
    expect(await assume(session, { secret: "wrong" })).toMatchObject({
      status: 400,
      body: { Code: "SignatureDoesNotMatch" },
    });
    const headers = { "x-acs-action": "AssumeRole", "x-acs-version": "2015-04-01" };
    expect((await send(stage.simulator.url, "/", { headers })).body.Code).toBe("MissingAccessKeyId");
    expect((await send(stage.simulator.url, "/?Action=GetCallerIdentity")).body.Code).toBe(
      "InvalidAction.NotFound",
    );
  });

  it("lasts as long as the request or, before it, the scenario says", async () => {
    const parameters = { ...session, DurationSeconds: "900" };
    expect((await assume(parameters)).body.Credentials.Expiration).toBe("2026-11-20T10:15:00Z");
    await stage.restart({ ...openAccount, keyLifetime: "5s" });
    expect((await assume(parameters)).body.Credentials.Expiration).toBe("2026-11-20T10:00:05Z");
  });

  it("meets faults and literal answers", async () => {
    const responses = { AssumeRole: { body: { Credentials: null } } };
    await stage.restart({
      ...openAccount,
      faults: [{ kind: 503, action: "AssumeRole", times: 1 }],
      responses,
    });
    expect((await assume(session)).status).toBe(503);
    expect((await assume(session)).body).toEqual({ Credentials: null });
  });
});
