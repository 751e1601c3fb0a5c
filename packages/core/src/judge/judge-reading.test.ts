import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import {
  healthyCluster,
  healthyDefinition,
  healthyInstance,
  healthyObservation,
  healthyOperation,
  healthyReading,
  hoursAgo,
  now,
} from "../testing/healthy.ts";
import { estimateOf, judgeReading } from "./judge-reading.ts";

function judgedBy(splitVersion: (version: string) => readonly string[], version = "v1.29.8-r4") {
  const instance = healthyInstance();
  const plugin = { ...instance.plugin, definition: healthyDefinition({ splitVersion }) };
  const cluster = healthyCluster({ instance: { ...instance, plugin } });
  return judgeReading(healthyReading({ cluster, observation: healthyObservation({ version }) }));
}

it("leaves a reading without an observation as it is", () => {
  const reading = healthyReading({ observation: null, error: { kind: "timeout", message: "too slow" } });
  expect(judgeReading(reading)).toEqual({ reading, judgement: null });
});

describe("a plugin's own version order", () => {
  it("is the one that judges", () => {
    const byLength = (version: string) => [String(version.length)];
    expect(judgedBy(byLength, "9999999999").judgement?.verdict).toBe("converged");
    expect(judgedBy(byLength, "1.29").judgement?.verdict).toBe("behind");
  });

  it("that fails is an error of the plugin, and the cluster is unread", () => {
    const { reading, judgement } = judgedBy(() => {
      throw new Error("no such order");
    });
    expect(judgement).toBeNull();
    expect(reading.observation).toBeNull();
    expect(reading.error).toEqual({
      kind: "plugin",
      message: "the plugin acme-provider failed to compare versions: Error: no such order",
      retryable: false,
      hint: "This is a bug of the plugin acme-provider 1.0.0 (/plugins/acme.js); report it to its authors.",
    });
  });

  it("that fails with an error of the contract keeps its words", () => {
    const { reading } = judgedBy(() => {
      throw new ProviderError({ kind: "unexpected-response", message: "two orders" });
    });
    expect(reading.error).toMatchObject({ kind: "unexpected-response", message: "two orders" });
  });
});

it("a throw that nobody can read is an error of the plugin as well", () => {
  const { reading } = judgedBy(() => {
    throw undefined;
  });
  expect(reading.error?.message).toBe("the plugin acme-provider failed to compare versions: undefined");
});

describe("the estimate", () => {
  const running = healthyOperation({
    phase: "running",
    startedAt: hoursAgo(2),
    updatedAt: null,
    finishedAt: null,
    progress: 0.5,
  });
  const at = (operations: readonly ReturnType<typeof healthyOperation>[]) =>
    judgeReading(healthyReading({ observation: healthyObservation({ operations }) }));

  it("knows how long earlier operations took", () => {
    const { progress: _, ...rest } = running;
    const earlier = healthyOperation({ id: "op-0", startedAt: hoursAgo(30), finishedAt: hoursAgo(27) });
    expect(estimateOf(at([{ ...rest, progress: null }, earlier]))?.basis).toBe("earlier-operations");
    expect(estimateOf(at([{ ...rest, progress: null }]))).toBeNull();
  });

  it("counts the nodes that were done from one look to the next", () => {
    const nodes = { total: ["a", "b", "c", "d"], completed: ["a", "b"], current: ["c"] };
    const judged = at([{ ...running, progress: null, startedAt: null, nodes }]);
    const sightings = [
      { operationId: "op-1", completed: 0, at: now - 1_200_000 },
      { operationId: "op-1", completed: 1, at: now - 600_000 },
      { operationId: "op-1", completed: 2, at: now },
    ];
    expect(estimateOf(judged)).toBeNull();
    expect(estimateOf({ ...judged, sightings })?.basis).toBe("nodes");
  });

  it("is there for an operation under way, and for nothing else", () => {
    expect(estimateOf(at([running]))).toMatchObject({ basis: "progress" });
    expect(estimateOf(at([healthyOperation()]))).toBeNull();
    expect(estimateOf(at([]))).toBeNull();
    expect(estimateOf(judgeReading(healthyReading({ observation: null })))).toBeNull();
  });
});
