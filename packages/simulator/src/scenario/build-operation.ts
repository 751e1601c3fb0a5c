import type { Plan } from "../timeline/operation-at.ts";
import type { CloudForms } from "./cloud-forms.ts";
import { durationMs } from "./duration.ts";
import type { HuaweiOperationScenario } from "./huawei-scenario.ts";
import type { AlibabaOperationScenario, OperationScenario } from "./scenario.ts";
import type { NodePool, Operation } from "./world.ts";

export interface OperationContext {
  readonly forms: CloudForms;
  readonly startedAt: number;
  /** What ids are derived from. */
  readonly names: readonly string[];
  readonly pools: readonly NodePool[];
}

const mainSteps = new Set(["Cluster", "Rollback"]);

/** Operations by start; each one's `from` is what the earlier ones lead to, unless it is given. */
export function buildOperations(
  scenarios: readonly OperationScenario[],
  version: string,
  context: OperationContext,
): readonly Operation[] {
  const reached = new Map<string | null, string>(
    context.pools.map((pool) => [pool.id, pool.version ?? version]),
  );
  reached.set(null, version);
  const planned = scenarios.map((scenario, index) => ({ scenario, index, plan: planOf(scenario, context) }));
  return planned
    .toSorted((a, b) => a.plan.startsAt - b.plan.startsAt)
    .map(({ scenario, index, plan }) => {
      const poolId = context.pools.find((pool) => pool.name === specifics(scenario).nodePool)?.id ?? null;
      const from = scenario.from ?? reached.get(poolId) ?? version;
      if (plan.outcome === "succeeded") reached.set(poolId, scenario.to);
      return buildOperation(scenario, { plan, from, poolId, names: [...context.names, `${index}`] }, context);
    });
}

interface Resolved {
  readonly plan: Plan;
  readonly from: string;
  readonly poolId: string | null;
  readonly names: readonly string[];
}

function buildOperation(
  scenario: OperationScenario,
  resolved: Resolved,
  context: OperationContext,
): Operation {
  const { plan, names, poolId } = resolved;
  const { id, taskId, workflow, nodes, settle } = specifics(scenario);
  const named = plan.steps.findIndex((step) => mainSteps.has(step.name));
  const mainStep = named >= 0 ? named : longest(plan.steps);
  const pool = context.pools.find((candidate) => candidate.id === poolId);
  return {
    kind: scenario.kind ?? "version",
    id: workflow === false ? null : (id ?? context.forms.operationId(...names)),
    stepIds: plan.steps.map((step, index) =>
      index === mainStep && taskId !== undefined ? taskId : context.forms.operationId(...names, step.name),
    ),
    mainStep,
    from: resolved.from,
    to: scenario.to,
    plan,
    message: scenario.message ?? null,
    settleMs: durationMs(settle, context.forms.settleMs),
    poolId,
    nodes: nodeNames(nodes ?? pool?.nodes ?? 0),
    findings: scenario.preCheck?.findings ?? null,
  };
}

/** The members of both clouds' operations, so that what one cloud lacks is simply absent. */
function specifics(
  scenario: OperationScenario,
): Partial<HuaweiOperationScenario & Omit<AlibabaOperationScenario, "kind">> {
  const { kind: _, ...rest } = scenario;
  return rest;
}

export function planOf(
  scenario: OperationScenario,
  context: Pick<OperationContext, "forms" | "startedAt">,
): Plan {
  const steps = stepsOf(scenario, context.forms);
  const named = steps.findIndex((step) => step.name === scenario.stopsAt);
  return {
    startsAt: context.startedAt - durationMs(scenario.startedAgo, 0) + durationMs(scenario.startsIn, 0),
    queuedMs: durationMs(scenario.queuedFor, 0),
    steps,
    outcome: scenario.outcome ?? "succeeded",
    stopsAt: named >= 0 ? named : longest(steps),
  };
}

function stepsOf(scenario: OperationScenario, forms: CloudForms): Plan["steps"] {
  if (scenario.steps !== undefined)
    return scenario.steps.map(({ name, duration }) => ({ name, ms: durationMs(duration, 0) }));
  const total = durationMs(scenario.duration, 30 * 60_000);
  return forms.steps(scenario.kind ?? "version").map(([name, share]) => ({ name, ms: total * share }));
}

function longest(steps: Plan["steps"]): number {
  return steps.reduce((best, step, index) => (step.ms > (steps[best]?.ms ?? 0) ? index : best), 0);
}

function nodeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `node-${String(index + 1).padStart(3, "0")}`);
}
