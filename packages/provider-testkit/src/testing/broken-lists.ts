import { goodParts, isObject, odd, toRow } from "./acme.ts";
import type { Broken } from "./broken.ts";

export const brokenLists: readonly Broken[] = [
  {
    check: "case",
    isWhole: true,
    fault: "reads the first page only",
    parts: () => ({
      async *list(_parts, api, signal) {
        const { body } = await api.read("ListClusters", { signal });
        if (!isObject(body) || !Array.isArray(body.clusters)) throw odd("no clusters");
        yield body.clusters.map(toRow);
      },
    }),
  },
  {
    check: "list-repeats",
    isWhole: true,
    fault: "follows a cursor that goes round in circles",
    parts: () => ({
      async *list(_parts, api, signal) {
        for (let cursor: string | undefined; ; ) {
          const { body } = await api.read("ListClusters", { query: { cursor }, signal });
          if (!isObject(body) || !Array.isArray(body.clusters)) throw odd("no clusters");
          if (typeof body.next !== "string" && body.last !== true) throw odd("no end");
          yield body.clusters.map(toRow);
          if (typeof body.next !== "string") return;
          cursor = body.next;
        }
      },
    }),
  },
  {
    check: "listed-row",
    isWhole: true,
    fault: "takes the list's word for everything",
    parts: () => ({
      observe: async (parts, call) =>
        call.cluster.listed === undefined
          ? goodParts.observe(parts, call)
          : { version: "v1.29", state: { condition: "ready", raw: "idle" }, operations: [] },
    }),
  },
  {
    check: "optional-members",
    isWhole: true,
    fault: "has a list that nobody proves",
    tests: ({ list: _list, ...rest }) => ({ ...rest, unused: { ListClusters: "is not tested" } }),
  },
];
