import { type Case, testProvider } from "@upgradectl/provider-testkit";
import { describe, it } from "vitest";
import provider from "./index.ts";
import {
  type Body,
  clusterBody,
  cssError,
  ids,
  imagesOf,
  missing,
  switchoverBody,
  upgradeBody,
  upgradesOf,
} from "./testing/css-bodies.ts";

const project = "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f";
const clusters = `/v1.0/${project}/clusters`;
const own = `${clusters}/${ids.cluster}`;
const upgrades = `${own}/upgrade/detail`;

/** A cluster with the tasks that CSS keeps of it. */
function caseOf(
  cluster: Body,
  upgradings: Body[],
  switchovers: Body[] = [],
  more: Case["exchanges"] = [],
): Case {
  return {
    cluster: { id: ids.cluster },
    exchanges: [
      { path: own, body: cluster },
      { path: upgrades, body: upgradesOf(...upgradings) },
      { path: upgrades, query: { action_mode: "AZ_MIGRATION" }, body: upgradesOf(...switchovers) },
      ...more,
    ],
  };
}

const done = { ...upgradeBody(), status: "SUCCESS", endTime: "2023-01-05T04:10:00", currentNodeDetail: [] };
const failed = { ...done, status: "FAILED", failMessage: "node esn-1-1 did not come back" };
const moved = { ...switchoverBody(), status: "SUCCESS", endTime: "2022-12-29T09:40:00" };
const offered = {
  path: `${own}/target/same/images`,
  body: imagesOf({ id: "i1", displayName: "7.10.2_24.3.4_0110", priority: 1 }),
};
const listed = [
  clusterBody(),
  { ...clusterBody(), id: "c-2", name: "audit" },
  { ...clusterBody(), id: "c-3" },
];

testProvider(
  { describe, it },
  {
    provider,
    config: (url) => ({
      endpoint: url,
      region: "cn-north-4",
      projectId: project,
      credentials: { accessKeyId: "AKTESTKIT0000001", secretAccessKey: "sk-of-the-testkit-0001" },
    }),
    secrets: ["sk-of-the-testkit-0001", "AKTESTKIT0000001"],
    cases: {
      healthy: caseOf(clusterBody(), [done], [moved]),
      upgrading: caseOf(clusterBody(), [upgradeBody()], [moved]),
      failed: caseOf(clusterBody(), [failed], [moved], [offered]),
      absent: {
        cluster: { id: ids.cluster },
        exchanges: [
          { path: own, ...missing },
          { path: clusters, body: { totalSize: 1, clusters: [{ ...clusterBody(), id: "c-2" }] } },
        ],
      },
      broken: { ...caseOf({ ...clusterBody(), status: "303" }, []), expect: { verdict: "failed" } },
      forbidden: {
        cluster: { id: ids.cluster },
        exchanges: [{ path: own, ...cssError(403, "CSS.0010") }],
        expect: { error: "forbidden" },
      },
    },
    list: {
      ids: [ids.cluster, "c-2", "c-3"],
      exchanges: [
        { path: clusters, body: { totalSize: 3, clusters: listed.slice(0, 2) } },
        { path: clusters, query: { offset: 3 }, body: { totalSize: 3, clusters: listed.slice(2) } },
      ],
    },
    unused: { KeystoneListProjects: "the tested configuration names its project" },
  },
);
