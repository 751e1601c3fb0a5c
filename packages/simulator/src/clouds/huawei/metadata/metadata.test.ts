import { describe, expect, it } from "vitest";
import { type Received, send } from "../../../testing/client.ts";
import { hour, openAccount, secondProject, start, visitHuawei } from "../../../testing/huawei-visitor.ts";
import { huaweiAccount } from "../../../testing/scenario.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, secondProject);
const { post, showSigned } = visitHuawei(stage);

describe("a server's metadata", () => {
  const sessionPath = "/meta-data/latest/api/token";
  const securityKey = "/openstack/latest/securitykey";

  function openSession(ttl: string | undefined = "21600"): Promise<Received> {
    return send(stage.simulator.url, sessionPath, {
      method: "PUT",
      headers: { "x-metadata-token-ttl-seconds": ttl, "content-length": "0" },
    });
  }

  function getKey(session?: string): Promise<Received> {
    return send(stage.simulator.url, securityKey, { headers: { "x-metadata-token": session } });
  }

  it("gives the agency's key in a session, which opens the account", async () => {
    await stage.restart({ ...openAccount, metadata: "v2" });
    const session = await openSession();
    expect(session).toMatchObject({ status: 200, headers: { "content-type": "text/plain; charset=utf-8" } });
    const { body } = await getKey(session.text);
    expect(body.credential.expires_at).toBe("2026-11-21T10:00:00.123000Z");
    expect((await showSigned(body.credential)).status).toBe(200);
    expect(stage.simulator.stats).toMatchObject({
      rejected: [],
      byAction: { CreateMetadataToken: 1, ShowMetadataSecurityKey: 1 },
    });
  });

  it.each<["v1" | "v2" | "both", number, number, number]>([
    ["v1", 405, 200, 200],
    ["v2", 200, 401, 401],
    ["both", 200, 200, 401],
  ])(
    "of version %s answers %i to PUT, %i without a session and %i with a wrong one",
    async (metadata, ...all) => {
      await stage.restart({ ...openAccount, metadata });
      const answers = [await openSession(), await getKey(), await getKey("wrong")];
      expect(answers.map(({ status }) => status)).toEqual(all);
    },
  );

  it("ends a session after its time", async () => {
    await stage.restart({ ...openAccount, metadata: "v2" });
    const { text } = await openSession("60");
    stage.now += 59_999;
    expect((await getKey(text)).status).toBe(200);
    stage.now += 1;
    expect((await getKey(text)).status).toBe(401);
  });

  it.each([["0"], ["21601"], ["soon"], [""], [undefined]])("refuses a session of %s seconds", async (ttl) => {
    const headers = { "content-length": "0", "x-metadata-token-ttl-seconds": ttl };
    const answer = await send(stage.simulator.url, sessionPath, { method: "PUT", headers });
    expect(answer.status).toBe(400);
    expect(stage.simulator.stats.rejected).toMatchObject([{ action: "CreateMetadataToken" }]);
  });

  it("keeps a key for half of its life, then gives another while the first still opens", async () => {
    const first = (await getKey()).body.credential;
    stage.now += 12 * hour - 1;
    expect((await getKey()).body.credential).toEqual(first);
    stage.now += 1;
    const next = (await getKey()).body.credential;
    expect(next.access).not.toBe(first.access);
    expect(next.expires_at).toBe("2026-11-21T22:00:00.123000Z");
    expect((await showSigned(first)).status).toBe(200);
  });

  it("tells a server without an agency what is missing, which is not the client's mistake", async () => {
    await stage.restart({ ...openAccount, metadata: "no-agency" });
    expect(await getKey()).toMatchObject({
      status: 401,
      text: "Please configure Cloud Service Agency first",
    });
    expect(stage.simulator.stats.rejected).toEqual([]);
  });

  it("is not there without a server", async () => {
    await stage.restart(huaweiAccount());
    expect((await openSession()).status).toBe(404);
    expect((await getKey()).status).toBe(404);
  });
});

describe("a pod", () => {
  function ask(authorization: string, body: unknown = {}): Promise<Received> {
    return post("/v1/credentials", body, { authorization });
  }

  it("gets a key for the content of its token file", async () => {
    const { status, body } = await ask("POD-TOKEN");
    expect(status).toBe(200);
    const { accessKeyId, secretAccessKey, securityToken, expiration } = body.credentials;
    expect(expiration).toBe("2026-11-20T16:00:00.123000Z");
    const key = { access: accessKeyId, secret: secretAccessKey, securitytoken: securityToken };
    expect((await showSigned(key)).status).toBe(200);
    expect(stage.simulator.stats.byAction).toMatchObject({ GetPodIdentityCredentials: 1 });
  });

  it("is refused with another token or body, and with another method", async () => {
    expect((await ask("other")).status).toBe(401);
    expect((await ask("POD-TOKEN", { a: 1 })).status).toBe(400);
    expect((await ask("POD-TOKEN", "")).status).toBe(400);
    expect((await send(stage.simulator.url, "/v1/credentials")).status).toBe(404);
    expect(stage.simulator.stats.rejected).toHaveLength(4);
  });
});
