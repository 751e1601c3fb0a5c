import { describe, expect, it } from "vitest";
import {
  form,
  oidc,
  openAccount,
  partnerAccount,
  session,
  showDetail,
  start,
  strictArn,
} from "../../../testing/alibaba-visitor.ts";
import { type Received, send } from "../../../testing/client.ts";
import { alibabaAccount } from "../../../testing/scenario.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, partnerAccount);

describe("AssumeRoleWithOIDC", () => {
  const call = { Action: "AssumeRoleWithOIDC", Version: "2015-04-01" };
  const given = { ...session, OIDCProviderArn: oidc.providerArn, OIDCToken: oidc.token };

  function post(parameters: Record<string, string>, query: Record<string, string> = call): Promise<Received> {
    const body = new URLSearchParams(parameters).toString();
    const headers = { "content-type": form, "content-length": `${Buffer.byteLength(body)}` };
    return send(stage.simulator.url, `/?${new URLSearchParams(query)}`, { method: "POST", body, headers });
  }

  it("gives a key for a token, without a signature", async () => {
    const { status, body } = await post(given);
    expect(status).toBe(200);
    expect(body).toMatchObject({ AssumedRoleUser: {}, OIDCTokenInfo: {} });
    expect((await showDetail(stage, body.Credentials)).status).toBe(200);
    expect(stage.simulator.stats).toMatchObject({
      rejected: [],
      byAction: { AssumeRoleWithOIDC: 1 },
      byAccount: { ack: { total: 2 } },
    });
  });

  it("takes everything in the form too", async () => {
    expect((await post({ ...call, ...given }, {})).status).toBe(200);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ["another token", { ...given, OIDCToken: "other" }, 400, "AuthenticationFail.OIDCToken.Invalid"],
    ["another provider", { ...given, OIDCProviderArn: "x" }, 403, "AuthenticationFail.NoPermission"],
    ["another role", { ...given, RoleArn: strictArn }, 403, "AuthenticationFail.NoPermission"],
    ["no token", { ...session, OIDCProviderArn: "x" }, 400, "MissingOIDCToken"],
    ["a short time", { ...given, DurationSeconds: "60" }, 400, "InvalidParameter.DurationSeconds"],
  ])("refuses %s", async (_, parameters, status, code) => {
    const answer = await post(parameters);
    expect(answer).toMatchObject({ status, body: { Code: code } });
    expect(answer.text).not.toContain(oidc.token);
    expect(stage.simulator.stats.rejected).toMatchObject([{ action: "AssumeRoleWithOIDC" }]);
  });

  it("wants its version, and an account that has a provider", async () => {
    expect((await post(given, { ...call, Version: "1" })).body.Code).toBe("InvalidVersion");
    await stage.restart(alibabaAccount());
    expect((await post(given)).body.Code).toBe("InvalidAction.NotFound");
  });
});
