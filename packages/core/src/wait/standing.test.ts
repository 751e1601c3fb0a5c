import { type ErrorFacts, type ErrorKind, type Observation, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { judgeReading } from "../judge/judge-reading.ts";
import { healthyCluster, healthyObservation, healthyReading, hoursAgo } from "../testing/healthy.ts";
import { operationIn } from "../testing/judged.ts";
import { type Standing, standingIn, type WaitGoal } from "./standing.ts";

const check: WaitGoal = { command: "check" };
const gate: WaitGoal = { command: "gate" };
const old = { version: "v1.28.5-r0" } as const;

function standing(goal: WaitGoal, changes: Partial<Observation>): Standing {
  const cluster = healthyCluster({ stalledAfterMs: 3_600_000 });
  const reading = healthyReading({ cluster, observation: healthyObservation(changes) });
  return standingIn(judgeReading(reading), goal);
}

describe("standingIn: verdicts", () => {
  const running = operationIn("running", { startedAt: hoursAgo(0.5), finishedAt: null });
  const cases: readonly [string, Partial<Observation>, Standing, Standing][] = [
    ["converged", {}, "good", "good"],
    ["behind", old, "moving", "good"],
    ["ahead", { version: "v1.31.1-r0" }, "final", "good"],
    ["upgrading", { ...old, operations: [running] }, "moving", "moving"],
    ["diverging", { operations: [{ ...running, toVersion: "v1.31.1-r0" }] }, "moving", "moving"],
    ["stalled", { ...old, operations: [{ ...running, startedAt: hoursAgo(2) }] }, "moving", "moving"],
    ["paused", { ...old, operations: [operationIn("paused")] }, "final", "final"],
    ["failed", { ...old, operations: [operationIn("failed")] }, "final", "final"],
    ["a state that nobody knows", { state: { condition: "unknown", raw: "Odd" } }, "moving", "moving"],
  ];
  it.each(cases)("%s", (_what, changes, inCheck, inGate) => {
    expect(standing(check, changes)).toBe(inCheck);
    expect(standing(gate, changes)).toBe(inGate);
  });

  it("goes by the policy in force", () => {
    expect(standing({ ...check, failOn: ["pending"] }, { operations: [operationIn("failed")] })).toBe("good");
    expect(standing({ ...check, failOn: ["ok"] }, {})).toBe("final");
    expect(standing({ ...gate, closeOn: ["action"] }, old)).toBe("moving");
    expect(standing({ ...gate, failOn: ["action"] }, old)).toBe("good");
  });
});

describe("standingIn: errors", () => {
  const facts = (kind: ErrorKind): ErrorFacts => new ProviderError({ kind, message: "no" });
  const kinds: readonly [ErrorKind, Standing][] = [
    ["unauthenticated", "final"],
    ["forbidden", "final"],
    ["not-found", "final"],
    ["plugin", "final"],
    ["rate-limited", "moving"],
    ["timeout", "moving"],
    ["network", "moving"],
    ["unavailable", "moving"],
  ];
  it.each(kinds)("%s", (kind, expected) => {
    const judged = judgeReading(healthyReading({ observation: null, error: facts(kind) }));
    expect(standingIn(judged, check)).toBe(expected);
    expect(standingIn(judged, gate)).toBe(expected);
    expect(standingIn(judged, { ...check, failOn: ["action"] })).toBe("good");
  });

  it("a gate that only unread operations close stays closed; one that an upgrade closes may open", () => {
    const unread = facts("forbidden");
    const of = (changes: Partial<Observation>) =>
      judgeReading(
        healthyReading({ observation: healthyObservation({ unread, ...changes }), error: unread }),
      );
    expect(standingIn(of(old), gate)).toBe("final");
    expect(standingIn(of({ state: { condition: "upgrading", raw: "Upgrading" } }), gate)).toBe("moving");
  });
});
