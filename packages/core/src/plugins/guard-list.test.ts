import type { ListedCluster } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { connect, signal } from "../testing/guarded-plugin.ts";
import { healthyObservation } from "../testing/healthy.ts";

describe("a list", () => {
  const row: ListedCluster = { id: "p-1", name: "payments", version: null, row: { any: "thing" } };
  async function pagesOf(list: unknown): Promise<readonly (readonly ListedCluster[])[]> {
    const connection = await connect(() => ({ observe: async () => healthyObservation(), list }));
    const pages: (readonly ListedCluster[])[] = [];
    for await (const page of connection.list?.(signal) ?? []) {
      pages.push(page);
      if (pages.length === 3) break;
    }
    return pages;
  }

  it("is handed on page by page, and left early", async () => {
    let isLeft = false;
    const list = async function* () {
      try {
        for (;;) yield [row];
      } finally {
        isLeft = true;
      }
    };
    expect(await pagesOf(list)).toEqual([[row], [row], [row]]);
    expect(isLeft).toBe(true);
  });

  it.each<[string, () => unknown, string]>([
    ["a list", () => [[row]], "list() returned a list; expected an async iterable"],
    ["nothing", () => undefined, "list() returned missing"],
    [
      "pages that are none",
      async function* () {
        yield row;
      },
      "list() yielded an object; expected a list of clusters",
    ],
    [
      "rows that are none",
      async function* () {
        yield [null];
      },
      "list() yielded a page with null in it",
    ],
  ])("must not be %s", async (_, list, fault) => {
    await expect(pagesOf(list)).rejects.toThrow(fault.replace("returned missing", "returned"));
  });

  it("that never ends lets timers run", async () => {
    let isTime = false;
    setTimeout(() => {
      isTime = true;
    }, 1);
    const connection = await connect(() => ({
      observe: async () => healthyObservation(),
      list: async function* () {
        while (!isTime) yield [row];
      },
    }));
    for await (const _ of connection.list?.(signal) ?? []);
    expect(isTime).toBe(true);
  });
});
