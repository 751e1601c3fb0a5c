import type { Outcome } from "../scenario/base-scenario.ts";

/** How one operation goes, all times epoch milliseconds. */
export interface Plan {
  readonly startsAt: number;
  /** How long it waits before its first step. */
  readonly queuedMs: number;
  /** At least one. */
  readonly steps: readonly { readonly name: string; readonly ms: number }[];
  readonly outcome: Outcome;
  /** Index of the step in whose middle an outcome other than `succeeded` happens. */
  readonly stopsAt: number;
}

export type StepPhase = "waiting" | "running" | "paused" | "succeeded" | "failed" | "cancelled";

export interface StepAt {
  readonly name: string;
  readonly phase: StepPhase;
  /** 0 to 1. */
  readonly progress: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** An operation at one moment. */
export interface OperationAt {
  readonly phase: "pending" | "running" | "paused" | "succeeded" | "failed" | "cancelled";
  /** 0 to 1, over all steps by their duration. */
  readonly progress: number;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly finishedAt: number | null;
  readonly steps: readonly StepAt[];
  /** The step that runs or at which it stopped. */
  readonly current: StepAt | null;
}

/** Where an operation stands at `now`; null before it exists. A pure function of its plan and the clock. */
export function operationAt(plan: Plan, now: number): OperationAt | null {
  if (now < plan.startsAt) return null;
  const steps: StepAt[] = [];
  let begins = plan.startsAt + plan.queuedMs;
  let blocked = now < begins;
  for (const [index, step] of plan.steps.entries()) {
    const at = blocked ? waiting(step.name) : stepAt(plan, index, begins, now);
    steps.push(at);
    blocked ||= at.phase !== "succeeded";
    begins += step.ms;
  }
  return summarize(plan, steps, now);
}

function stepAt(plan: Plan, index: number, begins: number, now: number): StepAt {
  const { name, ms } = plan.steps[index] ?? { name: "", ms: 0 };
  const startedAt = begins;
  if (plan.outcome !== "succeeded" && index === plan.stopsAt) {
    const stopped = begins + ms / 2;
    if (now >= stopped) {
      const ended = plan.outcome === "failed" || plan.outcome === "cancelled";
      return { name, phase: plan.outcome, progress: 0.5, startedAt, finishedAt: ended ? stopped : null };
    }
  } else if (now >= begins + ms) {
    return { name, phase: "succeeded", progress: 1, startedAt, finishedAt: begins + ms };
  }
  return { name, phase: "running", progress: (now - begins) / ms, startedAt, finishedAt: null };
}

function waiting(name: string): StepAt {
  return { name, phase: "waiting", progress: 0, startedAt: null, finishedAt: null };
}

function summarize(plan: Plan, steps: readonly StepAt[], now: number): OperationAt {
  const current = steps.find((step) => step.phase !== "succeeded" && step.phase !== "waiting") ?? null;
  const done = steps.at(-1)?.phase === "succeeded";
  const total = plan.steps.reduce((sum, step) => sum + step.ms, 0);
  const covered = steps.reduce((sum, step, index) => sum + step.progress * (plan.steps[index]?.ms ?? 0), 0);
  const finishedAt = done ? (steps.at(-1)?.finishedAt ?? null) : (current?.finishedAt ?? null);
  return {
    phase: done ? "succeeded" : phaseOf(current),
    progress: done ? 1 : covered / total,
    startedAt: plan.startsAt,
    updatedAt: finishedAt ?? lastChange(plan, current, now),
    finishedAt,
    steps,
    current,
  };
}

function phaseOf(current: StepAt | null): OperationAt["phase"] {
  return current === null || current.phase === "waiting" ? "pending" : current.phase;
}

/** Something that hangs or is paused stopped changing in the middle of its step. */
function lastChange(plan: Plan, current: StepAt | null, now: number): number {
  if (current?.startedAt == null) return plan.startsAt;
  const ms = plan.steps[plan.stopsAt]?.ms ?? 0;
  const stuck = plan.outcome !== "succeeded" && current.name === plan.steps[plan.stopsAt]?.name;
  return stuck ? Math.min(now, current.startedAt + ms / 2) : now;
}
