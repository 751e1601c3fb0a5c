import type { Plan } from "../timeline/operation-at.ts";
import type { CssEngine, CssOperationScenario } from "./css-scenario.ts";
import { deriveUuid } from "./derive-id.ts";
import { durationMs } from "./duration.ts";
import type { SearchImage, SearchNode, SearchOperation } from "./world.ts";

/** What a CSS cluster is before its operations. */
export interface SearchStart {
  readonly version: string;
  readonly image: string;
  readonly engine: CssEngine;
  readonly nodes: readonly SearchNode[];
}

interface Reached {
  readonly version: string;
  readonly image: string;
  readonly engine: CssEngine;
  /** Zones by node name. */
  readonly zones: ReadonlyMap<string, string>;
}

// The first and the last name are those of the vendor's samples (2025-01), the others are ours.
const stepShares = [
  ["Data migration", 0.5],
  ["Node shutdown", 0.1],
  ["Node replacement", 0.2],
  ["Node startup", 0.1],
  ["Task status update", 0.1],
] as const;

/** Operations by start; each one begins where the earlier ones have led to. */
export function buildSearchOperations(
  scenarios: readonly CssOperationScenario[],
  start: SearchStart,
  context: { readonly startedAt: number; readonly names: readonly string[] },
): readonly SearchOperation[] {
  let reached: Reached = { ...start, zones: new Map(start.nodes.map(({ name, zone }) => [name, zone])) };
  return scenarios
    .map((scenario, index) => ({ scenario, index, startsAt: startOf(scenario, context.startedAt) }))
    .toSorted((a, b) => a.startsAt - b.startsAt)
    .map(({ scenario, index, startsAt }) => {
      const id = scenario.id ?? deriveUuid(...context.names, `${index}`);
      const operation = buildSearchOperation(scenario, reached, id, startsAt);
      reached = after(operation, reached);
      return operation;
    });
}

function startOf(scenario: CssOperationScenario, startedAt: number): number {
  return startedAt - durationMs(scenario.startedAgo, 0) + durationMs(scenario.startsIn, 0);
}

function buildSearchOperation(
  scenario: CssOperationScenario,
  reached: Reached,
  id: string,
  startsAt: number,
): SearchOperation {
  const work = nodesOf(scenario, reached);
  const batchSize = scenario.batchSize ?? 1;
  const batches = Array.from({ length: Math.ceil(work.length / batchSize) }, (_, index) =>
    work.slice(index * batchSize, (index + 1) * batchSize),
  );
  const common = {
    id,
    ...planOf(scenario, batches, startsAt),
    batches,
    batchSize,
    partial: scenario.outcome === "partially-failed",
    message: scenario.message ?? null,
    retries: scenario.retries ?? 1,
    agency: scenario.agency ?? "css_upgrade_agency",
  };
  if (scenario.kind !== "zone-switch")
    return { ...common, kind: scenario.kind ?? "image", image: targetImage(scenario, reached) };
  return {
    ...common,
    kind: "zone-switch",
    from: [...new Set(work.map((name) => reached.zones.get(name) ?? ""))].join(","),
    to: scenario.to,
    finalZones: byZone(moved(reached.zones, work, scenario.to)),
  };
}

/** An upgrade works on all nodes; a zone switch on those that stand in `from`, or in any zone but the target. */
function nodesOf({ kind, from, to }: CssOperationScenario, { zones }: Reached): readonly string[] {
  if (kind !== "zone-switch") return [...zones.keys()];
  const chosen = [...zones].filter(([, zone]) => (from === undefined ? zone !== to : zone === from));
  return chosen.map(([name]) => name);
}

/** Every batch goes through the same steps; the plan has them one after the other. */
export function planOf(
  scenario: CssOperationScenario,
  batches: readonly (readonly string[])[],
  startsAt: number,
): { readonly plan: Plan; readonly stepsPerBatch: number } {
  const count = Math.max(1, batches.length);
  const total = durationMs(scenario.duration, 30 * 60_000);
  const steps =
    scenario.steps?.map(({ name, duration }) => ({ name, ms: durationMs(duration, 0) })) ??
    stepShares.map(([name, share]) => ({ name, ms: (total / count) * share }));
  const named = steps.findIndex((step) => step.name === scenario.stopsAt);
  const step =
    named >= 0
      ? named
      : steps.reduce((best, { ms }, index) => (ms > (steps[best]?.ms ?? 0) ? index : best), 0);
  const { outcome = "succeeded" } = scenario;
  return {
    stepsPerBatch: steps.length,
    plan: {
      startsAt,
      queuedMs: durationMs(scenario.queuedFor, 0),
      steps: Array.from({ length: count }, () => steps).flat(),
      outcome: outcome === "partially-failed" ? "failed" : outcome,
      stopsAt: batchOfStop(scenario, batches) * steps.length + step,
    },
  };
}

function batchOfStop(scenario: CssOperationScenario, batches: readonly (readonly string[])[]): number {
  const nodes = batches.flat().length;
  const atLeast = scenario.outcome === "partially-failed" ? 1 : 0;
  const done = scenario.stopsAfterNodes ?? Math.max(atLeast, Math.floor(nodes / 2));
  const batch = Math.ceil(done / (scenario.batchSize ?? 1));
  return Math.max(0, Math.min(batch, batches.length - 1));
}

function targetImage(scenario: CssOperationScenario, reached: Reached): SearchImage {
  const isVersion = scenario.kind === "version";
  const version = isVersion ? scenario.to : reached.version;
  const engine = (isVersion ? scenario.engine : undefined) ?? reached.engine;
  const name = isVersion ? (scenario.image ?? `${version}${buildNumber(reached)}`) : scenario.to;
  const description = `Image ${name} of ${engine} ${version}.`;
  return { id: deriveUuid("image", name), name, version, engine, priority: 16, description };
}

/** `_24.3.0_0827` of `7.10.2_24.3.0_0827`. */
function buildNumber({ image }: Reached): string {
  const from = image.indexOf("_");
  return from < 0 ? "_24.3.0_0827" : image.slice(from);
}

function after(operation: SearchOperation, reached: Reached): Reached {
  const { outcome, stopsAt } = operation.plan;
  const succeeded = outcome === "succeeded";
  if (operation.kind === "zone-switch") {
    const done = succeeded
      ? operation.batches
      : operation.batches.slice(0, Math.floor(stopsAt / operation.stepsPerBatch));
    return { ...reached, zones: moved(reached.zones, done.flat(), operation.to) };
  }
  if (!succeeded) return reached;
  const { version, engine, name } = operation.image;
  return { ...reached, version, engine, image: name };
}

function moved(
  zones: ReadonlyMap<string, string>,
  names: readonly string[],
  to: string,
): Map<string, string> {
  const moving = new Set(names);
  return new Map([...zones].map(([name, zone]) => [name, moving.has(name) ? to : zone]));
}

function byZone(zones: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
  const groups = Object.groupBy(zones, ([, zone]) => zone);
  return Object.fromEntries(
    Object.entries(groups).map(([zone, nodes = []]) => [zone, nodes.map(([name]) => name)]),
  );
}
