import type { ErrorFacts, PostCheck } from "@upgradectl/provider-sdk";
import type { JudgedCluster } from "./judge-reading.ts";

/** `clusters[].postCheck` of the report: what the vendor's post-upgrade check answered, and when (RFC 3339, UTC). */
export interface PostCheckResult extends PostCheck {
  readonly at: string;
}

/** A check that did not succeed makes the cluster `failed`; a word that no document has makes it `unknown`. */
export function judgePostCheck(judged: JudgedCluster, postCheck: PostCheckResult): JudgedCluster {
  const { judgement } = judged;
  if (judgement === null || postCheck.phase === "succeeded") return { ...judged, postCheck };
  const word = postCheck.rawPhase === null ? "no result" : `"${postCheck.rawPhase}"`;
  const found =
    postCheck.phase === "unknown"
      ? ({
          verdict: "unknown",
          reason: `the post-upgrade check answered ${word}, which the API does not document`,
        } as const)
      : ({ verdict: "failed", reason: `the post-upgrade check answered ${word}` } as const);
  return { ...judged, judgement: { ...judgement, ...found }, postCheck };
}

/** A check that was asked for and gave no result: the cluster may be as declared, but that is not known. */
export function judgeUnchecked(judged: JudgedCluster, error: ErrorFacts): JudgedCluster {
  const { judgement, reading } = judged;
  if (judgement === null) return judged;
  const reason = `the post-upgrade check gave no result: ${error.message}`;
  return { reading: { ...reading, error }, judgement: { ...judgement, verdict: "unknown", reason } };
}
