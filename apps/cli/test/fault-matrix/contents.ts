import { rewritten } from "./answers.ts";
import type { Source } from "./clouds.ts";
import type { MatrixFault } from "./faults.ts";

type Body = { [key: string]: unknown };
const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null;

/** In every object of a body, at any depth. */
function everywhere(change: (body: Body) => Body): (value: unknown) => unknown {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (!isBody(value)) return value;
    return change(Object.fromEntries(Object.entries(value).map(([key, child]) => [key, visit(child)])));
  };
  return visit;
}

const wordOf = /^(phase|state|status|taskType)$/;
const unknownWords = everywhere((body) =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      wordOf.test(key) && typeof value === "string" ? "Levitating" : value,
    ]),
  ),
);
const idName = /^(uid|id|cluster_id|task_id|clusterID|clusterId)$/;
const ofAnother = everywhere((body) =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, idName.test(key) ? "another-id" : value]),
  ),
);

/** Answers that are well formed and wrong. */
export const contentFaults: readonly MatrixFault[] = [
  {
    name: "words that nobody knows",
    places: ["cluster", "upgrades"],
    kinds: [null, "unexpected-response"],
    fault: rewritten(unknownWords),
  },
  {
    name: "the answer about another cluster",
    places: ["cluster"],
    kinds: ["unexpected-response"],
    fault: rewritten(ofAnother),
  },
];

const rowsOf = /^(items|clusters|tasks|detailList)$/;
const totalOf = /^(totalSize|total_count)$/;
const withRows = (change: (rows: readonly unknown[]) => readonly unknown[], total?: number) =>
  everywhere((body) =>
    Object.fromEntries(
      Object.entries(body).map(([key, value]) => {
        if (rowsOf.test(key) && Array.isArray(value)) return [key, change(value)];
        return [key, total !== undefined && totalOf.test(key) ? total : value];
      }),
    ),
  );
let rowNumber = 0;
const renamed = everywhere((body) => {
  const names = Object.keys(body).filter((key) => idName.test(key));
  rowNumber += 1;
  return { ...body, ...Object.fromEntries(names.map((key) => [key, `row-${rowNumber}`])) };
});
const paged: readonly Source[] = ["huawei-css", "alibaba-ack"];

/** Lists, which cost nothing where the clusters can still be read one by one. */
export const listFaults: readonly MatrixFault[] = [
  {
    name: "a list that lacks the clusters",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows(() => [])),
  },
  {
    name: "every row twice",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows((rows) => [...rows, ...rows])),
  },
  {
    name: "rows that are `null`",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows((rows) => rows.map(() => null))),
  },
  {
    name: "rows without an id",
    places: ["list"],
    kinds: [null],
    fault: rewritten(withRows((rows) => rows.map(() => ({})))),
  },
  {
    name: "a page that repeats for ever",
    places: ["list"],
    kinds: [null],
    sources: paged,
    fault: rewritten(withRows((rows) => rows, 100_000)),
  },
  {
    name: "new pages for ever",
    places: ["list"],
    kinds: [null],
    sources: paged,
    fault: rewritten(withRows((rows) => rows.map(renamed), 100_000)),
  },
];

/** The same of the upgrades of one cluster, where half a list must not pass for a whole. */
export const upgradeListFaults: readonly MatrixFault[] = [
  {
    name: "a page that repeats for ever",
    places: ["upgrades"],
    kinds: ["unexpected-response"],
    sources: paged,
    fault: rewritten(withRows((rows) => rows, 100_000)),
  },
  {
    name: "new pages for ever",
    places: ["upgrades"],
    isLong: true,
    kinds: ["unexpected-response"],
    sources: paged,
    fault: rewritten(withRows((rows) => rows.map(renamed), 1_000_000)),
  },
];
