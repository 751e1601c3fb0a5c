import type { Line, Point } from "./responses.ts";

/** No workflow has more kinds of points than a handful; past this the order as sent must do. */
const mostNames = 200;

/**
 * The points of a workflow in the order in which its lines let them run; among those that the lines leave free, as
 * sent. Lines lead through names that have no point. What is in a cycle, which only broken data has, stays as sent.
 */
export function orderPoints(points: readonly Point[], lines: readonly Line[]): readonly Point[] {
  const next = drawLines(lines);
  if (next.size > mostNames) return points;
  const reached = new Map([...next.keys()].map((name) => [name, reach(next, name)]));
  const leadsTo = (from: string, to: string) => reached.get(from)?.has(to) === true;
  const before = Map.groupBy(
    [...reached].flatMap(([from, names]) =>
      [...names].flatMap((to) => (leadsTo(to, from) ? [] : [{ from, to }])),
    ),
    ({ to }) => to,
  );
  const left = new Map<string | null, number>();
  for (const { taskType } of points) left.set(taskType, (left.get(taskType) ?? 0) + 1);
  const isFree = ({ taskType }: Point) =>
    !(before.get(taskType ?? "") ?? []).some(({ from }) => (left.get(from) ?? 0) > 0);

  const waiting = [...points];
  const ordered: Point[] = [];
  while (waiting.length > 0) {
    const [point] = waiting.splice(waiting.findIndex(isFree), 1);
    if (point === undefined) break;
    ordered.push(point);
    left.set(point.taskType, (left.get(point.taskType) ?? 0) - 1);
  }
  return ordered;
}

/** The names that each name's lines end at. */
function drawLines(lines: readonly Line[]): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, Set<string>>();
  for (const { startPoint, endPoint } of lines) {
    const [from, to] = [startPoint.taskType, endPoint.taskType];
    if (from !== null && to !== null) next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  return next;
}

/** Every name that lines lead to from this one, in however many steps. */
function reach(next: ReadonlyMap<string, ReadonlySet<string>>, from: string): ReadonlySet<string> {
  const found = new Set(next.get(from));
  for (const name of found) for (const further of next.get(name) ?? []) found.add(further);
  return found;
}
