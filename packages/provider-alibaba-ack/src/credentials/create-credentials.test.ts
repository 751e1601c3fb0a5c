import { describe, expect, it } from "vitest";
import {
  type Machine,
  openWorld,
  type Received,
  type Reply,
  temporaryKey,
} from "../testing/sign-in-world.ts";

type Env = Readonly<Record<string, string>>;

/** Nothing is found at a metadata service that is off. */
const off = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
const sdk = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIsdk", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "sdk-secret" };

async function find(machine: Machine) {
  return (await openWorld({ ...machine, env: { ...off, ...machine.env } })).current();
}

/** A machine that has everything; each test takes the first of it away. */
const everything = {
  env: {
    ...sdk,
    ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/rrsa",
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/p",
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
    ALIBABA_CLOUD_CREDENTIALS_URI: "{url}/uri",
  },
  files: {
    "/token": "oidc-token",
    "~/.aliyun/config.json": JSON.stringify({
      current: "a",
      profiles: [
        { name: "a", mode: "AK", access_key_id: "LTAIprofile", access_key_secret: "profile-secret" },
      ],
    }),
    "~/.alibabacloud/credentials":
      "[default]\ntype=access_key\naccess_key_id=LTAIini\naccess_key_secret=ini-secret\n",
  },
  serve: ({ path, method, query }: Received): Reply => {
    if (query.Action === "AssumeRoleWithOIDC") return { body: { Credentials: temporaryKey("oidc") } };
    if (path === "/uri") return { body: temporaryKey("uri") };
    if (method === "PUT") return { body: "metadata-token" };
    if (path.endsWith("/security-credentials/")) return { body: "node-role" };
    return path.endsWith("/node-role")
      ? { body: { Code: "Success", ...temporaryKey("ecs") } }
      : { status: 404 };
  },
} satisfies Machine;

function without(...taken: readonly string[]): Machine {
  const keep = <T>(entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(entries).filter(([name]) => !taken.some((part) => name.includes(part))),
    );
  const extra: Env = taken.includes("metadata") ? { UPGRADECTL_METADATA_DISABLED: "1" } : {};
  return { ...everything, env: { ...keep<string>(everything.env), ...extra }, files: keep(everything.files) };
}

describe("the default chain", () => {
  const steps = ["ACCESS_KEY", "OIDC", ".aliyun", ".alibabacloud", "metadata"];
  it.each<[number, string, string]>([
    [0, "LTAIsdk", "environment ALIBABA_CLOUD_ACCESS_KEY_ID"],
    [1, "STS.oidc-id", "environment ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
    [2, "LTAIprofile", 'profile "a" of ~/.aliyun/config.json'],
    [3, "LTAIini", "section [default] of ~/.alibabacloud/credentials"],
    [4, "STS.ecs-id", "ECS metadata"],
    [5, "STS.uri-id", "ALIBABA_CLOUD_CREDENTIALS_URI"],
  ])("takes link %i when those before it have nothing", async (count, id, source) => {
    const world = await openWorld(without(...steps.slice(0, count)));
    expect(await world.current()).toMatchObject({ key: { accessKeyId: id }, source });
  });

  it("leaves aliyun-cli's profile out where it is told to", async () => {
    const machine = without("ACCESS_KEY", "OIDC");
    const env = { ...machine.env, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "TRUE" };
    expect((await (await openWorld({ ...machine, env })).current()).key.accessKeyId).toBe("LTAIini");
  });

  it("takes a role alone for nothing", async () => {
    const world = await openWorld(without("ACCESS_KEY", "OIDC"));
    expect((await world.current()).key.accessKeyId).toBe("LTAIprofile");
  });

  it("says where it looked", async () => {
    const world = await openWorld({ env: {} });
    await expect(world.current()).rejects.toMatchObject({
      kind: "unauthenticated",
      retryable: false,
      message: 'provider "ack" found no Alibaba Cloud access key',
      hint: expect.stringMatching(
        /providers\.ack\.config\.credentials; ALIBABA_CLOUD_ACCESS_KEY_ID, .*ALICLOUD_ACCESS_KEY, .*OIDC_TOKEN_FILE.*~\/\.aliyun\/config\.json; ~\/\.alibabacloud\/credentials; the ECS metadata service \(no role\); ALIBABA_CLOUD_CREDENTIALS_URI/,
      ),
    });
  });

  it("does not name what is switched off", async () => {
    const env = { ...off, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "1" };
    const error = await find({ env }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ hint: expect.not.stringMatching(/config\.json|metadata/) });
  });

  it("asks the metadata service once for hundreds of clusters that find nothing, and again after ten seconds", async () => {
    const world = await openWorld({});
    const all = await Promise.allSettled(Array.from({ length: 200 }, () => world.current()));
    expect(all.every(({ status }) => status === "rejected")).toBe(true);
    const once = world.received.length;
    expect(once).toBeLessThan(5);
    world.now += 9_999;
    await expect(world.current()).rejects.toMatchObject({ kind: "unauthenticated" });
    expect(world.received).toHaveLength(once);
    world.now += 1;
    await expect(world.current()).rejects.toMatchObject({ kind: "unauthenticated" });
    expect(world.received).toHaveLength(2 * once);
  });

  it("looks again after a failure", async () => {
    const files: Record<string, string> = {};
    const world = await openWorld({ env: off, files });
    await expect(world.current()).rejects.toMatchObject({ kind: "unauthenticated" });
    Object.assign(files, everything.files);
    world.now += 10_000;
    expect((await world.current()).key.accessKeyId).toBe("LTAIprofile");
  });
});

describe("services", () => {
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
  it.each<[string, Machine, object]>([
    ["a key is at hand", { env: sdk }, { default: url }],
    ["half a key is", { env: { ALICLOUD_SECRET_KEY: "s" } }, { default: url }],
    ["RRSA is", without("ACCESS_KEY"), { default: url, sts: url }],
    ["nothing is, and metadata are off", { env: off, config: {} }, { default: url, sts: url }],
    ["nothing is", {}, { default: url, metadata: url, sts: url }],
    [
      "a credentials URI is",
      { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "{url}/uri" } },
      { default: url, metadata: url, sts: url, "credentials-uri": url },
    ],
    [
      "a credentials URI is that cannot be used",
      { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "http://example.com/uri" } },
      { default: url, metadata: url, sts: url },
    ],
  ])("are opened as far as they may be used where %s", async (_, machine, services) => {
    const world = await openWorld(machine);
    expect(Object.fromEntries(world.transport.services())).toEqual(services);
    expect(world.received).toEqual([]);
  });
});
