import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Page, type PageQuery, readPages } from "./paging.ts";

interface Row {
  readonly id: string | null;
}

const rows = (from: number, to: number): readonly Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: `t${from + index}` }));

async function collect(answer: (query: PageQuery) => Partial<Page<Row>>) {
  const queries: PageQuery[] = [];
  const found: Row[] = [];
  const read = async (query: PageQuery): Promise<Page<Row>> => {
    queries.push(query);
    return { rows: [], total: null, nextToken: null, ...answer(query) };
  };
  for await (const page of readPages("ListThings", read, ({ id }) => id)) found.push(...page);
  return { found, queries };
}

/** A service with `count` rows that gives at most `size` of them a page. */
function service(count: number, size: number, withTotal = true) {
  return ({ page_number }: PageQuery) => {
    const start = (Number(page_number) - 1) * size;
    return { rows: rows(start, Math.min(start + size, count)), total: withTotal ? count : null };
  };
}

describe("readPages", () => {
  it.each([
    ["one page", service(3, 50), 3, 1],
    ["none", service(0, 50), 0, 1],
    ["exactly one full page", service(50, 50), 50, 1],
    ["three pages", service(120, 50), 120, 3],
    ["a service that gives fewer rows than asked", service(23, 10), 23, 3],
    ["fewer rows than asked and no total", service(23, 10, false), 23, 4],
    ["no total and nothing", service(0, 50, false), 0, 1],
    ["a service without pages, which needs no total", () => ({ rows: rows(0, 3) }), 3, 2],
  ])("reads %s", async (_, answer, count, requests) => {
    const { found, queries } = await collect(answer);
    expect(found).toEqual(rows(0, count));
    expect(queries).toHaveLength(requests);
  });

  it("asks for pages of 50 by number", async () => {
    const { queries } = await collect(service(60, 50));
    expect(queries).toEqual([
      { page_size: 50, page_number: 1 },
      { page_size: 50, page_number: 2 },
    ]);
  });

  it("follows tokens where the service gives them, over an empty page too", async () => {
    const pages: Record<string, Partial<Page<Row>>> = {
      undefined: { rows: rows(0, 2), nextToken: "a" },
      a: { rows: [], nextToken: "b" },
      b: { rows: rows(2, 3) },
    };
    const { found, queries } = await collect(({ next_token }) => pages[String(next_token)] ?? {});
    expect(found).toEqual(rows(0, 3));
    expect(queries.slice(1)).toEqual([
      { max_results: 50, next_token: "a" },
      { max_results: 50, next_token: "b" },
    ]);
  });

  it("takes a row that moved to the next page once", async () => {
    const { found } = await collect(({ page_number }) =>
      page_number === 1 ? { rows: rows(0, 50), total: 51 } : { rows: rows(49, 51), total: 51 },
    );
    expect(found).toEqual(rows(0, 51));
  });

  it("keeps rows without an id apart by what they hold", async () => {
    const { found } = await collect(() => ({ rows: [{ id: null }], total: 1 }));
    expect(found).toEqual([{ id: null }]);
  });

  it("goes on where the total is too small to be true", async () => {
    const { found } = await collect(({ page_number }) =>
      page_number === 1
        ? { rows: rows(0, 50), total: 1 }
        : { rows: page_number === 2 ? rows(50, 60) : [], total: 1 },
    );
    expect(found).toEqual(rows(0, 60));
  });

  it.each<[string, (query: PageQuery) => Partial<Page<Row>>, RegExp]>([
    [
      "a service that ignores the page number",
      () => ({ rows: rows(0, 50), total: 120 }),
      /50 of 120 rows, then page 2 repeats/,
    ],
    ["the same without a total", () => ({ rows: rows(0, 50) }), /page 2 repeats/],
    [
      "the same with few rows, but a total that says more",
      () => ({ rows: rows(0, 3), total: 9 }),
      /3 of 9 rows/,
    ],
    [
      "an end before the total",
      ({ page_number }) => ({ rows: page_number === 1 ? rows(0, 50) : [], total: 60 }),
      /50 of 60 rows, then no more/,
    ],
    ["no rows but a total", () => ({ total: 4 }), /0 of 4 rows/],
    ["a token that comes again", () => ({ rows: [], nextToken: "a" }), /the same next_token/],
    [
      "pages without end",
      ({ page_number }) => ({ rows: rows(Number(page_number) * 2, Number(page_number) * 2 + 2) }),
      /no end after 1000 pages/,
    ],
  ])("refuses %s", async (_, answer, message) => {
    await expect(collect(answer)).rejects.toMatchObject({
      kind: "unexpected-response",
      message: expect.stringMatching(message),
    });
  });

  it("passes a failure of a later page on", async () => {
    const answer = ({ page_number }: PageQuery) => {
      if (page_number === 2) throw new Error("second page");
      return { rows: rows(0, 50), total: 60 };
    };
    await expect(collect(answer)).rejects.toThrow("second page");
  });
});

describe("readPages with a total", () => {
  /** Takes `wanted` pages of a list of `count` pages, whose reads end when they are told to. */
  async function take(wanted: number, count: number, failing?: number) {
    const asked: number[] = [];
    let active = 0;
    let most = 0;
    const read = async ({ page_number }: PageQuery): Promise<Page<Row>> => {
      const number = Number(page_number);
      asked.push(number);
      most = Math.max(most, ++active);
      // The later a page, the sooner its answer.
      for (let turn = 20; turn > number % 20; turn--) await Promise.resolve();
      active--;
      if (number === failing) throw new Error(`page ${number}`);
      return { rows: rows((number - 1) * 50, number * 50), total: count * 50, nextToken: null };
    };
    const taken: (string | null | undefined)[] = [];
    for await (const page of readPages("ListThings", read, ({ id }) => id)) {
      taken.push(page[0]?.id);
      if (taken.length === wanted) break;
    }
    return { asked, taken, most };
  }

  it("reads pages side by side and hands them over in order", async () => {
    const { asked, taken, most } = await take(40, 40);
    expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => `t${index * 50}`));
    expect(asked).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(most).toBe(8);
  });

  it.each([
    [1, 1],
    [2, 3],
    [3, 3],
    [4, 7],
    [8, 15],
    [30, 31],
  ])("has asked for few pages more when %i are enough", async (wanted, requests) => {
    expect((await take(wanted, 40)).asked).toHaveLength(requests);
  });

  it("asks for no page beyond the last", async () => {
    expect((await take(5, 5)).asked).toEqual([1, 2, 3, 4, 5]);
  });

  it("does not fail for a page that nobody came to", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note);
    try {
      expect((await take(4, 40, 6)).taken).toHaveLength(4);
      // Node reports a rejection at the end of the turn in which nobody took it.
      await nextTurn();
    } finally {
      process.off("unhandledRejection", note);
    }
    expect(unhandled).toEqual([]);
    await expect(take(40, 40, 6)).rejects.toThrow("page 6");
  });

  it.each([10 ** 9, 10 ** 15])("reads little ahead for a total of %d that is not true", async (total) => {
    let requests = 0;
    const read = async ({ page_number }: PageQuery): Promise<Page<Row>> => {
      requests += 1;
      return { rows: Number(page_number) === 1 ? rows(0, 50) : [], total, nextToken: null };
    };
    const pages = readPages("ListThings", read, ({ id }) => id);
    expect((await pages.next()).value).toHaveLength(50);
    await expect(pages.next()).rejects.toThrow("then no more");
    expect(requests).toBe(3);
  });
});
