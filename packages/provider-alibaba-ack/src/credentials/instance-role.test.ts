import { describe, expect, it } from "vitest";
import {
  type Machine,
  openWorld,
  type Received,
  type Reply,
  temporaryKey,
} from "../testing/sign-in-world.ts";

const given = { body: { Code: "Success", LastUpdated: "x", ...temporaryKey("ecs") } };
const folder = "/latest/meta-data/ram/security-credentials/";

/** An instance with the role `node-role`; `change` answers first where it has something to say. */
function instance(change: (request: Received) => Reply | undefined = () => undefined) {
  return (request: Received): Reply => {
    const changed = change(request);
    if (changed !== undefined) return changed;
    const { method, path } = request;
    if (path === "/latest/api/token") return method === "PUT" ? { body: "metadata-token" } : { status: 405 };
    if (path === folder) return { body: "node-role\n" };
    return path === `${folder}node-role` ? given : { status: 404 };
  };
}

const isToken = ({ path }: Received) => path === "/latest/api/token";
const hasToken = ({ headers }: Received) => headers["x-aliyun-ecs-metadata-token"] !== undefined;
const steps = (received: readonly Received[]) =>
  received.map((request) => `${request.method} ${request.path}${hasToken(request) ? " with token" : ""}`);

async function keyOf(machine: Machine) {
  const world = await openWorld(machine);
  return { world, found: await world.current() };
}

