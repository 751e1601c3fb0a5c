import { describe, expect, it } from "vitest";
import { detailCase } from "./vendor-ack-bodies.ts";
import { checkAck, unreadUpgrades } from "./vendor-table.ts";

describe("a pinned task of ACK", () => {
  it("a pinned task decides alone", async () => {
    const pin = (index: number, more: object = {}) => ({
      entry: { with: { taskId: `T-${index}` }, ...more },
    });
    const missing = {
      verdict: "unknown",
      observed: null,
      error: { kind: "not-found", httpStatus: 404, retryable: false },
    };
    await checkAck([
      detailCase(
        0,
        "old failure",
        "fail",
        { error: { code: "X", message: "boom" } },
        { verdict: "failed", upgrade: { id: "T-0" } },
        pin(0),
      ),
      detailCase(
        1,
        "success",
        "success",
        {},
        { verdict: "converged", upgrade: { id: "T-1", phase: "succeeded" } },
        pin(1),
      ),
      detailCase(
        2,
        "unknown state",
        "odd",
        {},
        { verdict: "unknown", reason: expect.stringContaining("odd") },
        pin(2),
      ),
      { name: "missing", entry: { with: { taskId: "T-missing" } }, expected: missing },
      detailCase(
        4,
        "of another cluster",
        "success",
        { cluster_id: "c-other" },
        { verdict: "unknown", observed: null, error: { kind: "not-found" } },
        pin(4),
      ),
      detailCase(
        5,
        "unknown to the gateway",
        "success",
        {},
        unreadUpgrades("unavailable", { code: "InvalidAction.NotFound", httpStatus: 404 }),
        {
          ...pin(5),
          answers: {
            DescribeTaskInfo: {
              status: 404,
              body: { Code: "InvalidAction.NotFound", Message: "Specified api is not found", RequestId: "R" },
            },
          },
        },
      ),
      detailCase(6, "forbidden", "success", {}, unreadUpgrades("forbidden", { code: "StatusForbidden" }), {
        ...pin(6),
        answers: { DescribeTaskInfo: { status: 403, body: { code: "StatusForbidden", message: "no" } } },
      }),
      detailCase(
        7,
        "{}",
        "success",
        {},
        { verdict: "unknown", error: { kind: "unexpected-response" } },
        { ...pin(7), answers: { DescribeTaskInfo: { body: {} } } },
      ),
    ]);
  });
});
