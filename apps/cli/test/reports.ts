import {
  type ClusterReport,
  type Diagnostic,
  type FailureReport,
  outcomeOf,
  type Report,
  type VerdictName,
} from "@upgradectl/core";

/** Text as a hostile server may send it: markup, commands of a terminal and of GitHub, mentions, links, line ends, half a character. */
export const hostile =
  "<script>alert(1)</script> ]]> &amp; | a\n::error::x\r\n%0A @octocat #12 GH-7 [l](http://evil.test) ![i](//evil.test) `c` **b** $m$ {0} www.evil.test a@evil.test \u001b[31m \u0000 \u202e \ud800 \ufffe \uffff <!-- -->";

const at = "2026-11-21T08:00:00.000Z";

export function clusterOf(
  name: string,
  verdict: VerdictName,
  more: Partial<ClusterReport> = {},
): ClusterReport {
  return {
    name,
    provider: "hw",
    source: "huawei-cce",
    id: `id-${name}`,
    labels: {},
    verdict,
    outcome: outcomeOf(verdict),
    allowed: outcomeOf(verdict) === "ok",
    reason: `${name} gives the reason`,
    location: { file: "fleet.yaml", line: 17, column: 5 },
    expected: { version: "v1.29.8-r4" },
    observed: verdict === "unknown" ? null : { version: "v1.28.15-r2", state: "Available" },
    drift: [],
    upgrade: null,
    postCheck: null,
    error: verdict === "unknown" ? unread : null,
    evidence: [{ action: "ShowCluster", requestId: "req-1", httpStatus: 200, at }],
    observedAt: at,
    durationMs: 1234,
    ...more,
  };
}

export const unread: NonNullable<ClusterReport["error"]> = {
  kind: "forbidden",
  message: "ShowCluster answered 403",
  hint: "Grant the read.",
  code: "CCE.0140300",
  httpStatus: 403,
  requestId: "req-2",
  retryable: false,
};

export function reportOf(clusters: readonly ClusterReport[], more: Partial<Report> = {}): Report {
  const count = (outcome: string) => clusters.filter((cluster) => cluster.outcome === outcome).length;
  const verdicts = Object.groupBy(clusters, ({ verdict }) => verdict);
  return {
    ...head("check"),
    complete: clusters.every(({ verdict }) => verdict !== "unknown"),
    outcome: "action",
    exitCode: 2,
    gate: { open: true, closedBy: [] },
    summary: {
      clusters: clusters.length,
      ok: count("ok"),
      action: count("action"),
      pending: count("pending"),
      incomplete: count("incomplete"),
      verdicts: Object.fromEntries(Object.entries(verdicts).map(([name, list]) => [name, list.length])),
    },
    clusters,
    diagnostics: [],
    ...more,
  };
}

export function failureOf(diagnostics: readonly Diagnostic[], exitCode: 0 | 1 | 5 = 5): FailureReport {
  return { ...head("validate"), complete: false, exitCode, diagnostics };
}

function head(command: string) {
  return {
    formatVersion: "1.0",
    tool: { name: "upgradectl", version: "0.1.0" },
    command,
    startedAt: at,
    finishedAt: at,
    durationMs: 1500,
  } as const;
}

/** A cluster that is hostile wherever a manifest, a server or a plugin may put text. */
export function hostileCluster(verdict: VerdictName = "behind"): ClusterReport {
  return clusterOf(hostile, verdict, {
    provider: hostile,
    id: hostile,
    labels: { [hostile]: hostile, ["__proto__"]: "polluted" },
    reason: hostile,
    location: { file: "a b:c,d%<é>.yaml", line: 3, column: 2 },
    expected: { version: hostile },
    observed: { version: hostile, state: hostile },
    drift: [{ property: hostile, expected: hostile, observed: hostile, direction: "behind" }],
    error: { ...unread, message: hostile, hint: hostile, code: hostile, requestId: hostile },
    evidence: [{ action: hostile, requestId: hostile, httpStatus: null, at }],
  });
}

export const hostileDiagnostic: Diagnostic = {
  severity: "error",
  code: "unknown-key",
  summary: hostile,
  detail: hostile,
  hint: hostile,
  file: "<stdin>",
  line: 4,
  column: 2,
};
