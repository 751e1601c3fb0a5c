/** A JSON body under construction: tests change one thing in it. */
// biome-ignore lint/suspicious/noExplicitAny: bodies are bent into every shape, wrong ones too
export type Body = any;

export const ids = {
  cluster: "ea244205-d641-45d9-9dcb-ab2236bcd07e",
  upgrade: "b7ac4c5b-3bda-4feb-a303-eb80f4bce986",
  switchover: "8ebe958b-b8c6-4939-b5a7-85aee9468888",
} as const;

export const image = "7.10.2_24.3.0_0827";

/** Three nodes in two zones, nothing under way. */
export function clusterBody(): Body {
  return {
    id: ids.cluster,
    name: "logs",
    status: "200",
    datastore: { type: "elasticsearch", version: "7.10.2", subVersion: image, isEosCluster: false },
    instances: [
      { id: "i1", name: "logs-ess-esn-1-1", type: "ess", status: "200", azCode: "cn-north-4c" },
      { id: "i2", name: "logs-ess-esn-2-1", type: "ess", status: "200", azCode: "cn-north-4a" },
      { id: "i3", name: "logs-ess-esn-3-1", type: "ess", status: "200", azCode: "cn-north-4c" },
    ],
    actions: [],
    actionProgress: {},
    created: "2023-01-01T00:00:00",
    updated: "2023-01-01T00:10:00",
    enterpriseProjectId: "0",
  };
}

/** The vendor's sample of an image upgrade (CSS API reference, 2025-01-23). */
export function upgradeBody(): Body {
  return {
    id: ids.upgrade,
    startTime: "2023-01-05T02:23:39",
    endTime: "",
    status: "RUNNING",
    agencyName: "css_test_agency",
    imageInfo: {
      id: "439b5d30-5968-45df-b088-d030a858522d",
      displayName: "7.10.2_22.5.1_1230",
      imageDesc: "The latest image of version 7.10.2.",
      datastoreType: "elasticsearch",
      datastoreVersion: "7.10.2",
      priority: 16,
    },
    totalNodes: "css-test-ess-esn-1-1,css-test-ess-esn-2-1,css-test-ess-esn-3-1",
    completedNodes: "",
    currentNodeName: "css-test-ess-esn-1-1",
    executeTimes: "1",
    currentNodeDetail: [
      {
        order: 0,
        name: "Data migration",
        status: "SUCCESS",
        desc: "Data is migrated.",
        beginTime: "2023-01-05T02:23:42",
        endTime: "2023-01-05T02:29:51",
      },
      {
        order: 12,
        name: "Task status update",
        status: "WAITING",
        desc: "The status is refreshed.",
        beginTime: "",
        endTime: "",
      },
    ],
  };
}

/** The vendor's sample of a zone switchover, of the same page. */
export function switchoverBody(): Body {
  return {
    id: ids.switchover,
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
    currentNodeDetail: [],
  };
}

export function upgradesOf(...detailList: Body[]): Body {
  return { totalSize: detailList.length, detailList };
}

export function imagesOf(...imageInfoList: Body[]): Body {
  return { needUploadUpgradePlugin: false, totalSize: imageInfoList.length, imageInfoList };
}

/** A refusal as CSS writes it. */
export function cssError(status: number, errCode: string, externalMessage = `${errCode} : refused`) {
  return { status, body: { errCode, externalMessage } };
}

export const missing = cssError(403, "CSS.0015", "No resources are found or the access is denied.");
