import { type ClusterReport, outcomeOf, type Report, type VerdictName, verdictNames } from "@upgradectl/core";

const finished = Date.parse("2026-03-01T12:00:00Z");
const at = (minutesAgo: number) => new Date(finished - minutesAgo * 60_000).toISOString();

/** A rolling upgrade halfway through, with steps and nodes. */
export const rollingUpgrade: NonNullable<ClusterReport["upgrade"]> = {
  id: "op-1",
  kind: "version",
  phase: "running",
  rawPhase: "Running",
  fromVersion: "v1.28.15-r2",
  toVersion: "v1.29.8-r4",
  progress: 0.5,
  message: null,
  startedAt: at(90),
  updatedAt: at(1),
  finishedAt: null,
  steps: [
    {
      name: "PreCheck",
      phase: "succeeded",
      rawPhase: "Success",
      startedAt: at(90),
      finishedAt: at(80),
      message: null,
    },
    {
      name: "NodesUpgrade",
      phase: "running",
      rawPhase: "Running",
      startedAt: at(80),
      finishedAt: null,
      message: "draining",
    },
    {
      name: "PostCheck",
      phase: "pending",
      rawPhase: "Init",
      startedAt: null,
      finishedAt: null,
      message: null,
    },
  ],
  nodes: { total: ["n1", "n2", "n3", "n4"], completed: ["n1", "n2"], current: ["n3"] },
};

export function cluster(
  name: string,
  verdict: VerdictName,
  changes: Partial<ClusterReport> = {},
): ClusterReport {
  return {
    name,
    provider: "hw",
    source: "huawei-cce",
    id: `id-${name}`,
    labels: {},
    verdict,
    outcome: outcomeOf(verdict),
    reason: `${name} is ${verdict}`,
    location: { file: "fleet.yaml", line: 7, column: 5 },
    expected: { version: "v1.29.8-r4" },
    observed: { version: "v1.29.8-r4", state: "Available" },
    drift: [],
    upgrade: null,
    postCheck: null,
    error: null,
    evidence: [{ action: "ShowCluster", requestId: `req-${name}`, httpStatus: 200, at: at(0) }],
    observedAt: at(0),
    durationMs: 40,
    ...changes,
  };
}

export function report(clusters: readonly ClusterReport[]): Report {
  const summary = { clusters: clusters.length, ok: 0, action: 0, pending: 0, incomplete: 0 };
  const verdicts: Partial<Record<VerdictName, number>> = {};
  for (const { outcome, verdict } of clusters) {
    summary[outcome] += 1;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  }
  return {
    formatVersion: "1.0",
    tool: { name: "upgradectl", version: "0.1.0" },
    command: "check",
    startedAt: at(1),
    finishedAt: at(0),
    durationMs: 60_000,
    complete: true,
    outcome: "action",
    exitCode: 2,
    gate: { open: false, closedBy: [] },
    summary: { ...summary, verdicts },
    clusters,
    diagnostics: [],
  };
}

/** A fleet with every verdict, two providers, three regions, and operations. */
export function fleet(count: number): Report {
  return report(
    Array.from({ length: count }, (_, index) => {
      const verdict = verdictNames[index % verdictNames.length] ?? "converged";
      const moving = verdict === "upgrading" || verdict === "paused" || verdict === "stalled";
      return cluster(`cluster-${index}`, verdict, {
        provider: index % 3 === 0 ? "ali" : "hw",
        labels: { env: index % 2 === 0 ? "prod" : "dev", region: `r${index % 3}` },
        upgrade: moving ? rollingUpgrade : null,
        ...(verdict === "unknown" ? { observed: null, error: forbidden } : {}),
      });
    }),
  );
}

export const forbidden: NonNullable<ClusterReport["error"]> = {
  kind: "forbidden",
  message: "the account may not read this cluster",
  hint: "Grant cce:cluster:get.",
  code: "CCE.01403001",
  httpStatus: 403,
  requestId: "req-403",
  retryable: false,
};
