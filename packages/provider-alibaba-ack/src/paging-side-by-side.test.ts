import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Page, type PageQuery, readPages } from "./paging.ts";

interface Row {
  readonly id: string;
}

const rows = (from: number, to: number): readonly Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: `t${from + index}` }));

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
