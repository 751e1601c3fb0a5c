/** The nodes that each node leads to. Nodes are numbers from 0. */
export type Graph = readonly (readonly number[])[];

/**
 * The strongly connected component of each node, as a number: two nodes share one where each leads to the other, in
 * however many steps. Tarjan's algorithm, without recursion because graphs come from the network.
 */
export function findComponents(graph: Graph): readonly number[] {
  const component: number[] = graph.map(() => -1);
  const order: number[] = graph.map(() => -1);
  const low: number[] = graph.map(() => -1);
  const open: number[] = [];
  const path: { readonly node: number; next: number }[] = [];
  let visited = 0;
  let found = 0;
  const enter = (node: number) => {
    order[node] = visited;
    low[node] = visited;
    visited += 1;
    open.push(node);
    path.push({ node, next: 0 });
  };
  const leave = (node: number) => {
    const parent = path.at(-1)?.node;
    if (parent !== undefined) low[parent] = Math.min(at(low, parent), at(low, node));
    if (low[node] !== order[node]) return;
    for (const member of open.splice(open.lastIndexOf(node))) component[member] = found;
    found += 1;
  };
  for (let start = 0; start < graph.length; start += 1) {
    if (order[start] === -1) enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = graph[step.node]?.[step.next];
      step.next += 1;
      if (target === undefined) {
        path.pop();
        leave(step.node);
      } else if (order[target] === -1) enter(target);
      else if (component[target] === -1) low[step.node] = Math.min(at(low, step.node), at(order, target));
    }
  }
  return component;
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? -1;
}
