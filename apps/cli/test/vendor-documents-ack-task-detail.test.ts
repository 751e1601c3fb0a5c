import { describe, expect, it } from "vitest";
import { detailCase } from "./vendor-ack-bodies.ts";
import { ackVersion, checkAck } from "./vendor-table.ts";

describe("the detail of an ACK task", () => {
  it("the detail: target, stage, stages", async () => {
    const { simulator } = await checkAck([
      detailCase(
        0,
        "leads where the manifest wants",
        "running",
        { parameters: { next_version: ackVersion }, current_stage: "DrainNodes" },
        {
          verdict: "upgrading",
          upgrade: {
            toVersion: ackVersion,
            steps: [
              {
                name: "DrainNodes",
                phase: "running",
                rawPhase: null,
                startedAt: null,
                finishedAt: null,
                message: null,
              },
            ],
          },
        },
      ),
      detailCase(
        1,
        "leads away",
        "running",
        { parameters: { next_version: "1.33.1-aliyun.1" } },
        { verdict: "diverging", outcome: "action", upgrade: { toVersion: "1.33.1-aliyun.1" } },
      ),
      detailCase(
        2,
        "names no target",
        "running",
        { parameters: {} },
        { verdict: "upgrading", upgrade: { toVersion: null } },
        { entry: { targetVersion: "1.36" } },
      ),
      detailCase(
        3,
        "stages without names and zones",
        "running",
        {
          current_stage: "DrainNodes",
          stages: [
            {
              state: "success",
              start_time: "2022-12-15 23:00:00",
              end_time: "2022-12-15 23:01:00",
              message: "",
              outputs: {},
            },
            {
              state: "running",
              start_time: "2022-12-15 23:01:00",
              end_time: "",
              message: "2 of 3",
              outputs: {},
            },
            { state: "", start_time: "", end_time: "" },
          ],
        },
        {
          verdict: "upgrading",
          upgrade: {
            steps: [
              { phase: "succeeded", rawPhase: "success" },
              {
                name: "DrainNodes",
                phase: "running",
                rawPhase: "running",
                finishedAt: null,
                message: "2 of 3",
              },
              { phase: "pending", rawPhase: null, startedAt: null, finishedAt: null },
            ],
          },
        },
      ),
      detailCase(
        4,
        "may not be read",
        "running",
        {},
        { verdict: "upgrading", upgrade: { id: "T-4", phase: "running", toVersion: null }, error: null },
        {
          answers: {
            DescribeTaskInfo: {
              status: 403,
              body: { code: "StatusForbidden", message: "no cs:DescribeTaskInfo", requestId: "r-9" },
            },
          },
        },
      ),
      detailCase(
        5,
        "may not be read, of a failure",
        "fail",
        {},
        { verdict: "failed", upgrade: { id: "T-5", phase: "failed" }, error: null },
        {
          answers: {
            DescribeTaskInfo: {
              status: 403,
              body: { code: "StatusForbidden", message: "no cs:DescribeTaskInfo" },
            },
          },
        },
      ),
      detailCase(
        6,
        "is stalled",
        "running",
        { created: "2026-01-01T00:00:00Z" },
        { verdict: "stalled", outcome: "action" },
        { entry: { stalledAfter: "6h" } },
      ),
      detailCase(
        7,
        "has ended since",
        "running",
        { state: "success" },
        { verdict: "converged", upgrade: { phase: "succeeded" } },
      ),
      detailCase(
        8,
        "failed since",
        "running",
        { state: "fail", error: { code: "X", message: "boom" } },
        { verdict: "failed", upgrade: { message: "boom" } },
      ),
      detailCase(
        9,
        "is another task's",
        "running",
        { task_id: "T-other" },
        { verdict: "unknown", error: { kind: "unexpected-response" } },
      ),
      detailCase(
        10,
        "is a page",
        "running",
        {},
        { verdict: "unknown", error: { kind: "unexpected-response" } },
        { answers: { DescribeTaskInfo: { text: "<html></html>" } } },
      ),
    ]);
    expect(simulator.stats.byAction.DescribeTaskInfo).toBe(11);
  });
});
