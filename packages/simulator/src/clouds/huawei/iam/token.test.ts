import { describe, expect, it } from "vitest";
import { projectPath, type Sent, sendHuawei } from "../../../testing/client.ts";
import {
  agencyBody,
  hour,
  openAccount,
  secondProject,
  secondProjectPath,
  start,
  tokenOf,
  visitHuawei,
} from "../../../testing/huawei-visitor.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, secondProject);
const { post, showWith, signIn } = visitHuawei(stage);

describe("an agency's token", () => {
  it("is given for the user's token, by either name of the member", async () => {
    const own = tokenOf(await signIn());
    for (const name of ["agency_name", "xrole_name"]) {
      const changes = { agency_name: undefined, [name]: "ops" };
      const body = agencyBody(changes, { project: { id: "ffff" } });
      const answer = await post("/v3/auth/tokens", body, { "x-auth-token": own });
      expect(answer.body.token).toMatchObject({ methods: ["assume_role"], user: { name: "acme/ops" } });
      expect((await showWith(tokenOf(answer), secondProjectPath)).status).toBe(200);
    }
    expect(stage.simulator.stats.byAction).toMatchObject({ KeystoneCreateAgencyToken: 2 });
    expect((await post("/v3/auth/tokens", agencyBody())).status).toBe(401);
    const unknown = await post("/v3/auth/tokens", agencyBody({ agency_name: "x" }), { "x-auth-token": own });
    expect(unknown).toMatchObject({ status: 404, body: { error: { title: "Not Found" } } });
  });
});

describe("an id token", () => {
  const path = "/v3.0/OS-AUTH/id-token/tokens";
  const scope = { project: { id: openAccount.projectId } };

  it("gets a token, with a scope or without", async () => {
    const body = { auth: { id_token: { id: "ID-TOKEN" }, scope } };
    const answer = await post(path, body, { "x-idp-id": "github" });
    expect(answer.body.token).toMatchObject({ methods: ["mapped"], project: { id: openAccount.projectId } });
    expect((await showWith(tokenOf(answer))).status).toBe(200);
    const unscoped = await post(path, { auth: { id_token: { id: "ID-TOKEN" } } }, { "x-idp-id": "github" });
    expect((await showWith(tokenOf(unscoped))).status).toBe(403);
  });

  it.each<[string, object, Sent["headers"], number]>([
    ["another token", { id: "other" }, { "x-idp-id": "github" }, 401],
    ["another provider", { id: "ID-TOKEN" }, { "x-idp-id": "gitlab" }, 401],
    ["no provider", { id: "ID-TOKEN" }, {}, 400],
    ["no token", {}, { "x-idp-id": "github" }, 400],
  ])("is refused for %s", async (_, id_token, headers, status) => {
    expect((await post(path, { auth: { id_token } }, headers)).status).toBe(status);
    expect(stage.simulator.stats.rejected).toHaveLength(1);
  });
});

describe("the account's own key and token", () => {
  it("go on working beside all of these", async () => {
    await stage.restart({ ...openAccount, token: "PERMANENT" });
    expect(
      (await sendHuawei(stage.simulator.url, `${projectPath}/clusters`, { time: stage.now })).status,
    ).toBe(200);
    stage.now += 1000 * hour;
    expect((await showWith("PERMANENT")).status).toBe(200);
  });
});
