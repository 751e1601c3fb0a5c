import type { CssClusterScenario, CssOperationScenario } from "../index.ts";
import type { SearchClusterAt } from "../timeline/search-cluster-at.ts";
import { huaweiAccount, scenarioOf } from "./scenario.ts";
import { searchStateAfter } from "./state.ts";

/** The names of its three nodes. */
export const [one, two, three] = ["logs-ess-esn-1-1", "logs-ess-esn-2-1", "logs-ess-esn-3-1"] as const;

/** A healthy CSS cluster with what the test changes, so many minutes after the start. */
export function css(changes: Partial<CssClusterScenario>, minutes = 0): SearchClusterAt {
  const cluster = { service: "css", name: "logs", id: "c", version: "7.10.2", ...changes } as const;
  return searchStateAfter(minutes, scenarioOf(huaweiAccount({ clusters: [cluster] })));
}

export function cssWith(operation: CssOperationScenario, minutes: number): SearchClusterAt {
  return css({ image: "7.10.2_24.3.0_0827", operations: [operation] }, minutes);
}

/** Ten minutes a node: five of them for the first step, one for the last. */
export const upgrade: CssOperationScenario = { to: "7.10.2_24.3.1_0101", duration: "30m" };
