const moments = new Set(["startedAt", "finishedAt", "observedAt", "at"]);

/**
 * A report without what may differ between two runs that see the same: moments, estimates of them, ids of requests; and
 * which requests told of a cluster, unless both runs list each account.
 */
export function settled(text: string, requests: "with requests" | "" = ""): string {
  const settle = (key: string, value: unknown) => {
    if (moments.has(key) && value !== null) return "2026-03-01T12:00:00.000Z";
    if (key === "durationMs") return 0;
    if (key === "requestId") return null;
    if (key === "evidence") return requests === "" ? [] : inOrder(value);
    return key === "estimate" ? undefined : value;
  };
  return JSON.stringify(JSON.parse(text, settle), null, 2);
}

/** Requests that are under way together end in any order, and how many pages a list had read by then is chance. */
function inOrder(evidence: unknown): unknown {
  return Array.isArray(evidence)
    ? [...new Set(evidence.map((each) => JSON.stringify(each)))].sort()
    : evidence;
}
