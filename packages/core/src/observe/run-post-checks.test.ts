import type { Connection, Observation, PostCheck } from "@upgradectl/provider-sdk";
import { describe, expect, it, vi } from "vitest";
import { judgeReading } from "../judge/judge-reading.ts";
import { clustersOf, connect, forbidden, optionsFor } from "../testing/accounts.ts";
import { healthyObservation, healthyOperation, healthyReading } from "../testing/healthy.ts";
import { runPostChecks } from "./run-post-checks.ts";

const passed: PostCheck = {
  phase: "succeeded",
  rawPhase: "Success",
  id: "check-1",
  fromVersion: "v1.28.5-r0",
  toVersion: "v1.29.8-r4",
};
const upgraded = healthyObservation({ operations: [healthyOperation()] });

/** Judged clusters of one instance, one for each observation, and what their post-checks made of them. */
async function check(
  observations: readonly Observation[],
  postCheck: Connection["postCheck"] | undefined,
  before: (options: ReturnType<typeof optionsFor>) => void = () => {},
) {
  const connected = connect({
    observe: async () => healthyObservation(),
    ...(postCheck === undefined ? {} : { postCheck }),
  });
  const options = optionsFor(connected);
  const judged = clustersOf(connected, observations.length).map((cluster, index) =>
    judgeReading(healthyReading({ cluster, observation: observations[index] ?? null })),
  );
  before(options);
  const result = await runPostChecks(judged, options);
  return {
    ...result,
    verdicts: result.judged.map(({ judgement }) => judgement?.verdict),
    first: result.judged[0],
  };
}

describe("post-upgrade checks", () => {
  it("run on converged clusters alone, with the versions of the last upgrade", async () => {
    const postCheck = vi.fn(async () => passed);
    const { verdicts, judged } = await check(
      [
        upgraded,
        healthyObservation({ version: "v1.27.1-r0", operations: [healthyOperation()] }),
        healthyObservation({ operations: [healthyOperation({ phase: "failed" })] }),
        healthyObservation({ operations: [healthyOperation({ phase: "running" })] }),
      ],
      postCheck,
    );
    expect(verdicts).toEqual(["converged", "behind", "failed", "upgrading"]);
    expect(postCheck.mock.calls).toEqual([
      [
        expect.objectContaining({ id: "id0" }),
        { fromVersion: "v1.28.5-r0", toVersion: "v1.29.8-r4" },
        expect.any(AbortSignal),
      ],
    ]);
    expect(judged.map(({ postCheck: result }) => result)).toEqual([
      { ...passed, at: expect.stringMatching(/Z$/) },
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ["failed", "Failed", "failed", /answered "Failed"/],
    ["error", "Error", "failed", /answered "Error"/],
    ["unknown", "Maybe", "unknown", /answered "Maybe", which the API does not document/],
    ["unknown", null, "unknown", /answered no result/],
  ] as const)("%s (%s) makes the cluster %s", async (phase, rawPhase, verdict, reason) => {
    const { first } = await check([upgraded], async () => ({ ...passed, phase, rawPhase }));
    expect(first?.judgement).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
    expect(first?.postCheck).toMatchObject({ phase, rawPhase });
    expect(first?.reading.error).toBe(null);
  });

  it.each([
    [
      async () => {
        throw forbidden;
      },
      { kind: "forbidden" },
    ],
    [
      async () => {
        throw new TypeError("x is not a function");
      },
      { kind: "plugin" },
    ],
    [
      async () => ({ phase: "fine" }) as never,
      { kind: "plugin", message: expect.stringMatching(/postCheck/) },
    ],
    [async () => undefined as never, { kind: "plugin" }],
  ])("without a result the cluster is unknown, with the error (%#)", async (postCheck, error) => {
    const { first } = await check([upgraded], postCheck);
    expect(first?.judgement?.verdict).toBe("unknown");
    expect(first?.reading.error).toMatchObject(error);
    expect(first?.postCheck).toBeUndefined();
  });

  it("are not run where the provider has none", async () => {
    const none = await check([upgraded], undefined);
    expect(none.verdicts).toEqual(["converged"]);
    expect(none.unsupported).toHaveLength(1);
  });

  it.each([
    ["no operation", []],
    ["none of the version", [healthyOperation({ kind: "node-pool" })]],
    ["a cancelled one", [healthyOperation({ phase: "cancelled" })]],
  ])("name the version that runs alone where %s is known", async (_, operations) => {
    const postCheck = vi.fn(async () => passed);
    const { verdicts } = await check([healthyObservation({ operations })], postCheck);
    expect(verdicts).toEqual(["converged"]);
    expect(postCheck).toHaveBeenCalledWith(
      expect.anything(),
      { fromVersion: null, toVersion: "v1.29.8-r4" },
      expect.anything(),
    );
  });

  it("take the newest upgrade that succeeded, and the version that runs where it names none", async () => {
    const postCheck = vi.fn(async () => passed);
    const older = healthyOperation({
      id: "a",
      fromVersion: null,
      toVersion: null,
      startedAt: "2026-02-01T00:00:00Z",
    });
    const cancelled = healthyOperation({ id: "b", phase: "cancelled", startedAt: "2026-02-20T00:00:00Z" });
    await check([healthyObservation({ operations: [cancelled, older] })], postCheck);
    expect(postCheck).toHaveBeenCalledWith(
      expect.anything(),
      { fromVersion: null, toVersion: "v1.29.8-r4" },
      expect.anything(),
    );
  });

  it("that the end of the run overtakes leave the cluster unknown", async () => {
    const { first } = await check(
      [upgraded],
      () => new Promise(() => {}),
      (options) => setImmediate(() => options.abort()),
    );
    expect(first?.judgement?.verdict).toBe("unknown");
    expect(first?.reading.error).toMatchObject({ kind: "cancelled" });
  });
});
