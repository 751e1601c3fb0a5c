import { parseTimestamp } from "@upgradectl/provider-sdk";
import { goodParts, isObject, odd, type Parts } from "./acme.ts";
import type { Broken } from "./broken.ts";

/** The cluster's answer, whatever version it has. */
const versionOr = (made: string): Partial<Parts> => ({
  async cluster(parts, call) {
    const { body } = await parts.read(call, "GetCluster");
    if (!isObject(body) || body.id !== call.cluster.id) throw odd("GetCluster is about another cluster");
    return { ...body, version: body.version ?? made };
  },
});

export const brokenFacts: readonly Broken[] = [
  {
    check: "made-up-times",
    fault: "gives every task an end of its own",
    parts: () => ({
      operation: (parts, task) => ({
        ...goodParts.operation(parts, task),
        finishedAt: "2025-05-01T06:30:00Z",
      }),
    }),
  },
  {
    check: "made-up-times",
    fault: "takes a task for one of an hour",
    parts: () => ({
      operation: (parts, task) => {
        const good = goodParts.operation(parts, task);
        const end = Date.parse(good.startedAt ?? "") + 3_600_000;
        return { ...good, finishedAt: Number.isNaN(end) ? null : new Date(end).toISOString() };
      },
    }),
  },
  {
    check: "made-up-times",
    fault: "takes a task without a start for one that starts now",
    parts: () => {
      let now = () => 0;
      return {
        onConnect: (_api, context) => {
          now = context.now;
        },
        operation: (parts, task) => ({
          ...goodParts.operation(parts, task),
          startedAt: parseTimestamp(task.started)?.at ?? new Date(now()).toISOString(),
        }),
      };
    },
  },
  {
    check: "made-up-times",
    fault: "remembers when it was written",
    parts: () => ({
      operation: (parts, task) => ({
        ...goodParts.operation(parts, task),
        startedAt: task.id === "t-0" ? "2024-05-01T08:00:00Z" : goodParts.operation(parts, task).startedAt,
      }),
    }),
  },
  ...["0", "0.0.0", "unknown", "v1.0.0"].map((made) => ({
    check: "missing-fields",
    fault: `takes a cluster without a version for one of ${made}`,
    parts: () => versionOr(made),
  })),
  {
    check: "missing-fields",
    fault: "makes up where an upgrade goes to",
    parts: () => ({
      operation: (parts, task) => ({ ...goodParts.operation(parts, task), toVersion: task.to ?? "v1.30" }),
    }),
  },
  {
    check: "another-subject",
    fault: "takes an answer about another cluster",
    parts: () => ({
      async cluster(parts, call) {
        const { body } = await parts.read(call, "GetCluster");
        if (!isObject(body) || typeof body.version !== "string") throw odd("GetCluster has no version");
        return body;
      },
    }),
  },
  {
    check: "another-subject",
    isWhole: true,
    fault: "takes another cluster's post-upgrade check",
    parts: () => ({
      async postCheck(_parts, { api, cluster, signal }) {
        const { body } = await api.read("RunCheck", { path: { id: cluster.id }, signal });
        const isPassed = isObject(body) && body.result === "passed";
        if (!isPassed) throw odd("RunCheck did not pass");
        return { phase: "succeeded", rawPhase: "passed", id: null, fromVersion: null, toVersion: null };
      },
    }),
  },
];
