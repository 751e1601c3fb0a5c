import { describe, expect, it } from "vitest";
import { hour, openAccount, partnerAccount, showDetail, start } from "../../../testing/alibaba-visitor.ts";
import { type Received, send } from "../../../testing/client.ts";
import { alibabaAccount } from "../../../testing/scenario.ts";
import { useStage } from "../../../testing/stage.ts";

const stage = useStage(start, openAccount, partnerAccount);

describe("a server's metadata", () => {
  const roles = "/latest/meta-data/ram/security-credentials";

  function openSession(ttl: string | undefined = "21600"): Promise<Received> {
    const headers = { "content-length": "0", "x-aliyun-ecs-metadata-token-ttl-seconds": ttl };
    return send(stage.simulator.url, "/latest/api/token", { method: "PUT", headers });
  }

  function get(target: string, token?: string): Promise<Received> {
    return send(stage.simulator.url, target, { headers: { "x-aliyun-ecs-metadata-token": token } });
  }

  it("names the role and gives its key, which opens the account", async () => {
    const { text: token } = await openSession();
    expect((await get(`${roles}/`, token)).text).toBe("node");
    expect((await get(roles, token)).text).toBe("node");
    const { body } = await get(`${roles}/node`, token);
    expect(body).toMatchObject({
      Code: "Success",
      LastUpdated: "2026-11-20T10:00:00Z",
      Expiration: "2026-11-20T16:00:00Z",
    });
    expect((await showDetail(stage, body)).status).toBe(200);
    expect(stage.simulator.stats).toMatchObject({
      rejected: [],
      byAction: { GetMetadataToken: 1, GetInstanceRoleName: 2, GetInstanceRoleCredentials: 1 },
    });
  });

  it.each<["v1" | "v2" | "both", number, number, number]>([
    ["v1", 404, 200, 200],
    ["v2", 200, 401, 401],
    ["both", 200, 200, 401],
  ])(
    "of version %s answers %i to PUT, %i without a session and %i with a wrong one",
    async (version, ...all) => {
      await stage.restart({ ...openAccount, metadata: { role: "node", version } });
      const answers = [await openSession(), await get(`${roles}/node`), await get(`${roles}/node`, "wrong")];
      expect(answers.map(({ status }) => status)).toEqual(all);
    },
  );

  it("refuses another role and a session without a time", async () => {
    expect((await get(`${roles}/other`)).status).toBe(404);
    const headers = { "content-length": "0" };
    expect((await send(stage.simulator.url, "/latest/api/token", { method: "PUT", headers })).status).toBe(
      400,
    );
    expect(stage.simulator.stats.rejected).toHaveLength(2);
  });

  it("gives another key after half of the first one's life", async () => {
    const first = (await get(`${roles}/node`)).body;
    stage.now += 3 * hour - 1;
    expect((await get(`${roles}/node`)).body.AccessKeyId).toBe(first.AccessKeyId);
    stage.now += 1;
    expect((await get(`${roles}/node`)).body.AccessKeyId).not.toBe(first.AccessKeyId);
    expect((await showDetail(stage, first)).status).toBe(200);
  });

  it("is not there without a server", async () => {
    await stage.restart(alibabaAccount());
    expect((await openSession()).status).toBe(404);
    expect((await get(`${roles}/`)).status).toBe(404);
  });
});

describe("a credentials URI", () => {
  it("gives a key to anyone, for as long as the scenario says", async () => {
    await stage.restart({ ...openAccount, keyLifetime: "1m" });
    const { status, body } = await send(stage.simulator.url, "/credentials");
    expect(status).toBe(200);
    expect(body).toMatchObject({ Code: "Success", Expiration: "2026-11-20T10:01:00Z" });
    expect((await showDetail(stage, body)).status).toBe(200);
    expect(stage.simulator.stats).toMatchObject({ rejected: [], byAction: { GetCredentials: 1 } });
    stage.now += 60_000;
    expect((await showDetail(stage, body)).body.Code).toBe("InvalidSecurityToken.Expired");
    expect((await showDetail(stage)).status).toBe(200);
  });
});
