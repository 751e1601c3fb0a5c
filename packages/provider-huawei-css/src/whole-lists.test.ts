import { describe, expect, it } from "vitest";
import { connect, listed } from "./testing/connect.ts";
import { type Body, clusterBody, cssError, upgradeBody } from "./testing/css-bodies.ts";
import { type FakeRequest, failure, refusal } from "./testing/huawei-doubles.ts";

const upgrades = (count: number): Body[] =>
  Array.from({ length: count }, (_, index) => ({ ...upgradeBody(), id: `u${index}`, status: "SUCCESS" }));
const failed = { ...upgradeBody(), id: "failed", status: "FAILED" };

/** The first page of both modes is `first`; what any page parameter brings is `next`. */
function connectPages(first: Body, next: Body) {
  return connect({
    UpgradeDetail: ({ query }) => ({ body: (query?.offset ?? query?.start) === undefined ? first : next }),
  });
}

describe("a history that is not whole", () => {
  it.each<[string, Body, Body]>([
    ["a total of none", { totalSize: 15, detailList: upgrades(10) }, { totalSize: 0, detailList: [] }],
    ["the total of what is there", { totalSize: 15, detailList: upgrades(10) }, { totalSize: 10 }],
    ["null", { totalSize: 15, detailList: upgrades(10) }, { totalSize: null, detailList: null }],
    [
      "nothing, behind one that is there twice",
      { totalSize: 4, detailList: [...upgrades(2), ...upgrades(1)] },
      {
        totalSize: 4,
        detailList: [],
      },
    ],
  ])("leaves the cluster unread where the next page has %s", async (_, first, next) => {
    const { observe } = await connectPages(first, next);
    const error = await failure(observe({ listed: listed() }));
    expect(error.kind).toBe("unexpected-response");
    expect(error.message).toMatch(/^UpgradeDetail did not give its whole list: /);
  });

  it.each<[string, Body]>([
    ["one that is there twice", { totalSize: 11, detailList: [...upgrades(10), ...upgrades(1)] }],
    ["a total of none", { totalSize: 0, detailList: upgrades(10) }],
  ])("is read on behind %s", async (_, first) => {
    const { observe } = await connectPages(first, { totalSize: first.totalSize, detailList: [failed] });
    const { operations } = await observe({ listed: listed(), with: { operations: ["UPGRADING"] } });
    expect(operations.at(-1)).toMatchObject({ id: "failed", phase: "failed" });
  });

  it("is an error where it has one beside the rows", async () => {
    const { observe } = await connect({
      UpgradeDetail: { body: { totalSize: 0, detailList: [], ...cssError(200, "CSS.0036").body } },
    });
    expect((await failure(observe({ listed: listed() }))).kind).toBe("unavailable");
  });
});

describe("a history whose later pages are closed", () => {
  const isFirst = (query: FakeRequest["query"]) => (query?.offset ?? query?.start) === undefined;
  const firstPage = (status: string) => ({
    body: { totalSize: 15, detailList: upgrades(10).map((each) => ({ ...each, status })) },
  });

  it.each([
    [cssError(403, "CSS.0015"), "forbidden"],
    [cssError(404, "CSS.0002"), "unavailable"],
  ] as const)("leaves what the first page has: %#", async (answer, kind) => {
    const { observe } = await connect({
      UpgradeDetail: ({ query }) => (isFirst(query) ? firstPage("FAILED") : answer),
    });
    const { operations, unread } = await observe({ listed: listed(), with: { operations: ["UPGRADING"] } });
    expect(operations).toHaveLength(10);
    expect(operations[0]).toMatchObject({ id: "u0", phase: "failed" });
    expect(unread).toMatchObject({ kind, retryable: false });
    expect(unread?.message).toContain("its upgrade details after the first 10 are not open to this account");
  });

  it("does not excuse an outage", async () => {
    const { observe } = await connect({
      UpgradeDetail: ({ query }) => (isFirst(query) ? firstPage("SUCCESS") : refusal(503)),
    });
    expect((await failure(observe({ listed: listed() }))).kind).toBe("unavailable");
  });
});

describe("a list of clusters that is not whole", () => {
  it("is an error after the rows that it has", async () => {
    const clusters = Array.from({ length: 10 }, (_, index) => ({ ...clusterBody(), id: `c${index}` }));
    const { list } = await connect({
      ListClustersDetails: ({ query }) => ({
        body: query?.offset === undefined ? { totalSize: 15, clusters } : { totalSize: 0, clusters: [] },
      }),
    });
    expect((await failure(list())).message).toMatch(/whole list: 10 of 15 rows/);
  });
});
