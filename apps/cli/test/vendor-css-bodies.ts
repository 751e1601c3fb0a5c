type Fields = Readonly<Record<string, unknown>>;

const firstStep = {
  order: 0,
  name: "Data migration",
  status: "SUCCESS",
  desc: "Data is migrated from a node to other nodes in the cluster by running the exclude command.",
};
const lastStep = {
  order: 12,
  name: "Task status update",
  desc: "The cluster task status is refreshed. If there are no nodes to be replaced, the task is marked as completed. Otherwise, another node starts to be replaced.",
};

/** The page's sample of an image upgrade (2025-01-23): times without a zone, `""` for what has not come yet. */
export const upgradeSample = {
  id: "b7ac4c5b-3bda-4feb-a303-eb80f4bce986",
  startTime: "2023-01-05T02:23:39",
  endTime: "",
  status: "RUNNING",
  agencyName: "css_test_agency",
  imageInfo: {
    id: "439b5d30-5968-45df-b088-d030a858522d",
    displayName: "7.10.2_22.5.1_1230",
    imageDesc:
      "The latest image of version 7.10.2 will be officially released on December 30, 2022. the stability of the cluster has been optimized. It is recommended that you upgrade to this version.",
    datastoreType: "elasticsearch",
    datastoreVersion: "7.10.2",
    priority: 16,
  },
  totalNodes: "css-test-ess-esn-1-1,css-test-ess-esn-2-1,css-test-ess-esn-3-1",
  completedNodes: "",
  currentNodeName: "css-test-ess-esn-1-1",
  executeTimes: "1",
  currentNodeDetail: [
    { ...firstStep, beginTime: "2023-01-05T02:23:42", endTime: "2023-01-05T02:29:51" },
    { ...lastStep, status: "WAITING", beginTime: "", endTime: "" },
  ],
} as const;

/** The same page's sample of a zone switchover: JSON in texts, nodes in the order of completion. */
export const switchoverSample = {
  id: "8ebe958b-b8c6-4939-b5a7-85aee9468888",
  startTime: "2022-12-29T08:32:29",
  endTime: "",
  status: "RUNNING",
  agencyName: "css_test_agency",
  totalNodes: "css-test-ess-esn-2-1,css-test-ess-esn-1-1,css-test-ess-esn-3-1",
  completedNodes: "css-test-ess-esn-2-1",
  currentNodeName: "css-test-ess-esn-1-1",
  executeTimes: "1",
  migrateParam:
    '{"instType":"ess","migrateType":"az_migrate","sourceAz":"cn-north-4a","targetAz":"cn-north-4c"}',
  finalAzInfoMap: '{"cn-north-4c":"css-test-ess-esn-2-1,css-test-ess-esn-1-1,css-test-ess-esn-3-1"}',
  currentNodeDetail: [
    { ...firstStep, beginTime: "2022-12-29T08:41:05", endTime: "2022-12-29T08:41:23" },
    { ...lastStep, status: "RUNNING", beginTime: "2023-01-04T06:53:42", endTime: "" },
  ],
} as const;

/** An answer of UpgradeDetail. The simulator gives a literal answer to both of its questions. */
export function upgrades(...detailList: readonly Fields[]) {
  return { UpgradeDetail: { body: { totalSize: detailList.length, detailList } } };
}

export function cssError(status: number, errCode: string) {
  return { status, body: { errCode, externalMessage: `${errCode} : refused by the table` } };
}

export const notThere = cssError(403, "CSS.0015");
