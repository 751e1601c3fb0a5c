import { describe, expect, it } from "vitest";
import { byMode, connect, listed } from "./testing/connect.ts";
import {
  type Body,
  clusterBody,
  cssError,
  imagesOf,
  switchoverBody,
  upgradeBody,
  upgradesOf,
} from "./testing/css-bodies.ts";
import { type FakeAnswer, type FakeRequest, failure, refusal } from "./testing/huawei-doubles.ts";

const outOfSupport = () => {
  const body = clusterBody();
  body.datastore.isEosCluster = true;
  return listed(body);
};
const failed = { ...upgradeBody(), status: "FAILED" };
const succeeded = (startTime: string) => ({ ...upgradeBody(), id: "u2", status: "SUCCESS", startTime });

describe("target images are asked for", () => {
  it.each<[string, Body[], Body[], boolean]>([
    ["never upgraded", [], [], false],
    ["running", [upgradeBody()], [], false],
    ["failed", [failed], [], true],
    ["failed in part", [{ ...failed, status: "PARTIAL_FAILED" }], [], true],
    ["failed before a success", [failed, succeeded("2023-02-01T00:00:00")], [], false],
    ["failed after a success", [succeeded("2022-02-01T00:00:00"), failed], [], true],
    ["a failed switchover", [], [{ ...switchoverBody(), status: "FAILED" }], false],
  ])("%s", async (_, upgrades, switchovers, asks) => {
    const { http, observe } = await connect({
      UpgradeDetail: byMode(upgradesOf(...upgrades), upgradesOf(...switchovers)),
      ListImages: { body: imagesOf({ id: "i", displayName: "7.10.2_25.1.0_0101", priority: 1 }) },
    });
    const { properties } = await observe({ listed: listed() });
    expect(http.actions.filter((action) => action === "ListImages")).toHaveLength(asks ? 1 : 0);
    expect(properties?.targetImages).toEqual(asks ? ["7.10.2_25.1.0_0101"] : undefined);
  });

  it("for an image out of support: of the same version, else of another", async () => {
    const { http, observe } = await connect({
      ListImages: ({ path }: FakeRequest) => ({
        body:
          path.upgrade_type === "same"
            ? imagesOf()
            : imagesOf({ id: "i", displayName: "7.17.0_1", priority: 1 }),
      }),
    });
    const { properties, findings } = await observe({ listed: outOfSupport() });
    expect(properties?.targetImages).toEqual(["7.17.0_1"]);
    expect(findings?.[0]?.message).toContain("7.17.0_1 is offered");
    expect(http.requests.slice(2).map(({ path, query }) => [path.upgrade_type, query])).toEqual([
      ["same", { limit: 1000 }],
      ["cross", { limit: 1000 }],
    ]);
  });

  it("with an offset from 0", async () => {
    const all = Array.from({ length: 12 }, (_, index) => ({
      id: `i${index}`,
      displayName: `v${index}`,
      priority: index,
    }));
    const { http, observe } = await connect({
      ListImages: ({ query }: FakeRequest) => {
        const from = Number(query?.offset ?? 0);
        return { body: { totalSize: 12, imageInfoList: all.slice(from, from + 10) } };
      },
    });
    const { properties } = await observe({ listed: outOfSupport() });
    expect(properties?.targetImages).toHaveLength(12);
    expect(http.requests.at(-1)?.query).toEqual({ limit: 1000, offset: 10 });
  });
});

it.each<[string, FakeAnswer]>([
  ["refused", cssError(403, "CSS.0015")],
  ["down", refusal(503)],
  ["of an odd shape", { body: {} }],
  ["refused for its signature", cssError(401, "APIGW.0301")],
])("images that are %s cost no verdict", async (_, answer) => {
  const { observe } = await connect({ ListImages: answer });
  const { properties, findings, unread } = await observe({ listed: outOfSupport() });
  expect(properties?.targetImages).toBeNull();
  expect(findings?.[0]?.message).toContain("could not be read");
  expect(unread).toBeUndefined();
});

it("the end of the run ends the reading of images too", async () => {
  const stop = new AbortController();
  const { observe } = await connect({
    ListImages: () => {
      stop.abort();
      return { body: imagesOf() };
    },
  });
  expect((await failure(observe({ listed: outOfSupport() }, stop.signal))).kind).toBe("cancelled");
});
