import { describe, expect, it } from "vitest";
import { sendHuawei } from "./testing/client.ts";
import { openAccount, passwordBody, start, tokenOf, visitHuawei } from "./testing/huawei-visitor.ts";
import { alibabaAccount, huaweiAccount } from "./testing/scenario.ts";
import { useStage } from "./testing/stage.ts";

const stage = useStage(start, openAccount);
const { showWith, signIn } = visitHuawei(stage);

describe("a run that is longer than its credentials", () => {
  it("meets the expiry on a client that does not know of it yet, and goes on with new ones", async () => {
    await stage.restart({ ...openAccount, tokenLifetime: "1h" });
    let token = tokenOf(await signIn());
    const statuses: number[] = [];
    for (let round = 0; round < 6; round++) {
      const { status } = await showWith(token);
      statuses.push(status);
      if (status === 401) token = tokenOf(await signIn());
      stage.now += 25 * 60_000;
    }
    expect(statuses).toEqual([200, 200, 200, 401, 200, 200]);
    expect(stage.simulator.stats.byAction).toEqual({ KeystoneCreateUserTokenByPassword: 2, ShowCluster: 6 });
    expect(stage.simulator.stats.rejected).toMatchObject([{ reason: "the token has expired" }]);
  });

  it("keeps what was given out before, as a new token does not end the old one", async () => {
    const first = tokenOf(await signIn());
    const second = tokenOf(await signIn());
    expect(second).not.toBe(first);
    expect([(await showWith(first)).status, (await showWith(second)).status]).toEqual([200, 200]);
  });

  it("knows only what this simulator gave out, for this cloud", async () => {
    const token = tokenOf(await signIn());
    await stage.restart(openAccount, alibabaAccount());
    expect((await showWith(token)).body.error_msg).toMatch(/decrypt token fail/);
    expect((await signIn(passwordBody())).status).toBe(201);
  });

  it("locks no key for having expired", async () => {
    await stage.restart(huaweiAccount({ metadata: "v1", keyLifetime: "1m" }));
    const { url } = stage.simulator;
    const answer = await fetch(`${url}/openstack/latest/securitykey`);
    const { credential } = Object(await answer.json());
    stage.now += 60_000;
    const headers = { "x-security-token": credential.securitytoken };
    const sent = { time: stage.now, accessKeyId: credential.access, secret: credential.secret, headers };
    for (let request = 0; request < 8; request++)
      expect((await sendHuawei(url, "/v3/projects", sent)).body.error_msg).toMatch(/has expired$/);
  });
});
