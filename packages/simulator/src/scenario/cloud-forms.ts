import { deriveHex, deriveUuid } from "./derive-id.ts";
import type { CloudName, Operation } from "./world.ts";

type Shares = readonly (readonly [name: string, share: number])[];

/** What a cloud's things are called where the scenario leaves it open. */
export interface CloudForms {
  readonly clusterId: (...names: readonly string[]) => string;
  readonly poolId: (...names: readonly string[]) => string;
  readonly operationId: (...names: readonly string[]) => string;
  /** The cloud's own steps, with their share of the duration. */
  readonly steps: (kind: Operation["kind"]) => Shares;
  readonly settleMs: number;
}

// Task types of an upgrade workflow: Huawei API reference, 2024-11.
const huaweiUpgrade: Shares = [
  ["PreCheck", 0.1],
  ["Snapshot", 0.1],
  ["Cluster", 0.7],
  ["PostCheck", 0.1],
];

// `current_stage` is free text; DrainNodes is the documented sample (vendor SDK 7.2.0), the others are ours.
const alibabaUpgrade: Shares = [
  ["PreCheck", 0.1],
  ["UpgradeMaster", 0.7],
  ["UpgradeAddons", 0.2],
];
const alibabaNodePool: Shares = [
  ["PreCheck", 0.1],
  ["DrainNodes", 0.2],
  ["UpgradeNodes", 0.7],
];

export const cloudForms: Readonly<Record<CloudName, CloudForms>> = {
  huawei: {
    clusterId: deriveUuid,
    poolId: deriveUuid,
    operationId: deriveUuid,
    steps: (kind) => (kind === "rollback" ? [["Rollback", 1]] : huaweiUpgrade),
    settleMs: 0,
  },
  alibaba: {
    clusterId: (...names) => `c${deriveHex(...names).slice(0, 32)}`,
    poolId: (...names) => `np${deriveHex(...names).slice(0, 32)}`,
    operationId: (...names) => `T-${deriveHex(...names).slice(0, 24)}`,
    steps: (kind) =>
      kind === "create" ? [["Create", 1]] : kind === "node-pool" ? alibabaNodePool : alibabaUpgrade,
    settleMs: 60_000,
  },
};
