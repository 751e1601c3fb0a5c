import type { ErrorFacts, PostCheck } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type Body, ids } from "../testing/bodies.ts";
import { connect } from "../testing/connect-cce.ts";
import { failure, refusal } from "../testing/failure.ts";
import type { FakeAnswer } from "../testing/fake-http.ts";

const uid = "e99fedf8-348c-4084-b0fd-81bf187df4e0";

/** The answer as the vendor's sample has it (API reference, 2025-11). */
function answerBody(change: (body: Body) => void = () => {}): Body {
  const body = {
    kind: "PostCheckTask",
    apiVersion: "v3",
    metadata: { uid },
    spec: { clusterID: ids.cluster, clusterVersion: "v1.15.11-r1", targetVersion: "v1.19.16-r80" },
    status: { phase: "Success" },
  };
  change(body);
  return body;
}

async function check(answer: FakeAnswer, upgrade = {}) {
  const { http, postCheck } = await connect({ CreatePostCheck: answer });
  return { result: await postCheck(upgrade), http };
}

describe("the request", () => {
  it.each<[string, object, object]>([
    ["both versions", {}, { clusterVersion: "v1.28.15-r2", targetVersion: "v1.29.8-r4" }],
    ["the present version", { fromVersion: null }, { targetVersion: "v1.29.8-r4" }],
    ["the former version", { toVersion: null }, { clusterVersion: "v1.28.15-r2" }],
    ["no version", { fromVersion: null, toVersion: null }, {}],
  ])("names %s", async (_, upgrade, spec) => {
    const { http } = await check({ body: answerBody() }, upgrade);
    expect(http.requests).toMatchObject([
      {
        action: "CreatePostCheck",
        path: { project_id: "p1", cluster_id: ids.cluster },
        json: { kind: "PostCheckTask", apiVersion: "v3", spec: { clusterID: ids.cluster, ...spec } },
      },
    ]);
    expect(http.requests[0]?.json).toEqual({
      kind: "PostCheckTask",
      apiVersion: "v3",
      spec: { clusterID: ids.cluster, ...spec },
    });
  });
});

describe("the answer", () => {
  it("is the vendor's sample", async () => {
    const { result } = await check({ body: answerBody() });
    expect(result).toEqual({
      phase: "succeeded",
      rawPhase: "Success",
      id: uid,
      fromVersion: "v1.15.11-r1",
      toVersion: "v1.19.16-r80",
    });
  });

  it.each<[unknown, PostCheck["phase"]]>([
    ["Success", "succeeded"],
    ["success", "succeeded"],
    ["Failed", "failed"],
    ["Error", "error"],
    ["Running", "unknown"],
    ["Succeeded", "unknown"],
    ["constructor", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
  ])("with phase %j is %s", async (raw, phase) => {
    const { result } = await check({
      body: answerBody(({ status }) => Object.assign(status, { phase: raw })),
    });
    expect(result).toMatchObject({ phase, rawPhase: raw || null });
  });

  it.each<[string, (body: Body) => void, Partial<PostCheck>]>([
    ["no status", (body) => delete body.status, { phase: "unknown", rawPhase: null, id: uid }],
    ["no id", (body) => Object.assign(body, { metadata: null }), { phase: "succeeded", id: null }],
    [
      "no spec",
      (body) => delete body.spec,
      { phase: "succeeded", fromVersion: "v1.28.15-r2", toVersion: "v1.29.8-r4" },
    ],
    [
      "one version",
      (body) => delete body.spec.clusterVersion,
      { fromVersion: "v1.28.15-r2", toVersion: "v1.19.16-r80" },
    ],
    [
      "the id in capitals",
      ({ spec }) => Object.assign(spec, { clusterID: ids.cluster.toUpperCase() }),
      { phase: "succeeded" },
    ],
    ["no id of the cluster", ({ spec }) => Object.assign(spec, { clusterID: "" }), { phase: "succeeded" }],
    [
      "unknown fields",
      (body) => Object.assign(body, { more: [1], __proto__: { x: 1 } }),
      { phase: "succeeded" },
    ],
  ])("may have %s", async (_, change, expected) => {
    expect((await check({ body: answerBody(change) })).result).toMatchObject(expected);
  });

  it("knows no more than was sent where neither names a version", async () => {
    const { result } = await check(
      { body: answerBody((body) => delete body.spec) },
      { fromVersion: null, toVersion: null },
    );
    expect(result).toMatchObject({ fromVersion: null, toVersion: null });
  });
});

describe("no answer", () => {
  const failed = async (answer: FakeAnswer) => {
    const { http, postCheck } = await connect({ CreatePostCheck: answer });
    const error = await failure(postCheck());
    expect(http.actions).toEqual(["CreatePostCheck"]);
    return error;
  };

  it.each<[string, unknown]>([
    ["nothing", {}],
    ["a list", []],
    ["a status that is a text", { kind: "PostCheckTask", status: "Success" }],
    ["a phase that is a number", answerBody(({ status }) => Object.assign(status, { phase: 1 }))],
    ["a page", "<html>"],
  ])("is %s", async (_, body) => {
    expect((await failed({ body })).kind).toBe("unexpected-response");
  });

  it("is one about another cluster", async () => {
    const error = await failed({ body: answerBody(({ spec }) => Object.assign(spec, { clusterID: "c-2" })) });
    expect(error).toMatchObject({
      kind: "unexpected-response",
      httpStatus: 200,
      requestId: "req-1",
      retryable: false,
    });
    expect(error.message).toBe(
      `CreatePostCheck was asked for cluster ${ids.cluster} and answered with cluster c-2`,
    );
  });

  it.each<[number, string | undefined, ErrorFacts["kind"]]>([
    [403, "CCE.01403001", "forbidden"],
    [403, "APIGW.0302", "forbidden"],
    [404, "CCE.01404001", "unavailable"],
    [404, "APIGW.0101", "unavailable"],
    [404, undefined, "unavailable"],
  ])("is a refusal of the check alone: %d %s", async (status, code, kind) => {
    const error = await failed(refusal(status, code));
    expect(error).toMatchObject({ kind, httpStatus: status, retryable: false });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(
      /^Huawei's post-upgrade check is not available to this account: CreatePostCheck answered/,
    );
    expect(error.hint).toMatch(/service ticket.*`cce:cluster:upgrade`.*`--post-check`/);
  });

  it.each<[number, string | undefined, ErrorFacts["kind"], boolean]>([
    [401, "APIGW.0301", "unauthenticated", false],
    [429, "CCE.01429003", "rate-limited", true],
    [503, undefined, "unavailable", true],
    [400, "CCE.01400001", "unexpected-response", false],
    [409, "CCE.01409001", "unexpected-response", false],
  ])("is an error as of any request: %d %s", async (status, code, kind, retryable) => {
    const error = await failed(refusal(status, code));
    expect(error).toMatchObject({ kind, retryable });
    expect(error.message).not.toContain("not available to this account");
  });
});
