import type { CceAutopilotClusterScenario, CceClusterScenario } from "../index.ts";

const clusters = "projects/0123456789abcdef0123456789abcdef/clusters";

/** Paths of the clusters of the healthy account. */
export const ccePath: string = `/api/v3/${clusters}`;
export const autopilotPath: string = `/autopilot/v3/${clusters}`;

/** A cluster of each kind that was upgraded three days ago. */
export const upgraded: CceClusterScenario = {
  name: "payments",
  id: "p",
  version: "v1.28.15-r2",
  operations: [{ id: "w1", to: "v1.29.8-r4", startedAgo: "3d" }],
};
export const upgradedAutopilot: CceAutopilotClusterScenario = {
  ...upgraded,
  service: "cce-autopilot",
  name: "batch",
  id: "b",
};
