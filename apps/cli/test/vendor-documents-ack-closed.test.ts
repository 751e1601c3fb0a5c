import type { AlibabaClusterScenario, ResponsesScenario } from "@upgradectl/simulator";
import { describe, it } from "vitest";
import { denied, gone } from "./vendor-ack-bodies.ts";
import { ackVersion, type Case, checkAck, unreadUpgrades } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

describe("ACK: upgrades that are closed to the account", () => {
  it("where tasks and GetUpgradeStatus are both closed, what is known of the cluster is judged", async () => {
    const known = (
      name: string,
      expected: AckCase["expected"],
      cluster: Partial<AlibabaClusterScenario> = {},
      answer: ResponsesScenario[string] = denied,
    ): AckCase => ({
      name,
      answers: { DescribeClusterTasks: answer, GetUpgradeStatus: answer },
      cluster,
      expected,
    });
    const error = { kind: "forbidden", code: "StatusForbidden", httpStatus: 403, retryable: false };
    const observed = (state: string, version = ackVersion) => ({ observed: { state, version }, error });
    await checkAck([
      known("the wanted version", { ...unreadUpgrades("forbidden"), ...observed("running") }),
      known("both gone", unreadUpgrades("unavailable", { httpStatus: 404, retryable: false }), {}, gone),
      known("broken", { verdict: "failed", outcome: "action", ...observed("failed") }, { state: "failed" }),
      known(
        "upgrading",
        { verdict: "upgrading", outcome: "pending", upgrade: { id: null }, ...observed("upgrading") },
        { state: "upgrading" },
      ),
      known(
        "behind",
        { verdict: "behind", outcome: "action", upgrade: null, ...observed("running", "1.31.9-aliyun.1") },
        { version: "1.31.9-aliyun.1" },
      ),
      known(
        "ahead",
        { verdict: "ahead", outcome: "action", upgrade: null, ...observed("running", "1.33.3-aliyun.1") },
        { version: "1.33.3-aliyun.1" },
      ),
    ]);
  });
});
