import { type ErrorFacts, ProviderError } from "@upgradectl/provider-sdk";
import { describe, expect, it } from "vitest";
import { byMode, connect, listed } from "./testing/connect.ts";
import {
  clusterBody,
  cssError,
  ids,
  missing,
  switchoverBody,
  upgradeBody,
  upgradesOf,
} from "./testing/css-bodies.ts";
import { type FakeAnswer, failure, refusal } from "./testing/huawei-doubles.ts";

describe("upgrade details that are closed to the account", () => {
  it.each<[number, string | undefined, ErrorFacts["kind"]]>([
    [403, "CSS.0015", "forbidden"],
    [400, "CSS.0051", "forbidden"],
    [200, "CSS.0015", "forbidden"],
    [404, "CSS.0002", "unavailable"],
    [403, "APIGW.0302", "forbidden"],
    [404, "APIGW.0101", "unavailable"],
    [404, undefined, "unavailable"],
  ])("answer %d %s", async (status, code, kind) => {
    const answer = code === undefined ? refusal(status) : cssError(status, code);
    const { observe } = await connect({ UpgradeDetail: answer });
    const { unread, ...known } = await observe({ listed: listed() });
    expect(known).toMatchObject({
      version: "7.10.2",
      state: { condition: "ready", raw: "200" },
      operations: [],
    });
    expect(unread).toMatchObject({ kind, retryable: false, httpStatus: status, requestId: "req-1" });
    expect(unread?.code).toBe(code);
    expect(unread?.message).toContain(
      "the cluster could be read (status 200, version 7.10.2), but its upgrade details are not open to this account: UpgradeDetail",
    );
    expect(unread?.hint).toMatch(/css:cluster:get.*check\.failOn/);
  });

  it("of one kind leave the other", async () => {
    const { observe } = await connect({
      UpgradeDetail: ({ query }) =>
        query?.action_mode === undefined
          ? { body: upgradesOf({ ...upgradeBody(), status: "FAILED" }) }
          : missing,
    });
    expect(await observe({ listed: listed() })).toMatchObject({
      operations: [{ id: ids.upgrade, phase: "failed" }],
      unread: { kind: "forbidden" },
    });
  });

  it.each<[string, FakeAnswer, ErrorFacts["kind"]]>([
    ["throttled", cssError(429, "APIGW.0308"), "rate-limited"],
    ["down", refusal(503), "unavailable"],
    ["refused for its signature", cssError(401, "APIGW.0301"), "unauthenticated"],
    ["of an odd shape", { body: {} }, "unexpected-response"],
  ])("do not excuse another read that is %s", async (_, answer, kind) => {
    const { observe } = await connect({
      UpgradeDetail: ({ query }) => (query?.action_mode === undefined ? missing : answer),
    });
    expect((await failure(observe({ listed: listed() }))).kind).toBe(kind);
  });
});

describe("codes", () => {
  it.each<[string, string, FakeAnswer, Partial<ErrorFacts>]>([
    [
      "a server's fault that is a 400",
      "ShowClusterDetail",
      cssError(400, "CSS.0036"),
      { kind: "unavailable", retryable: true },
    ],
    [
      "a server's fault",
      "UpgradeDetail",
      cssError(500, "CSS.0005"),
      { kind: "unavailable", retryable: true },
    ],
    ["another one", "UpgradeDetail", cssError(500, "CSS.9999"), { kind: "unavailable", retryable: true }],
    ["busy, as a 409", "UpgradeDetail", cssError(409, "CSS.0011"), { kind: "unavailable", retryable: true }],
    [
      "busy, as a 202",
      "ShowClusterDetail",
      cssError(202, "CSS.0011"),
      { kind: "unavailable", retryable: true },
    ],
    [
      "not in this state",
      "UpgradeDetail",
      cssError(415, "CSS.0004"),
      { kind: "unavailable", retryable: false },
    ],
    ["a policy", "ShowClusterDetail", cssError(400, "CSS.0051"), { kind: "forbidden", retryable: false }],
    [
      "wrong parameters",
      "UpgradeDetail",
      cssError(400, "CSS.0001"),
      { kind: "unexpected-response", retryable: false },
    ],
    ["a refused signature", "ShowClusterDetail", cssError(401, "APIGW.0301"), { kind: "unauthenticated" }],
    ["throttling", "UpgradeDetail", cssError(429, "APIGW.0308"), { kind: "rate-limited", retryable: true }],
  ])("%s", async (_, action, answer, expected) => {
    const { observe } = await connect({ [action]: answer });
    const error = await failure(observe());
    expect(error).toMatchObject({ requestId: "req-1", httpStatus: answer.status, ...expected });
    expect(error.message).toContain(action);
  });

  it("wrong parameters may mean that the region has no switchovers", async () => {
    const { observe } = await connect({ UpgradeDetail: cssError(400, "CSS.0001") });
    expect((await failure(observe())).hint).toContain("operations: [UPGRADING]");
  });
});

