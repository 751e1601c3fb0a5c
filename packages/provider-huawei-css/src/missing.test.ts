import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { connect } from "./testing/connect.ts";
import { clusterBody, cssError, missing } from "./testing/css-bodies.ts";
import { type FakeAnswer, type FakeRoute, failure, refusal } from "./testing/huawei-doubles.ts";

const others = { body: { totalSize: 1, clusters: [{ ...clusterBody(), id: "other" }] } };
const bothMeanings = /not there.*may not see.*region.*projectId.*css:cluster:get/;

describe("a cluster that CSS does not show", () => {
  it.each<[string, FakeAnswer]>([
    ["the documented 403", missing],
    ["a 404 of the service's own", cssError(404, "CSS.0002")],
    ["the code in a 200", cssError(200, "CSS.0015")],
  ])("is not found where the account's list lacks it: %s", async (_, answer) => {
    const { http, observe } = await connect({ ShowClusterDetail: answer, ListClustersDetails: others });
    const error = await failure(observe());
    expect(error).toMatchObject({
      kind: "not-found",
      httpStatus: answer.status,
      requestId: "req-1",
      retryable: false,
    });
    expect(error.code).toMatch(/^CSS\./);
    expect(error.message).toContain("the account's list has no cluster");
    expect(error.hint).toMatch(bothMeanings);
    expect(http.actions).toEqual(["ShowClusterDetail", "ListClustersDetails"]);
  });

  const none = { totalSize: 0, clusters: [] };
  const halfOfList = {
    totalSize: 15,
    clusters: Array.from({ length: 10 }, (_, index) => ({ ...clusterBody(), id: `c${index}` })),
  };
  it.each<[string, FakeRoute]>([
    ["has it", { body: { totalSize: 1, clusters: [clusterBody()] } }],
    ["is refused", missing],
    ["is down", refusal(503)],
    ["is of an odd shape", { body: {} }],
    ["is not whole", { body: { totalSize: 2, clusters: [{ ...clusterBody(), id: "other" }] } }],
    ["ends early, with a total of none", ({ query }) => ({ body: query?.offset ? none : halfOfList })],
  ])("is forbidden where the list %s", async (_, list) => {
    const { observe } = await connect({ ShowClusterDetail: missing, ListClustersDetails: list });
    const error = await failure(observe());
    expect(error).toMatchObject({ kind: "forbidden", code: "CSS.0015", httpStatus: 403, retryable: false });
    expect(error.hint).toMatch(bothMeanings);
  });

  it("is not known where a 404 stands against the list", async () => {
    const { observe } = await connect({ ShowClusterDetail: cssError(404, "CSS.0007") });
    const error = await failure(observe());
    expect(error).toMatchObject({ kind: "unavailable", code: "CSS.0007", retryable: false });
    expect(error.hint).toMatch(bothMeanings);
  });

  it.each<[string, FakeAnswer, ErrorFacts["kind"]]>([
    ["a bare 404", refusal(404), "unavailable"],
    ["the gateway's 404", { status: 404, body: { error_code: "APIGW.0101" } }, "unavailable"],
    ["the gateway's 403", { status: 403, body: { error_code: "APIGW.0302" } }, "forbidden"],
    ["a bare 403", refusal(403), "forbidden"],
  ])("is not looked for after %s", async (_, answer, kind) => {
    const { http, observe } = await connect({ ShowClusterDetail: answer, ListClustersDetails: others });
    expect((await failure(observe())).kind).toBe(kind);
    expect(http.actions).toEqual(["ShowClusterDetail"]);
  });

  it("is looked for on all pages", async () => {
    const all = Array.from({ length: 11 }, (_, index) => ({ ...clusterBody(), id: `c${index}` }));
    const { observe } = await connect({
      ShowClusterDetail: missing,
      ListClustersDetails: ({ query }) => {
        const from = Number(query?.offset ?? 1) - 1;
        return { body: { totalSize: 11, clusters: all.slice(from, from + 10) } };
      },
    });
    expect((await failure(observe({ id: "c10" }))).kind).toBe("forbidden");
    expect((await failure(observe({ id: "c11" }))).kind).toBe("not-found");
  });
});

describe("the list of what there is", () => {
  const routes = { ShowClusterDetail: missing, ListClustersDetails: others };
  const countLists = (actions: readonly string[]) =>
    actions.filter((each) => each === "ListClustersDetails").length;

  it("serves all who ask at the same time", async () => {
    const { http, observe } = await connect(routes);
    const errors = await Promise.all(["a", "b", "c", "d"].map((id) => failure(observe({ id }))));
    expect(errors.map(({ kind }) => kind)).toEqual(Array(4).fill("not-found"));
    expect(countLists(http.actions)).toBe(1);
  });

  it("may be the one that the host has read", async () => {
    const { http, observe, list } = await connect(routes);
    await list();
    expect((await failure(observe())).kind).toBe("not-found");
    expect(countLists(http.actions)).toBe(1);
  });

  it("is not the part that the host has read", async () => {
    const all = Array.from({ length: 11 }, (_, index) => ({ ...clusterBody(), id: `c${index}` }));
    const { connection, observe } = await connect({
      ShowClusterDetail: missing,
      ListClustersDetails: ({ query }) => {
        const from = Number(query?.offset ?? 1) - 1;
        return { body: { totalSize: 11, clusters: all.slice(from, from + 10) } };
      },
    });
    for await (const page of connection.list?.(new AbortController().signal) ?? []) {
      expect(page).toHaveLength(10);
      break;
    }
    expect((await failure(observe({ id: "c10" }))).kind).toBe("forbidden");
  });

  it("is read again a while later", async () => {
    const { http, observe, clock } = await connect(routes);
    await failure(observe());
    clock.now = 20_000;
    await failure(observe());
    expect(countLists(http.actions)).toBe(2);
  });

  it("is read again ten seconds after a failure, and no sooner", async () => {
    const { http, observe, clock } = await connect({ ...routes, ListClustersDetails: refusal(503) });
    expect((await failure(observe())).kind).toBe("forbidden");
    http.routes.ListClustersDetails = others;
    clock.now = 9999;
    expect((await failure(observe())).kind).toBe("forbidden");
    expect(countLists(http.actions)).toBe(1);
    clock.now = 10_000;
    expect((await failure(observe())).kind).toBe("not-found");
    expect(countLists(http.actions)).toBe(2);
  });

  it("hides no bug", async () => {
    const bug = new ProviderError({ kind: "plugin", message: "bug" });
    const { observe } = await connect({
      ...routes,
      ListClustersDetails: () => {
        throw bug;
      },
    });
    expect(await failure(observe())).toBe(bug);
  });

  it("does not outlast the run", async () => {
    const stop = new AbortController();
    const { observe } = await connect({
      ...routes,
      ListClustersDetails: () => {
        stop.abort();
        return others;
      },
    });
    expect((await failure(observe({}, stop.signal))).kind).toBe("cancelled");
  });
});
