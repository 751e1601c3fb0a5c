import type { Choices } from "./choices.ts";

const id = "c-1";

/**
 * What the imaginary API answers in each state, as `upgradectl check --record` writes it: the text of each folder's
 * `exchanges.ndjson`, by folder.
 */
export function renderRecordings({ name, list }: Choices, baseUrl: string): Readonly<Record<string, string>> {
  const line = (action: string, path: string, json: unknown, status = 200) =>
    `${JSON.stringify({
      ...{ instance: `0/0/${name}`, service: "default", action, method: "GET", url: `${baseUrl}${path}` },
      ...{ at: "2026-03-02T09:00:00.000Z", durationMs: 12, status },
      ...{ headers: { "content-type": "application/json" }, json },
    })}\n`;
  const cluster = (state: string, version: string) =>
    line("GetCluster", `/v1/clusters/${id}`, { id, name: "payments", version, state });
  const upgrades = (newest: object) =>
    line("ListUpgrades", `/v1/clusters/${id}/upgrades`, { upgrades: [newest, older], next: null });
  const newest = { id: "u-2", from: "1.28.15", to: "1.29.8", startedAt: "2026-03-02T08:00:00Z" };
  const over = { percent: 100, message: null, finishedAt: "2026-03-02T08:40:00Z" };
  return {
    healthy: cluster("ready", "1.29.8") + upgrades({ ...newest, ...over, state: "done" }),
    upgrading:
      cluster("upgrading", "1.28.15") +
      upgrades({ ...newest, state: "running", percent: 40, message: "control plane", finishedAt: null }),
    paused:
      cluster("upgrading", "1.28.15") +
      upgrades({
        ...{ ...newest, state: "awaiting-approval", percent: 60 },
        ...{ message: "approve the node pools", finishedAt: null },
      }),
    failed:
      cluster("ready", "1.28.15") +
      upgrades({ ...newest, ...over, state: "failed", percent: 55, message: "node n-3 did not come back" }),
    absent: line(
      "GetCluster",
      `/v1/clusters/${id}`,
      { code: "ClusterNotFound", message: `there is no cluster ${id}` },
      404,
    ),
    paged:
      cluster("ready", "1.29.8") +
      line("ListUpgrades", `/v1/clusters/${id}/upgrades`, { upgrades: [older], next: "2" }) +
      line("ListUpgrades", `/v1/clusters/${id}/upgrades?cursor=2`, {
        upgrades: [{ ...newest, ...over, state: "done" }],
        next: null,
      }),
    ...(list
      ? {
          list:
            line("ListClusters", "/v1/clusters", { clusters: [row(1), row(2)], next: "2" }) +
            line("ListClusters", "/v1/clusters?cursor=2", { clusters: [row(3)], next: null }),
        }
      : {}),
  };
}

const older = {
  ...{ id: "u-1", from: "1.27.16", to: "1.28.15", state: "done", percent: 100, message: null },
  ...{ startedAt: "2025-10-06T08:00:00Z", finishedAt: "2025-10-06T08:35:00Z" },
};

function row(number: number) {
  const name = ["payments", "checkout", "search"][number - 1];
  return { id: `c-${number}`, name, version: "1.29.8", state: "ready" };
}