describe("odd answers", () => {
  const reads = ["ShowClusterDetail", "UpgradeDetail"];
  const oddities: [string, unknown][] = [
    ["an empty object", {}],
    ["an object of another kind", { kind: "List", items: [] }],
    ["a list", []],
    ["null", null],
    ["a number", 5],
    ["a page", "<html>"],
  ];
  it.each(reads.flatMap((action) => oddities.map(([name, body]) => [action, name, body] as const)))(
    "%s answers %s",
    async (action, _, body) => {
      const { observe } = await connect({ [action]: { body } });
      expect(await failure(observe())).toMatchObject({ kind: "unexpected-response", retryable: false });
    },
  );

  const upgrade = (fields: object) => upgradesOf({ ...upgradeBody(), ...fields });
  it.each<[string, string, unknown]>([
    ["a total without rows", "UpgradeDetail", { totalSize: 2, detailList: [] }],
    ["a total that is no number", "UpgradeDetail", { totalSize: "many", detailList: [] }],
    ["a negative total", "UpgradeDetail", { totalSize: -1, detailList: [] }],
    ["a list that is a text", "UpgradeDetail", { totalSize: 1, detailList: "x" }],
    ["a row that is no object", "UpgradeDetail", upgradesOf(5)],
    ["a row that is null", "UpgradeDetail", upgradesOf(null)],
    ["a row that is empty", "UpgradeDetail", upgradesOf({})],
    ["a row with neither id nor status", "UpgradeDetail", upgrade({ id: "", status: null })],
    ["a status that is no text", "UpgradeDetail", upgrade({ status: { phase: "x" } })],
    ["a version that is no text", "ShowClusterDetail", { ...clusterBody(), datastore: { version: 7.1 } }],
    ["another cluster", "ShowClusterDetail", { ...clusterBody(), id: "other" }],
    ["nodes that are no objects", "ShowClusterDetail", { ...clusterBody(), instances: ["x"] }],
  ])("%s spoils the whole answer", async (_, action, body) => {
    const { observe } = await connect({ [action]: { body } });
    const error = await failure(observe());
    expect(error.kind).toBe("unexpected-response");
    expect(error.message).toContain(action);
  });

  const ids = ["css-test-ess-esn-1-1", "css-test-ess-esn-2-1", "css-test-ess-esn-3-1"];
  it.each<[string, object, object]>([
    ["a step that is no object", { currentNodeDetail: ["x"] }, { steps: [] }],
    ["steps that are a text", { currentNodeDetail: "x" }, { steps: [] }],
    [
      "a good step beside an odd one",
      { currentNodeDetail: [5, { name: "Data migration", status: "RUNNING", order: "first" }, null] },
      { steps: [{ name: "Data migration", phase: "running" }] },
    ],
    ["an image that is a text", { imageInfo: "7.10.2" }, { details: { agency: "css_test_agency" } }],
    ["a failure's message that is an object", { failMessage: { text: "x" } }, {}],
    ["nodes that are no names", { totalNodes: 3, completedNodes: {} }, {}],
    ["an id that is a number", { id: 12 }, { id: "12" }],
  ])("do not stop at %s", async (_, fields, expected) => {
    const { observe } = await connect({ UpgradeDetail: byMode(upgrade(fields), upgradesOf()) });
    const { operations } = await observe({ listed: listed() });
    expect(operations).toMatchObject([{ phase: "running", ...expected }]);
  });

  it("count a node that is named twice once", async () => {
    const fields = { totalNodes: [...ids, ...ids].join(), completedNodes: [ids[0], ids[0]] };
    const { observe } = await connect({ UpgradeDetail: byMode(upgrade(fields), upgradesOf()) });
    const { operations } = await observe({ listed: listed() });
    expect(operations).toMatchObject([{ nodes: { total: ids, completed: [ids[0]] } }]);
  });

  it("do not stop at actions that are no names", async () => {
    const body = { ...clusterBody(), actions: [{ name: "x" }, "REBOOTING"] };
    const { observe } = await connect({ ShowClusterDetail: { body } });
    expect((await observe()).state).toEqual({ condition: "busy", raw: "200 (REBOOTING)" });
  });

  it("do not stop at what is only shown", async () => {
    const { observe } = await connect({
      UpgradeDetail: byMode(
        upgradesOf(),
        upgradesOf({
          ...switchoverBody(),
          migrateParam: "{broken",
          finalAzInfoMap: "[1",
          executeTimes: { n: 1 },
          agencyName: 5,
          batchSize: "x",
          somethingNew: true,
        }),
      ),
    });
    const { operations } = await observe({ listed: listed() });
    expect(operations).toMatchObject([
      { phase: "running", details: { migration: "{broken", finalZones: "[1", retries: { n: 1 }, agency: 5 } },
    ]);
  });
});

it("a failure of one read cancels the other, and nothing goes on", async () => {
  let cancelled = false;
  const { http, observe } = await connect({
    UpgradeDetail: ({ query, signal }) =>
      query?.action_mode === undefined
        ? new Promise((_, reject) =>
            signal.addEventListener("abort", () => {
              cancelled = true;
              reject(new ProviderError({ kind: "cancelled", message: "stopped" }));
            }),
          )
        : refusal(503),
  });
  expect((await failure(observe({ listed: listed() }))).kind).toBe("unavailable");
  expect(cancelled).toBe(true);
  expect(http.actions).toEqual(["UpgradeDetail", "UpgradeDetail"]);
});
