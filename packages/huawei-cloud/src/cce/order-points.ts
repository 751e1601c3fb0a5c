import type { Line, Point } from "./responses.ts";

/** No upgrade has more parts than a handful; past this the order as sent must do. */
const mostPoints = 200;

/**
 * The points of a workflow in the order in which its lines let them run; among those that the lines leave free, as
 * sent. A cycle, which only broken data has, is entered at its first point.
 */
export function orderPoints(points: readonly Point[], lines: readonly Line[]): readonly Point[] {
  if (points.length > mostPoints) return points;
  const present = new Set(points.map((point) => point.taskType));
  const before = new Map<string, Set<string>>();
  for (const { startPoint, endPoint } of lines) {
    const [from, to] = [startPoint.taskType, endPoint.taskType];
    if (from === null || to === null || from === to || !present.has(from)) continue;
    before.set(to, (before.get(to) ?? new Set()).add(from));
  }
  const ordered: Point[] = [];
  const waiting = [...points];
  while (waiting.length > 0) {
    const held = new Set(waiting.map((point) => point.taskType));
    const isFree = ({ taskType }: Point) =>
      ![...(before.get(taskType ?? "") ?? [])].some((type) => held.has(type));
    const [next] = waiting.splice(Math.max(waiting.findIndex(isFree), 0), 1);
    if (next !== undefined) ordered.push(next);
  }
  return ordered;
}
