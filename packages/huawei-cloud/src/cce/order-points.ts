import { findComponents } from "./find-components.ts";
import { NumberQueue } from "./number-queue.ts";
import type { Line, Point } from "./responses.ts";

/**
 * The points of a workflow in the order in which its lines let them run; among those that the lines leave free, as
 * sent. Lines lead through names that have no point. A cycle, which only broken data has, is entered at its first
 * point, when all that leads to it has run.
 */
export function orderPoints(points: readonly Point[], lines: readonly Line[]): readonly Point[] {
  return sortNodes(drawGraph(points, lines), points.length).flatMap((node) => points[node] ?? []);
}

/**
 * A node for each point, by its place; behind them two for each name, its gate and its end. A point runs between the
 * gate and the end of its name, a line leads from an end to a gate: so all points of one name run before the next. The
 * gate of a name without points leads to its end.
 */
function drawGraph(points: readonly Point[], lines: readonly Line[]): readonly number[][] {
  const graph: number[][] = points.map(() => []);
  const gates = new Map<string, number>();
  const gateOf = (name: string) => {
    const known = gates.get(name);
    if (known !== undefined) return known;
    const gate = graph.push([], []) - 2;
    gates.set(name, gate);
    return gate;
  };
  for (const [node, { taskType }] of points.entries()) {
    if (taskType === null) continue;
    const gate = gateOf(taskType);
    graph[gate]?.push(node);
    graph[node]?.push(gate + 1);
  }
  for (const { startPoint, endPoint } of lines) {
    const [from, to] = [startPoint.taskType, endPoint.taskType];
    if (from !== null && to !== null && from !== to) graph[gateOf(from) + 1]?.push(gateOf(to));
  }
  for (const gate of gates.values()) if (graph[gate]?.length === 0) graph[gate]?.push(gate + 1);
  return graph;
}

/** All nodes, each behind those that lead to it; those below `visible` as early as their number lets them. */
function sortNodes(graph: readonly (readonly number[])[], visible: number): readonly number[] {
  const components = findComponents(graph);
  const held = graph.map(() => 0);
  const heldComponents = graph.map(() => 0);
  const eachLine = (node: number, change: 1 | -1, isFree: (target: number) => void) => {
    for (const target of graph[node] ?? []) {
      const [own, its] = [components[node], components[target]];
      held[target] = (held[target] ?? 0) + change;
      if (its !== undefined && own !== its) heldComponents[its] = (heldComponents[its] ?? 0) + change;
      isFree(target);
    }
  };
  for (const node of graph.keys()) eachLine(node, 1, () => {});

  const sorted = new Set<number>();
  const free = new NumberQueue();
  const ring = new NumberQueue();
  const members = Map.groupBy(graph.keys(), (node) => components[node] ?? -1);
  // Gates and ends come first, as negative numbers: what they lead to is then free in its turn.
  const offer = (node: number) => {
    if (held[node] === 0) free.add(node < visible ? node : node - graph.length);
  };
  // Where nothing is free there is a cycle that nothing outside of it holds; its first point must do.
  const offerComponent = (component: number) => {
    if (heldComponents[component] === 0) for (const node of members.get(component) ?? []) ring.add(node);
  };
  for (const node of graph.keys()) offer(node);
  for (const component of members.keys()) offerComponent(component);
  while (sorted.size < graph.length) {
    const taken = free.take() ?? ring.take();
    if (taken === undefined) break;
    const node = taken < 0 ? taken + graph.length : taken;
    if (sorted.has(node)) continue;
    sorted.add(node);
    eachLine(node, -1, (target) => {
      offer(target);
      if (components[target] !== components[node]) offerComponent(components[target] ?? -1);
    });
  }
  return [...sorted];
}