describe("the metadata service", () => {
  it("gives the key of the instance's role for a token", async () => {
    const { world, found } = await keyOf({ serve: instance() });
    expect(found).toMatchObject({
      key: { accessKeyId: "STS.ecs-id", securityToken: "ecs-security-token==" },
      source: "ECS metadata",
    });
    expect(steps(world.received)).toEqual([
      "PUT /latest/api/token",
      `GET ${folder} with token`,
      `GET ${folder}node-role with token`,
    ]);
    expect(world.received[0]?.headers["x-aliyun-ecs-metadata-token-ttl-seconds"]).toBe("21600");
    expect(world.redactor.text("metadata-token ecs-temporary-secret")).not.toMatch(
      /metadata-token|temporary/,
    );
  });

  it("is not asked for the role where the variable names it", async () => {
    const { world, found } = await keyOf({
      env: { ALIBABA_CLOUD_ECS_METADATA: "node-role" },
      serve: instance(),
    });
    expect(found.source).toBe("environment ALIBABA_CLOUD_ECS_METADATA");
    expect(steps(world.received)).toEqual(["PUT /latest/api/token", `GET ${folder}node-role with token`]);
  });

  it.each<[string, (request: Received) => Reply | undefined]>([
    ["gives no token", (request) => (isToken(request) ? { status: 404 } : undefined)],
    ["forbids tokens", (request) => (isToken(request) ? { status: 401 } : undefined)],
    ["gives an empty token", (request) => (isToken(request) ? { body: "" } : undefined)],
    ["gives a page for a token", (request) => (isToken(request) ? { body: "<html> x" } : undefined)],
    ["does not take its token", (request) => (hasToken(request) ? { status: 401 } : undefined)],
  ])("is asked without a token where it %s", async (_, change) => {
    const { found } = await keyOf({ serve: instance(change) });
    expect(found.key.accessKeyId).toBe("STS.ecs-id");
  });

  it("is asked with a token only where version 1 is off", async () => {
    const env = { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" };
    const serve = instance((request) => (isToken(request) ? { status: 404 } : undefined));
    const world = await openWorld({ env, serve });
    await expect(world.current()).rejects.toMatchObject({ kind: "unauthenticated" });
    expect(steps(world.received)).toEqual(["PUT /latest/api/token"]);
  });

  it.each(["ALIBABA_CLOUD_ECS_METADATA_DISABLED", "UPGRADECTL_METADATA_DISABLED"])(
    "is not asked with %s",
    async (name) => {
      for (const value of ["true", "1", "True"]) {
        const world = await openWorld({ env: { [name]: value }, serve: instance() });
        await expect(world.current()).rejects.toMatchObject({ kind: "unauthenticated" });
        expect(world.received).toEqual([]);
      }
    },
  );

  it.each(["false", "0", "", "no"])("is asked with the switch at %j", async (value) => {
    const { found } = await keyOf({ env: { UPGRADECTL_METADATA_DISABLED: value }, serve: instance() });
    expect(found.key.accessKeyId).toBe("STS.ecs-id");
  });

  const roleOf = (reply: Reply) => instance(({ path }) => (path === folder ? reply : undefined));
  const keyFrom = (reply: Reply) => instance(({ path }) => (path.endsWith("/node-role") ? reply : undefined));
  const cases: readonly (readonly [string, (request: Received) => Reply, string, string])[] = [
    ["has no role", roleOf({ status: 404 }), "unauthenticated", "found no Alibaba Cloud access key"],
    ["names no role", roleOf({ body: "" }), "unauthenticated", "found no Alibaba Cloud access key"],
    [
      "is another program",
      roleOf({ body: "<html>x</html>" }),
      "unauthenticated",
      "found no Alibaba Cloud access key",
    ],
    [
      "names another folder",
      roleOf({ body: "../x" }),
      "unauthenticated",
      "found no Alibaba Cloud access key",
    ],
    ["has no key", keyFrom({ status: 404 }), "unauthenticated", "found no Alibaba Cloud access key"],
    [
      "has an outage",
      keyFrom({ status: 503 }),
      "unavailable",
      "GetInstanceRoleCredentials answered HTTP 503",
    ],
    [
      "is throttled",
      keyFrom({ status: 429 }),
      "rate-limited",
      "GetInstanceRoleCredentials answered HTTP 429",
    ],
  ];
  it.each(cases)("that %s", async (_, serve, kind, message) => {
    const world = await openWorld({ serve });
    await expect(world.current()).rejects.toMatchObject({ kind, message: expect.stringContaining(message) });
  });

  const secret = "s3cr3t";
  it.each<[string, Reply, string, string]>([
    [
      "a missing role",
      { status: 404 },
      "unauthenticated",
      "environment ALIBABA_CLOUD_ECS_METADATA: the metadata service gave no key: GetInstanceRoleCredentials answered HTTP 404",
    ],
    ["a refusal", { status: 403 }, "unauthenticated", "HTTP 403"],
    [
      "a failed Code",
      { body: { Code: "Failed", AccessKeySecret: secret } },
      "unexpected-response",
      "a Code that is not Success",
    ],
    [
      "an odd Code",
      { body: { ...given.body, Code: 0 } },
      "unexpected-response",
      "a Code that is not Success",
    ],
    ["a page", { body: `<html>${secret}` }, "unexpected-response", "not JSON"],
    [
      "no key",
      { body: { Code: "Success", x: secret } },
      "unexpected-response",
      "answered without a usable AccessKeyId",
    ],
    [
      "a key of numbers",
      { body: { ...given.body, AccessKeyId: 5 } },
      "unexpected-response",
      "answered without a usable AccessKeyId",
    ],
    ["a list", { body: [given.body] }, "unexpected-response", "answered without a usable AccessKeyId"],
  ])("that the variable promises explains %s", async (_, reply, kind, message) => {
    const world = await openWorld({
      env: { ALIBABA_CLOUD_ECS_METADATA: "node-role" },
      serve: keyFrom(reply),
    });
    const error: unknown = await world.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(message) });
    expect(String(error)).not.toContain(secret);
  });

  it("is no error as long as a credentials URI is left", async () => {
    const env = { ALIBABA_CLOUD_ECS_METADATA: "node-role", ALIBABA_CLOUD_CREDENTIALS_URI: "{url}/uri" };
    const serve = ({ path }: Received): Reply =>
      path === "/uri" ? { body: temporaryKey("uri") } : { status: 503 };
    expect((await keyOf({ env, serve })).found.key.accessKeyId).toBe("STS.uri-id");
  });

  it("answers nothing where there is none: that is no ECS instance", async () => {
    const world = await openWorld({ config: { metadataEndpoint: "http://127.0.0.1:9" } });
    await expect(world.current()).rejects.toMatchObject({
      kind: "unauthenticated",
      hint: expect.stringContaining("the ECS metadata service (no answer)"),
    });
  });

  it("answers nothing where the variable says that there is one: that may pass", async () => {
    const env = { ALIBABA_CLOUD_ECS_METADATA: "node-role" };
    const world = await openWorld({ env, config: { metadataEndpoint: "http://127.0.0.1:9" } });
    await expect(world.current()).rejects.toMatchObject({ kind: "network", retryable: true });
  });

  describe("for a profile", () => {
    const profile = { name: "p", mode: "EcsRamRole" };
    const files = { "~/.aliyun/config.json": JSON.stringify({ current: "p", profiles: [profile] }) };

    it("is asked for the role that the variable names", async () => {
      const env = { ALIBABA_CLOUD_ECS_METADATA: "node-role" };
      const { world, found } = await keyOf({ env, files, serve: instance() });
      expect(found.source).toBe('profile "p" of ~/.aliyun/config.json');
      expect(world.received).toHaveLength(2);
    });

    it("is an error where it is switched off", async () => {
      const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
      const world = await openWorld({ env, files, serve: instance() });
      await expect(world.current()).rejects.toMatchObject({
        kind: "unauthenticated",
        message: 'profile "p" of ~/.aliyun/config.json needs the ECS metadata service, which is switched off',
      });
      expect(world.received).toEqual([]);
    });

    it("is an error where nothing answers: the chain does not go on", async () => {
      const config = { metadataEndpoint: "http://127.0.0.1:9" };
      const env = { ALIBABA_CLOUD_CREDENTIALS_URI: "{url}/uri" };
      const world = await openWorld({ env, files, config });
      await expect(world.current()).rejects.toMatchObject({ kind: "network" });
      expect(world.received).toEqual([]);
    });

    it("is asked before a role is assumed with the instance's key", async () => {
      const chained = {
        ...profile,
        mode: "RamRoleArnWithRoleName",
        ram_role_name: "node-role",
        ram_role_arn: "r",
      };
      const text = JSON.stringify({ current: "p", profiles: [chained] });
      const serve = instance(({ form }) =>
        form.RoleArn === "r" ? { body: { Credentials: temporaryKey("assumed") } } : undefined,
      );
      const { world, found } = await keyOf({ files: { "~/.aliyun/config.json": text }, serve });
      expect(found.key.accessKeyId).toBe("STS.assumed-id");
      expect(world.received.at(-1)?.headers["x-acs-security-token"]).toBe("ecs-security-token==");
    });
  });

  it("ends when it is told to", async () => {
    const world = await openWorld({ serve: instance() });
    await expect(world.credentials.current(AbortSignal.abort())).rejects.toMatchObject({ kind: "cancelled" });
    expect(world.received).toEqual([]);
  });
});
