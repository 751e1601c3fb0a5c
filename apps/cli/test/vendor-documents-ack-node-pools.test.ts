import type { AlibabaClusterScenario } from "@upgradectl/simulator";
import { describe, it } from "vitest";
import { denied } from "./vendor-ack-bodies.ts";
import { ackVersion, type Case, checkAck } from "./vendor-table.ts";

type AckCase = Case<AlibabaClusterScenario>;

describe("ACK: node pools", () => {
  it("node pools: the kubelet's version", async () => {
    const wants = (
      nodePools: unknown,
      nodes: AlibabaClusterScenario["nodePools"],
      name: string,
      expected: AckCase["expected"],
    ): AckCase => ({
      name,
      cluster: { nodePools: nodes ?? [] },
      entry: { expect: { nodePools } },
      expected,
    });
    const current = { name: "a", version: ackVersion };
    const old = { name: "b", version: "1.31.9-aliyun.1" };
    const newer = { name: "c", version: "1.33.1-aliyun.1" };
    const secret = { name: "d" };
    const pools = (body: unknown, name: string, expected: AckCase["expected"]): AckCase => ({
      name,
      answers: { DescribeClusterNodePools: { body } },
      entry: { expect: { nodePools: ackVersion } },
      expected,
    });
    const pool = (components: unknown) => ({
      nodepools: [{ nodepool_info: { name: "a", nodepool_id: "np1" }, node_components: components }],
    });
    const kubelet = { name: "kubelet", version: ackVersion };
    await checkAck([
      wants(ackVersion, [current], "all current", {
        verdict: "converged",
        observed: { nodePools: { a: ackVersion } },
      }),
      wants(ackVersion, [current, old], "one behind", {
        verdict: "behind",
        drift: [{ property: "nodePools", observed: { b: "1.31.9-aliyun.1" } }],
      }),
      wants(ackVersion, [current, newer], "one ahead", { verdict: "ahead" }),
      wants(ackVersion, [old, newer], "both ways", { verdict: "different" }),
      wants("1.32", [current], "a line", { verdict: "converged" }),
      wants(ackVersion, [current, secret], "one not shown", { verdict: "unknown" }),
      wants({ a: ackVersion, b: "1.31" }, [current, old], "by name", { verdict: "converged" }),
      wants({ a: ackVersion }, [current, old], "others do not matter", { verdict: "converged" }),
      wants({ b: ackVersion }, [current, old], "by name, behind", { verdict: "behind" }),
      wants({ z: ackVersion }, [current], "no such pool", { verdict: "different" }),
      pools(pool([kubelet]), "literal", { verdict: "converged" }),
      pools(pool([{ name: "runtime", version: "1.6" }, kubelet]), "other components first", {
        verdict: "converged",
      }),
      pools(pool(null), "null components", { verdict: "unknown" }),
      pools(pool([]), "no components", { verdict: "unknown" }),
      pools(pool([{ name: "kubelet", version: "" }]), "empty version", { verdict: "unknown" }),
      pools(pool("kubelet"), "a text for components", {
        verdict: "unknown",
        error: { kind: "unexpected-response" },
      }),
      pools({}, "{}", { verdict: "unknown", error: { kind: "unexpected-response" } }),
      pools([], "array", { verdict: "unknown", error: { kind: "unexpected-response" } }),
      {
        name: "forbidden",
        answers: { DescribeClusterNodePools: denied },
        entry: { expect: { nodePools: ackVersion } },
        expected: { verdict: "unknown", error: { kind: "forbidden" } },
      },
      {
        name: "nobody asks",
        answers: { DescribeClusterNodePools: denied },
        expected: { verdict: "converged" },
      },
    ]);
  });
});
