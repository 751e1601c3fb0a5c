import type { ErrorFacts } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { healthyCluster, healthyObservation, healthyReading } from "../testing/healthy.ts";
import { closesGate, failsCheck, isAllowed, type PolicyFlags, verdictOf } from "./apply-policy.ts";
import { type JudgedCluster, judgeReading } from "./judge-reading.ts";

type ClusterChanges = Parameters<typeof healthyCluster>[0];

const error: ErrorFacts = { kind: "forbidden", message: "the upgrades are closed" };

function behind(cluster: ClusterChanges = {}): JudgedCluster {
  const observation = healthyObservation({ version: "v1.28.5-r0" });
  return judgeReading(healthyReading({ cluster: healthyCluster(cluster), observation }));
}

function unread(cluster: ClusterChanges = {}): JudgedCluster {
  return judgeReading(healthyReading({ cluster: healthyCluster(cluster), observation: null, error }));
}

describe("the policy", () => {
  it("takes a cluster that was not judged for unknown", () => {
    expect(verdictOf(unread())).toBe("unknown");
    expect(verdictOf(behind())).toBe("behind");
  });

  it.each<[string, JudgedCluster, PolicyFlags, boolean, boolean]>([
    ["by default drift fails a check alone", behind(), {}, true, false],
    ["a cluster's own lists", behind({ failOn: ["ahead"], closeOn: ["behind"] }), {}, false, true],
    [
      "flags replace the cluster's lists",
      behind(),
      { failOn: ["pending"], closeOn: ["action"] },
      false,
      true,
    ],
    [
      "a flag without any term",
      behind({ failOn: ["behind"], closeOn: ["behind"] }),
      { failOn: [], closeOn: [] },
      false,
      false,
    ],
    ["an unread cluster", unread(), {}, true, true],
    [
      "an unread cluster that the lists allow",
      unread({ failOn: ["action"], closeOn: ["action"] }),
      {},
      false,
      false,
    ],
  ])("%s", (_what, judged, flags, fails, closes) => {
    expect(failsCheck(judged, flags)).toBe(fails);
    expect(closesGate(judged, flags)).toBe(closes);
    expect(isAllowed(judged, { ...flags, command: "check" })).toBe(!fails);
    expect(isAllowed(judged, { ...flags, command: "gate" })).toBe(!closes);
  });

  it("closes a gate over a cluster whose operations could not be read, whatever its verdict", () => {
    const judged = behind();
    const half = { ...judged, reading: { ...judged.reading, error } };
    expect(verdictOf(half)).toBe("behind");
    expect(closesGate(half, {})).toBe(true);
    expect(closesGate(half, { closeOn: ["failed"] })).toBe(false);
  });
});
