import type { CceClusterScenario } from "@upgradectl/simulator";
import { describe, expect, it } from "vitest";
import { check, entry, sent, target, upgraded } from "./post-check-runs.ts";

const answer = (body: unknown, status = 200) => ({ responses: { CreatePostCheck: { status, body } } });
const done = (phase: unknown) => ({
  kind: "PostCheckTask",
  apiVersion: "v3",
  metadata: { uid: "e99fedf8-348c-4084-b0fd-81bf187df4e0" },
  spec: { clusterVersion: "v1.28.15-r2", targetVersion: target },
  status: { phase },
});

describe("the post-upgrade check", () => {
  it("asks what the vendor's page says, once, and says what came of it", async () => {
    const { report, first, stats } = await check([upgraded("payments")]);
    expect(first).toMatchObject({
      verdict: "converged",
      outcome: "ok",
      error: null,
      postCheck: {
        phase: "succeeded",
        rawPhase: "Success",
        id: expect.any(String),
        fromVersion: "v1.28.15-r2",
        toVersion: target,
        at: expect.stringMatching(/Z$/),
      },
    });
    expect(report.exitCode).toBe(0);
    const [request, ...more] = sent(stats);
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: "POST", action: "CreatePostCheck", status: 200 });
    expect(request?.target).toMatch(
      /^\/api\/v3\/projects\/[0-9a-f]+\/clusters\/payments\/operation\/postcheck$/,
    );
    expect(JSON.parse(request?.body ?? "")).toEqual({
      kind: "PostCheckTask",
      apiVersion: "v3",
      spec: { clusterID: "payments", clusterVersion: "v1.28.15-r2", targetVersion: target },
    });
    expect(stats.rejected).toEqual([]);
    expect(first?.evidence.at(-1)).toMatchObject({ action: "CreatePostCheck", httpStatus: 200 });
  });

  it("is asked of CCE Autopilot at its own path", async () => {
    const { operations = [], ...cluster } = upgraded("batch");
    const { first, stats } = await check([{ ...cluster, operations, service: "cce-autopilot" }], {
      entries: [entry("batch", { provider: "auto" })],
    });
    expect(first).toMatchObject({ verdict: "converged", postCheck: { phase: "succeeded" } });
    expect(sent(stats)).toMatchObject([
      {
        action: "CreateAutopilotPostCheck",
        target: expect.stringMatching(/^\/autopilot\/v3\/.*\/batch\/operation\/postcheck$/),
      },
    ]);
    expect(stats.rejected).toEqual([]);
  });

  it.each([
    ["Success", "succeeded", "converged", 0],
    ["Failed", "failed", "failed", 2],
    ["Error", "error", "failed", 2],
    ["Running", "unknown", "unknown", 4],
    ["", "unknown", "unknown", 4],
    [null, "unknown", "unknown", 4],
  ])("that answers %j is %s: %s", async (raw, phase, verdict, exitCode) => {
    const { report, first } = await check([upgraded("c", answer(done(raw)))]);
    expect(first).toMatchObject({ verdict, postCheck: { phase, rawPhase: raw === "" ? null : raw } });
    expect(report.exitCode).toBe(exitCode);
    if (verdict !== "converged") expect(first?.reason).toContain("post-upgrade check");
  });

  it("takes the answers of the service as they are", async () => {
    const { first } = await check([upgraded("c", { postCheck: "Failed" })]);
    expect(first).toMatchObject({ verdict: "failed", postCheck: { rawPhase: "Failed" } });
  });

  it.each<[string, object, object]>([
    [
      "403",
      answer({ errorCode: "CCE.01403001", errorMessage: "Forbidden." }, 403),
      { kind: "forbidden", httpStatus: 403, code: "CCE.01403001" },
    ],
    [
      "404",
      answer({ errorCode: "CCE.01404001", errorMessage: "Resource not found." }, 404),
      { kind: "unavailable", httpStatus: 404 },
    ],
    [
      "404 of the gateway",
      answer({ error_code: "APIGW.0101", error_msg: "no such API" }, 404),
      { kind: "unavailable" },
    ],
  ])("that is closed (%s) says so, and that it is the check", async (_, changes, error) => {
    const { report, first, stats } = await check([upgraded("c", changes)]);
    expect(first).toMatchObject({ verdict: "unknown", outcome: "incomplete", postCheck: null, error });
    expect(first?.error?.message).toContain("post-upgrade check is not available to this account");
    expect(first?.error?.hint).toContain("--post-check");
    expect(first?.observed).toMatchObject({ version: target, state: "Available" });
    expect(report.exitCode).toBe(4);
    expect(sent(stats)).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    [
      "another cluster's",
      answer({ ...done("Success"), spec: { clusterID: "another" } }),
      { kind: "unexpected-response" },
    ],
    ["nothing", answer({}), { kind: "unexpected-response" }],
    ["a page", answer("<html>login</html>"), { kind: "unexpected-response" }],
    ["a list", answer([done("Success")]), { kind: "unexpected-response" }],
    [
      "a refused key",
      answer({ error_code: "APIGW.0301", error_msg: "no" }, 401),
      { kind: "unauthenticated" },
    ],
  ])("that answers %s gave no result", async (_, changes, error) => {
    const { first, stats } = await check([upgraded("c", changes)]);
    expect(first).toMatchObject({ verdict: "unknown", postCheck: null, error });
    expect(sent(stats)).toHaveLength(1);
  });

  it.each<[string, CceClusterScenario["faults"], string]>([
    ["500", [{ kind: 500, action: "CreatePostCheck" }], "unavailable"],
    ["503", [{ kind: 503, action: "CreatePostCheck" }], "unavailable"],
    ["a lost connection", [{ kind: "reset", action: "CreatePostCheck" }], "network"],
    ["half an answer", [{ kind: "truncate", action: "CreatePostCheck" }], "network"],
  ])("is not repeated after %s", async (_, faults = [], kind) => {
    const { first, stats } = await check([upgraded("c", { faults })]);
    expect(first).toMatchObject({ verdict: "unknown", postCheck: null, error: { kind } });
    expect(sent(stats)).toHaveLength(1);
  });

  it("is not repeated after a timeout", async () => {
    const { first, stats } = await check(
      [upgraded("c", { faults: [{ kind: "hang", action: "CreatePostCheck" }] })],
      {
        flags: ["--post-check", "--request-timeout", "1s"],
      },
    );
    expect(first).toMatchObject({ verdict: "unknown", postCheck: null, error: { kind: "timeout" } });
    expect(sent(stats)).toHaveLength(1);
  });

  it("is repeated where it was not taken", async () => {
    const faults = [{ kind: 429 as const, action: "CreatePostCheck", times: 1 }];
    const { first, stats } = await check([upgraded("c", { faults })]);
    expect(first).toMatchObject({ verdict: "converged", postCheck: { phase: "succeeded" } });
    expect(sent(stats).map(({ status }) => status)).toEqual([429, 200]);
  });
});
