import type { Phase } from "@upgradectl/provider-sdk";

const taskPhases: Readonly<Record<string, Phase>> = {
  init: "pending",
  queuing: "pending",
  running: "running",
  pause: "paused",
  success: "succeeded",
  failed: "failed",
};

/** `Pending` says that a task failed; there is no word `Failed` here (API reference, 2024-11, and live answers). */
const workflowPhases: Readonly<Record<string, Phase>> = {
  init: "pending",
  running: "running",
  pending: "failed",
  success: "succeeded",
  cancel: "cancelled",
};

/** The phase of an upgrade task, of a point of a workflow, and of upgrade info. */
export function phaseOfTask(raw: string | null): Phase {
  return lookUp(taskPhases, raw);
}

export function phaseOfWorkflow(raw: string | null): Phase {
  return lookUp(workflowPhases, raw);
}

function lookUp(table: Readonly<Record<string, Phase>>, raw: string | null): Phase {
  const key = raw?.toLowerCase() ?? "";
  return Object.hasOwn(table, key) ? (table[key] ?? "unknown") : "unknown";
}
