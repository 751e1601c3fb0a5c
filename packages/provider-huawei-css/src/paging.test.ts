import { ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { type Page, type PageQuery, readAll, readPages } from "./paging.ts";

interface Row {
  readonly id: string | null;
}

const rows = (from: number, to: number): readonly Row[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: `r${from + index}` }));

type Answer = (query: PageQuery) => Partial<Page<Row>>;

function paged(answer: Answer, firstRow: 0 | 1 = 1) {
  const queries: PageQuery[] = [];
  const read = async (query: PageQuery): Promise<Page<Row>> => {
    queries.push(query);
    return { rows: [], total: null, ...answer(query) };
  };
  return { queries, paged: { action: "ListThings", firstRow, read, idOf: ({ id }: Row) => id } };
}

interface ServerOptions {
  readonly cap?: number;
  readonly parameters?: readonly string[];
  readonly withTotal?: boolean;
  readonly base?: 0 | 1;
}

/** A service with `count` rows that gives at most `cap` a page, and knows these page parameters. */
function server(
  count: number,
  { cap = 1000, parameters = ["offset"], withTotal = true, base = 1 }: ServerOptions = {},
): Answer {
  return (query) => {
    const position = parameters.map((name) => query[name]).find((value) => value !== undefined) ?? base;
    const from = position - base + 1;
    const size = Math.min(query.limit ?? 10, cap);
    return { rows: rows(from, Math.min(from + size - 1, count)), total: withTotal ? count : null };
  };
}

/** Ten rows a page, and the same wrong total on each. */
function wrongTotal(count: number, total: number): Answer {
  const right = server(count, { cap: 10 });
  return (query) => ({ ...right(query), total });
}

async function collect(answer: Answer, firstRow: 0 | 1 = 1) {
  const things = paged(answer, firstRow);
  return { found: await readAll(things.paged), queries: things.queries };
}

async function failureOf(answer: Answer) {
  const things = paged(answer);
  const error = await readAll(things.paged).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProviderError)) throw new Error(`expected a ProviderError, got ${String(error)}`);
  return { error, queries: things.queries };
}

describe("reads it all", () => {
  it.each<[string, Answer, number, number]>([
    ["nothing", server(0), 0, 1],
    ["nothing, without a total", server(0, { withTotal: false }), 0, 1],
    ["one page", server(3), 3, 1],
    ["one page without a total", server(3, { withTotal: false }), 3, 1],
    ["a full page", server(1000), 1000, 1],
    ["more than a page can hold", server(1001), 1001, 2],
    ["a server that caps the limit at ten", server(23, { cap: 10 }), 23, 3],
    ["one that caps it without a total", server(23, { cap: 10, withTotal: false }), 23, 4],
    ["ten rows without a total", server(10, { withTotal: false }), 10, 2],
    ["more than ten without a total", server(15, { withTotal: false }), 15, 2],
    ["a server that knows the old parameter only", server(23, { cap: 10, parameters: ["start"] }), 23, 4],
    ["the same without a total", server(23, { cap: 10, parameters: ["start"], withTotal: false }), 23, 5],
    ["a server without pages, 15 rows and no total", server(15, { parameters: [], withTotal: false }), 15, 4],
    ["a total that is too small", () => ({ rows: rows(1, 3), total: 1 }), 3, 1],
    ["a full page beside a total of none", wrongTotal(10, 0), 10, 2],
    ["two pages beside a total of none", wrongTotal(12, 0), 12, 3],
    ["two pages and a total between them", wrongTotal(14, 11), 14, 3],
    ["more than ten without pages beside a total of none", () => ({ rows: rows(1, 15), total: 0 }), 15, 4],
  ])("%s", async (_, answer, count, requests) => {
    const { found, queries } = await collect(answer);
    expect(found).toEqual(rows(1, count));
    expect(queries).toHaveLength(requests);
  });

  it("asks by the number of the next row", async () => {
    expect((await collect(server(21, { cap: 10 }))).queries).toEqual([
      { limit: 1000 },
      { limit: 1000, offset: 11 },
      { limit: 1000, offset: 21 },
    ]);
  });

  it("counts from 0 where the service does", async () => {
    const { found, queries } = await collect(server(12, { cap: 10, base: 0 }), 0);
    expect(found).toEqual(rows(1, 12));
    expect(queries.at(-1)).toEqual({ limit: 1000, offset: 10 });
  });

  it("stays with the parameter that worked", async () => {
    const { queries } = await collect(server(31, { cap: 10, parameters: ["start"] }));
    expect(queries.map((query) => Object.keys(query)[1])).toEqual([
      undefined,
      "offset",
      "start",
      "start",
      "start",
    ]);
  });

  const refusing = (name: string, status: number, next: Answer): Answer => {
    return (query) => {
      if (query[name] === undefined) return next(query);
      throw new ProviderError({ kind: "unexpected-response", message: `no ${name}`, httpStatus: status });
    };
  };

  it("falls back to the other parameter where one is refused", async () => {
    const old = refusing("offset", 400, server(23, { cap: 10, parameters: ["start"] }));
    const { found, queries } = await collect(old);
    expect(found).toEqual(rows(1, 23));
    expect(queries.map((query) => Object.keys(query)[1])).toEqual([undefined, "offset", "start", "start"]);
  });

  it.each<[string, Answer, string]>([
    ["both parameters", refusing("offset", 400, refusing("start", 400, server(23, { cap: 10 }))), "no start"],
    ["one, but not for its name", refusing("offset", 403, server(23, { cap: 10 })), "no offset"],
  ])("fails as the service does where it refuses %s", async (_, answer, message) => {
    const { error } = await failureOf(answer);
    expect(error.message).toBe(message);
  });

  it("finds a row that came in front while it read", async () => {
    const before = rows(1, 12);
    const after = [{ id: "new" }, ...before];
    let asked = 0;
    const { found } = await collect((query) => {
      const all = asked === 0 ? before : after;
      asked += 1;
      const from = (query.offset ?? query.start ?? 1) - 1;
      return { rows: all.slice(from, from + 10), total: all.length };
    });
    expect(found).toHaveLength(13);
    expect(found).toContainEqual({ id: "new" });
  });

  it("goes on behind a row that is there twice in a page", async () => {
    const twice = [{ id: "a" }, { id: "a" }, { id: "b" }];
    const { found } = await collect((query) => ({
      rows: query.offset === undefined ? twice : [{ id: "c" }],
      total: 3,
    }));
    // Both are handed on: who takes them may see that they differ.
    expect(found).toEqual([...twice, { id: "c" }]);
  });

  it.each([
    ["that differ where the next page says that there is no more", "bad", false],
    ["that differ where the next page repeats them", "bad", true],
    ["that are equal where the next page says that there is no more", "good", false],
  ])("counts two rows of one id %s", async (_, state, repeats) => {
    const both = [
      { id: "a", state: "good" },
      { id: "a", state },
    ];
    const { found } = await collect((query) => ({ rows: repeats || isFirst(query) ? both : [], total: 2 }));
    expect(found).toEqual(both);
  });

  it("keeps rows without an id apart by what they hold, and equal ones of a page too", async () => {
    const { found } = await collect(() => ({ rows: [{ id: null }, { id: null }], total: 2 }));
    expect(found).toHaveLength(2);
  });

  it("says with which page all are known", async () => {
    const { paged: things } = paged(server(11, { cap: 10 }));
    const pages = await Array.fromAsync(readPages(things), ({ rows: page, isLast }) => [page.length, isLast]);
    expect(pages).toEqual([
      [10, false],
      [1, true],
    ]);
  });
});

