import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { prepare, startOfTest } from "../testing/context.ts";
import { configurationError, failure } from "../testing/failure.ts";
import type { FakeRoute } from "../testing/fake-http.ts";
import { keyAnswer } from "../testing/sign-in-answers.ts";

const config = { region: "cn-north-4", projectId: "p1" };
const onServer: Record<string, FakeRoute> = {
  CreateMetadataToken: { body: "meta-token\n" },
  ShowMetadataSecurityKey: keyAnswer("METAKEY1"),
};

function prepareServer(answers: Record<string, FakeRoute> = {}, env: Record<string, string> = {}) {
  return prepare({ config, env }, { ...onServer, ...answers });
}

function timeout(): never {
  throw new ProviderError({ kind: "timeout", message: "no answer within 1 s" });
}

describe("the metadata service", () => {
  it("gives a key for a token of its own, quickly or not at all", async () => {
    const { http, readAgain, secrets } = prepareServer();
    await readAgain();
    await readAgain();
    expect(http.actions).toEqual([
      "CreateMetadataToken",
      "ShowMetadataSecurityKey",
      "ShowCluster",
      "ShowCluster",
    ]);
    const [put, get, show] = http.requests;
    expect(put).toMatchObject({ once: true, timeoutMs: 1000, baseUrl: "http://169.254.169.254" });
    expect(put?.headers).toEqual({ "x-metadata-token-ttl-seconds": "21600" });
    expect(get).toMatchObject({ once: true, headers: { "x-metadata-token": "meta-token" } });
    expect(show?.headers["x-security-token"]).toBe("sts-of-METAKEY1");
    expect(show?.principal).toEqual({
      kind: "temporary-access-key",
      id: "METAKEY1",
      source: "instance metadata",
    });
    expect([...secrets]).toEqual([
      ["meta-token", undefined],
      ["METAKEY1", "prefix"],
      ["secret-of-METAKEY1", undefined],
      ["sts-of-METAKEY1", undefined],
    ]);
  });

  it.each([404, 405, 503])(
    "is of the old kind where it answers %i to the wish for a token",
    async (status) => {
      const { http, read } = prepareServer({ CreateMetadataToken: { status } });
      await read();
      expect(http.requests[1]?.headers).toEqual({});
      expect(http.requests[2]?.identity).toBe("METAKEY1");
    },
  );

  it("is asked again before the key expires", async () => {
    let count = 0;
    const { http, readAgain, clock } = prepareServer({
      ShowMetadataSecurityKey: () => {
        count += 1;
        return keyAnswer(`METAKEY${count}`, new Date(startOfTest + count * 3_600_000).toISOString());
      },
    });
    await readAgain();
    clock.time += 56 * 60_000;
    await Promise.all(Array.from({ length: 100 }, () => readAgain()));
    await new Promise((resolve) => setImmediate(resolve));
    await readAgain();
    expect(count).toBe(2);
    expect(http.requests.at(-1)?.identity).toBe("METAKEY2");
  });

  it.each<[string, Record<string, FakeRoute>, RegExp]>([
    [
      "no agency is bound",
      {
        ShowMetadataSecurityKey: { status: 401, body: "Please configure Cloud Service Agency first" },
      },
      /Bind an agency.*metadata service: no agency is bound/,
    ],
    [
      "no agency is bound, told as JSON",
      {
        ShowMetadataSecurityKey: {
          status: 401,
          body: { error: { message: "Please configure Cloud Service Agency first", code: 401 } },
        },
      },
      /Bind an agency/,
    ],
    ["nothing answers", { CreateMetadataToken: signInNobody }, /metadata service: nothing answers there/],
    ["nothing answers in time", { CreateMetadataToken: timeout }, /metadata service: it gave no answer/],
    ["another cloud answers", { ShowMetadataSecurityKey: { status: 404 } }, /it answered 404/],
    ["another cloud wants its own token", { ShowMetadataSecurityKey: { status: 401 } }, /it answered 401/],
    ["a proxy forbids it", { CreateMetadataToken: { status: 403, body: "<html>" } }, /it answered 403/],
  ])("has no credentials where %s", async (_, answers, hint) => {
    const { read } = prepareServer(answers);
    const error = await failure(read());
    expect(error).toMatchObject({ kind: "unauthenticated", retryable: false });
    expect(error.message).toBe('there are no Huawei Cloud credentials for the provider "cce"');
    expect(error.hint).toMatch(hint);
  });

  it.each<[string, Record<string, FakeRoute>, string]>([
    ["it is broken", { ShowMetadataSecurityKey: { status: 500 } }, "unavailable"],
    ["it is busy", { CreateMetadataToken: { status: 429 } }, "rate-limited"],
    ["it was there a moment ago", { ShowMetadataSecurityKey: timeout }, "timeout"],
    ["its answer is odd", { ShowMetadataSecurityKey: { body: {} } }, "unexpected-response"],
    ["its answer is a list", { ShowMetadataSecurityKey: { body: [] } }, "unexpected-response"],
    ["its key is a null", { ShowMetadataSecurityKey: { body: { credential: null } } }, "unexpected-response"],
    [
      "a part of its key is missing",
      { ShowMetadataSecurityKey: { body: { credential: { access: "a", secret: "s" } } } },
      "unexpected-response",
    ],
    [
      "a part of its key is a number",
      { ShowMetadataSecurityKey: { body: { credential: { access: 5, secret: "s", securitytoken: "t" } } } },
      "unexpected-response",
    ],
    ["its token is none", { CreateMetadataToken: { body: "<html> hello" } }, "unexpected-response"],
  ])("is not said to have none where %s", async (_, answers, kind) => {
    const { http, readAgain } = prepareServer(answers);
    const error = await failure(readAgain());
    expect(error.kind).toBe(kind);
    expect(error.message).not.toMatch(/credentials for|hello/);
    Object.assign(http.routes, onServer);
    if (error.retryable) await readAgain();
  });

  it("is asked once for a thousand clusters where there is none", async () => {
    const { http, readAgain, clock } = prepareServer({ CreateMetadataToken: signInNobody });
    await Promise.all(Array.from({ length: 500 }, () => failure(readAgain())));
    for (let turn = 0; turn < 500; turn += 1) await failure(readAgain());
    expect(http.actions).toEqual(["CreateMetadataToken"]);
    clock.time += 10_000;
    Object.assign(http.routes, onServer);
    await readAgain();
    expect(http.actions.at(-1)).toBe("ShowCluster");
  });

  it.each(["1", "true", "TRUE"])("is left alone with UPGRADECTL_METADATA_DISABLED=%s", async (value) => {
    const { http, read } = prepareServer({}, { UPGRADECTL_METADATA_DISABLED: value });
    expect((await failure(read())).hint).toMatch(/switched off by UPGRADECTL_METADATA_DISABLED/);
    expect(http.requests).toEqual([]);
    expect(http.opened.map(({ service }) => service)).toEqual([undefined]);
  });

  it.each(["", "0", "false"])("is asked with UPGRADECTL_METADATA_DISABLED=%j", async (value) => {
    const { http, read } = prepareServer({}, { UPGRADECTL_METADATA_DISABLED: value });
    await read();
    expect(http.actions[0]).toBe("CreateMetadataToken");
  });

  it("may be elsewhere", async () => {
    const elsewhere = { ...config, metadataEndpoint: "http://127.0.0.1:9" };
    const { http, read } = prepare({ config: elsewhere, env: {} }, onServer);
    await read();
    expect(http.requests[0]?.baseUrl).toBe("http://127.0.0.1:9");
  });

  it("does not outlive the run", async () => {
    const stop = new AbortController();
    const { read } = prepareServer({
      CreateMetadataToken: async () => {
        stop.abort();
        return { body: "late" };
      },
    });
    expect((await failure(read(stop.signal))).kind).toBe("cancelled");
  });
});

function signInNobody(): never {
  throw new ProviderError({ kind: "network", message: "connect EHOSTUNREACH" });
}

it("what no source could use is refused when the configuration is", () => {
  const { open } = prepare({ config: { projectId: "p1" }, env: {} });
  expect(configurationError(open).pointer).toBe("/region");
});
