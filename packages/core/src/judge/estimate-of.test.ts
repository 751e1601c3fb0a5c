import { describe, expect, it } from "vitest";
import { buildReport } from "../report.ts";
import { healthyCluster, healthyObservation, healthyReading, hoursAgo, now } from "../testing/healthy.ts";
import { operationIn } from "../testing/judged.ts";
import { judgeReading } from "./judge-reading.ts";

function upgradeOf(stalledAfterMs?: number) {
  const times = { startedAt: hoursAgo(2), updatedAt: null, finishedAt: null };
  const operations = [operationIn("running", { ...times, progress: 0.5 })];
  const cluster = healthyCluster(stalledAfterMs === undefined ? {} : { stalledAfterMs });
  const reading = healthyReading({ cluster, observation: healthyObservation({ operations }) });
  const run = { command: "check", toolVersion: "1.0.0", startedAt: now, finishedAt: now } as const;
  return buildReport([judgeReading(reading)], { ...run, diagnostics: [], exitZero: false }).clusters[0];
}

describe("the estimate of the report", () => {
  it("counts from the moment of the reading", () => {
    expect(upgradeOf()?.upgrade?.estimate).toEqual({
      earliest: new Date(now + 1.7 * 3_600_000).toISOString(),
      latest: new Date(now + 2.3 * 3_600_000).toISOString(),
      basis: "progress",
    });
  });

  it("is absent where the operation is stalled", () => {
    const cluster = upgradeOf(3_600_000);
    expect(cluster?.verdict).toBe("stalled");
    expect(cluster?.upgrade).not.toHaveProperty("estimate");
  });
});
