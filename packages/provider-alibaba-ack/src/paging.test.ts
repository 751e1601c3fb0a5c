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

  it("counts a row that stands twice on a page once", async () => {
    const twice = [...rows(0, 1), ...rows(0, 2)];
    const { found } = await collect(({ page_number }) => ({
      rows: page_number === 1 ? twice : rows(2, 3),
      total: 3,
    }));
    expect(found).toEqual(rows(0, 3));
  });

  describe("with two rows of one id on a page", () => {
    const good = { id: "t0", state: "running" };
    const bad = { id: "t0", state: "failed" };

    it("hands both on where they differ, and counts them once", async () => {
      const { found, queries } = await collect(({ page_number }) => ({
        rows: page_number === 1 ? [good, bad] : rows(1, 2),
        total: 2,
      }));
      expect(found).toEqual([good, bad, ...rows(1, 2)]);
      expect(queries).toHaveLength(2);
    });

    it.each([
      ["says that there is no more", []],
      ["repeats them", [good, bad]],
    ])("counts both where they differ and the next page %s", async (_, second) => {
      const { found } = await collect(({ page_number }) => ({
        rows: page_number === 1 ? [good, bad] : second,
        total: 2,
      }));
      expect(found).toEqual([good, bad]);
    });

    it("counts both where they are equal and there are no others", async () => {
      const { found } = await collect(({ page_number }) => ({
        rows: page_number === 1 ? [good, good] : [],
        total: 2,
      }));
      expect(found).toEqual([good]);
    });

    it("takes the earlier one where they are on different pages", async () => {
      const { found } = await collect(({ page_number }) => ({
        rows: page_number === 1 ? [good] : [bad, ...rows(1, 2)],
        total: 2,
      }));
      expect(found).toEqual([good, ...rows(1, 2)]);
    });
  });

  it("takes the total from any page that names one", async () => {
    const { found, queries } = await collect(({ page_number }) => {
      const start = (Number(page_number) - 1) * 50;
      return { rows: rows(start, Math.min(start + 50, 120)), total: page_number === 2 ? 120 : null };
    });
    expect(found).toEqual(rows(0, 120));
    expect(queries).toHaveLength(3);
  });

  it("ends where as many rows came as were ever promised, whatever the last page says", async () => {
    const { found, queries } = await collect(({ page_number }) =>
      page_number === 1 ? { rows: rows(0, 50), total: 60 } : { rows: rows(50, 60), total: 10 },
    );
    expect(found).toEqual(rows(0, 60));
    expect(queries).toHaveLength(2);
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
    [
      "an empty later page that takes the total back",
      ({ page_number }) => (page_number === 1 ? { rows: rows(0, 50), total: 60 } : { total: 0 }),
      /50 of 60 rows, then no more/,
    ],
    [
      "an empty later page without a total",
      ({ page_number }) => (page_number === 1 ? { rows: rows(0, 50), total: 60 } : {}),
      /50 of 60 rows, then no more/,
    ],
    [
      "a later page that takes a part of the total back",
      ({ page_number }) =>
        [
          { rows: rows(0, 50), total: 60 },
          { rows: rows(50, 51), total: 51 },
        ][Number(page_number) - 1] ?? { total: 51 },
      /51 of 60 rows, then no more/,
    ],
    [
      "a last page by token that takes the total back",
      ({ next_token }) =>
        next_token === "a"
          ? { rows: rows(50, 51), total: 51 }
          : { rows: rows(0, 50), total: 60, nextToken: "a" },
      /51 of 60 rows, then no more/,
    ],
    [
      "a row twice on the page, and one missing",
      ({ page_number }) => ({ rows: page_number === 1 ? [...rows(0, 1), ...rows(0, 2)] : [], total: 4 }),
      /2 of 4 rows, then no more/,
    ],
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