const isFirst = (query: PageQuery) => query.offset === undefined && query.start === undefined;

const thenEmpty =
  (total: number | null): Answer =>
  (query) =>
    isFirst(query) ? { rows: rows(1, 10), total: 15 } : { rows: [], total };

function emptyAfterFirst(): Answer {
  let asked = 0;
  return () => {
    asked += 1;
    return asked === 1 ? { rows: rows(1, 10), total: 15 } : { rows: [], total: 0 };
  };
}

const lowered: Answer = (query) =>
  isFirst(query) ? { rows: rows(1, 10), total: 15 } : { rows: rows(11, 11), total: 11 };

/** Row 3 of 25 goes away after two pages: row 21 moves to where it was not looked for. */
function shrinking(): Answer {
  let asked = 0;
  return (query) => {
    asked += 1;
    const all = rows(1, 25).filter(({ id }) => asked <= 2 || id !== "r3");
    const from = (query.offset ?? 1) - 1;
    return { rows: all.slice(from, from + 10), total: all.length };
  };
}

describe("does not take a part for the whole", () => {
  it.each<[string, Answer, number]>([
    ["every page is the first", () => ({ rows: rows(1, 10), total: 11 }), 4],
    ["every page is the first, and has ten rows", () => ({ rows: rows(1, 10) }), 4],
    ["rows are promised and there are none", () => ({ rows: [], total: 1 }), 4],
    [
      "the pages end early",
      (query) => ({ rows: query.offset === undefined ? rows(1, 10) : [], total: 30 }),
      4,
    ],
    ["a later page names no rows and a total of none", thenEmpty(0), 4],
    ["a later page names no rows and a total of what is there", thenEmpty(10), 4],
    ["a later page names no rows and no total", thenEmpty(null), 4],
    ["all that follows is empty, the first page again too", emptyAfterFirst(), 4],
    ["a later page lowers the total to what it makes", lowered, 4],
    ["a row moves forward behind one that went away", shrinking(), 5],
    [
      "a row is there twice and one is missing",
      () => ({ rows: [...rows(1, 2), ...rows(1, 1)], total: 4 }),
      4,
    ],
    ["a full page without a total has a row twice", () => ({ rows: [...rows(1, 9), ...rows(1, 1)] }), 4],
    ["every page is the first, and its total is none", () => ({ rows: rows(1, 10), total: 0 }), 4],
  ])("%s", async (_, answer, requests) => {
    const { error, queries } = await failureOf(answer);
    expect(error).toMatchObject({ kind: "unexpected-response", retryable: false });
    expect(error.message).toMatch(/^ListThings did not give its whole list: \d+ of /);
    expect(queries).toHaveLength(requests);
  });

  it("stops where there is no end", async () => {
    let next = 0;
    const { error, queries } = await failureOf(() => {
      next += 1;
      return { rows: rows(next, next), total: 1_000_000 };
    });
    expect(error.message).toContain("after 1000 pages");
    expect(queries).toHaveLength(1000);
  });
});
