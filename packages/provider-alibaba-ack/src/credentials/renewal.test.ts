import { describe, expect, it, vi } from "vitest";
import {
  openWorld,
  type Received,
  type Reply,
  signal,
  start,
  temporaryKey,
} from "../testing/sign-in-world.ts";

const rrsa = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/r",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/p",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
};
const given: Reply = { body: { Credentials: temporaryKey("sts") } };
const refusal = (status: number, Code: string): Reply => ({ status, body: { Code, Message: "No." } });

describe("a temporary key", () => {
  /** Gives a new key for every call, each good for an hour from its own time. */
  function counting(expiresInMs: number | null = 3_600_000) {
    let count = 0;
    const serve = ({ headers, query }: Received): Reply => {
      if (query.Action !== "AssumeRoleWithOIDC") {
        const token = headers["x-acs-security-token"];
        return token === "k1-security-token==" && refuses.first
          ? refusal(refuses.status, refuses.code)
          : { body: { cluster_id: "c1", state: "running", current_version: "1.32" } };
      }
      count += 1;
      return { body: { Credentials: temporaryKey(`k${count}`, expiresInMs) } };
    };
    const refuses = { first: false, status: 400, code: "InvalidSecurityToken.Expired" };
    return { refuses, machine: { env: rrsa, files: { "/token": "t" }, serve }, count: () => count };
  }
  const read = { path: { clusterId: "c1" }, signal };

  it("is kept and renewed before it expires", async () => {
    const { machine, count } = counting();
    const world = await openWorld(machine);
    await Promise.all(Array.from({ length: 50 }, () => world.ack.read("DescribeClusterDetail", read)));
    expect(count()).toBe(1);
    world.now = start + 54 * 60_000;
    await world.current();
    expect(count()).toBe(1);
    world.now = start + 56 * 60_000;
    expect((await world.current()).key.accessKeyId).toBe("STS.k1-id");
    const next = async () => expect((await world.current()).key.accessKeyId).toBe("STS.k2-id");
    await vi.waitFor(next, { interval: 1 });
    expect(count()).toBe(2);
  });

  it("is kept where nobody says when it expires", async () => {
    const { machine, count } = counting(null);
    const world = await openWorld(machine);
    await world.current();
    world.now += 365 * 86_400_000;
    await world.current();
    expect(count()).toBe(1);
  });

  it("is renewed once for all requests that are refused", async () => {
    const { machine, count, refuses } = counting();
    refuses.first = true;
    const world = await openWorld(machine);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.ack.read("DescribeClusterDetail", read)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(count()).toBe(2);
  });

  it.each<[string, number, string]>([
    ["a wrong signature", 400, "SignatureDoesNotMatch"],
    ["a wrong clock", 400, "InvalidTimeStamp.Expired"],
  ])("is not renewed for %s", async (_, status, code) => {
    const { machine, count, refuses } = counting();
    Object.assign(refuses, { first: true, status, code });
    const world = await openWorld(machine);
    await expect(world.ack.read("DescribeClusterDetail", read)).rejects.toMatchObject({ code });
    expect(count()).toBe(1);
  });

  it("that comes back the same is not tried again", async () => {
    const body = { Code: "InvalidSecurityToken.Expired", Message: "no" };
    const serve = ({ query }: Received): Reply =>
      query.Action === "AssumeRoleWithOIDC" ? given : { status: 400, body };
    const world = await openWorld({ env: rrsa, files: { "/token": "t" }, serve });
    await expect(world.ack.read("DescribeClusterDetail", read)).rejects.toMatchObject({
      kind: "unauthenticated",
      code: "InvalidSecurityToken.Expired",
    });
    expect(world.received.filter(({ method }) => method === "GET")).toHaveLength(1);
  });

  it("of a profile that another program rewrites is read anew after a refusal", async () => {
    const files: Record<string, string> = {};
    const write = (id: string) => {
      files["~/.aliyun/config.json"] = JSON.stringify({
        profiles: [
          {
            name: "default",
            mode: "StsToken",
            access_key_id: id,
            access_key_secret: "s3cr3t",
            sts_token: "t",
          },
        ],
      });
    };
    write("STS.old");
    const serve = ({ headers }: Received): Reply =>
      headers.authorization?.includes("STS.old")
        ? { status: 404, body: { Code: "InvalidAccessKeyId.NotFound", Message: "no" } }
        : { body: { cluster_id: "c1" } };
    const world = await openWorld({ files, serve });
    await world.current();
    write("STS.new");
    expect((await world.ack.read("DescribeClusterDetail", read)).status).toBe(200);
  });
});
