import type { ErrorFacts } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { healthyReading, hoursAgo } from "../testing/healthy.ts";
import { judgePostCheck, judgeUnchecked, type PostCheckResult } from "./judge-post-check.ts";
import { judgeReading } from "./judge-reading.ts";

const error: ErrorFacts = { kind: "timeout", message: "too slow" };
const judged = judgeReading(healthyReading());
const unread = judgeReading(healthyReading({ observation: null, error }));

function answer(phase: PostCheckResult["phase"], rawPhase: string | null): PostCheckResult {
  return { phase, rawPhase, id: "check-1", fromVersion: null, toVersion: null, at: hoursAgo(0) };
}

describe("a post-upgrade check", () => {
  it.each<[PostCheckResult, string, string]>([
    [answer("succeeded", "Success"), "converged", "runs v1.29.8-r4"],
    [answer("failed", "Failed"), "failed", 'the post-upgrade check answered "Failed"'],
    [answer("error", null), "failed", "the post-upgrade check answered no result"],
    [
      answer("unknown", "Perhaps"),
      "unknown",
      'the post-upgrade check answered "Perhaps", which the API does not document',
    ],
  ])("that answered %o", (postCheck, verdict, reason) => {
    const found = judgePostCheck(judged, postCheck);
    expect(found).toEqual({
      reading: judged.reading,
      judgement: { ...judged.judgement, verdict, reason },
      postCheck,
    });
  });

  it("of a cluster that could not be read changes nothing", () => {
    const postCheck = answer("failed", "Failed");
    expect(judgePostCheck(unread, postCheck)).toEqual({ ...unread, postCheck });
  });

  it("that gave no result makes the cluster unknown", () => {
    const found = judgeUnchecked(judged, error);
    const reason = "the post-upgrade check gave no result: too slow";
    expect(found.reading).toEqual({ ...judged.reading, error });
    expect(found.judgement).toEqual({ ...judged.judgement, verdict: "unknown", reason });
  });

  it("that gave no result leaves an error as it is", () => {
    expect(judgeUnchecked(unread, { kind: "network", message: "gone" })).toBe(unread);
  });
});
