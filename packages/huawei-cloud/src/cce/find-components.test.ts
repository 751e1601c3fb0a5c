import { describe, expect, it } from "vitest";
import { findComponents, type Graph } from "./find-components.ts";

/** The groups of nodes, each in order, by their first node. */
function groups(graph: Graph): number[][] {
  const components = findComponents(graph);
  return [...Map.groupBy(graph.keys(), (node) => components[node]).values()];
}

/** Graphs that are the same in every run. */
function randomGraph(size: number, lines: number, seed: number): number[][] {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % size;
  };
  const graph: number[][] = Array.from({ length: size }, () => []);
  for (let line = 0; line < lines; line += 1) graph[next()]?.push(next());
  return graph;
}

function reach(graph: Graph, from: number): ReadonlySet<number> {
  const found = new Set([from]);
  for (const node of found) for (const target of graph[node] ?? []) found.add(target);
  return found;
}

describe("findComponents", () => {
  it.each<[string, Graph, number[][]]>([
    ["nothing", [], []],
    ["nodes without lines", [[], []], [[0], [1]]],
    ["a chain", [[1], [2], []], [[0], [1], [2]]],
    ["a loop", [[0]], [[0]]],
    ["a ring", [[1], [2], [0]], [[0, 1, 2]]],
    ["a ring with a way in and a way out", [[1], [2], [1, 3], []], [[0], [1, 2], [3]]],
    [
      "two rings that touch",
      [[1], [0, 2], [3], [2]],
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ["two rings through one node", [[1, 2], [0], [0]], [[0, 1, 2]]],
  ])("of %s", (_, graph, expected) => {
    expect(groups(graph)).toEqual(expected);
  });

  it("are the nodes that reach each other, in any graph", () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const graph = randomGraph(12, seed % 30, seed);
      const reached = graph.map((_, node) => reach(graph, node));
      const components = findComponents(graph);
      for (const a of graph.keys())
        for (const b of graph.keys())
          expect(components[a] === components[b], `${seed}: ${a} and ${b}`).toBe(
            reached[a]?.has(b) === true && reached[b]?.has(a) === true,
          );
    }
  });

  it("of a chain and a ring as long as they come", () => {
    const chain = Array.from({ length: 50_000 }, (_, node) => (node === 49_999 ? [] : [node + 1]));
    expect(new Set(findComponents(chain)).size).toBe(50_000);
    const ring = Array.from({ length: 50_000 }, (_, node) => [(node + 1) % 50_000]);
    expect(new Set(findComponents(ring)).size).toBe(1);
  });
});
