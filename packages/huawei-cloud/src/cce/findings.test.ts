import { describe, expect, it } from "vitest";
import type { Body } from "../testing/bodies.ts";
import { failedPreCheckBody, itemBody, preCheckBody } from "../testing/pre-check-bodies.ts";
import { findingsOf, hasDetails } from "./findings.ts";
import { preCheck, preCheckList } from "./pre-check-responses.ts";

function findings(change: (body: Body) => void = () => {}) {
  const body = preCheckBody();
  change(body);
  return findingsOf(preCheck.parse(body));
}

/** The one finding of a check whose cluster section has this item. */
function findingOf(item: Body) {
  const found = findings((body) => {
    body.status.clusterCheckStatus.itemsStatus = [itemBody(item)];
  });
  expect(found).toHaveLength(1);
  return found[0];
}

describe("a check that went well", () => {
  it("found nothing", () => {
    expect(findings()).toEqual([]);
  });

  it.each<[string, (body: Body) => void]>([
    ["has no sections", (body) => Object.assign(body, { status: { phase: "Success" } })],
    [
      "has empty sections",
      (body) => Object.assign(body.status, { clusterCheckStatus: null, nodeCheckStatus: {} }),
    ],
    ["has null lists", (body) => Object.assign(body.status.addonCheckStatus, { itemsStatus: null })],
    ["says so in words", (body) => Object.assign(body.status, { message: "all passed" })],
    [
      "writes it in lower case",
      (body) => Object.assign(body.status.clusterCheckStatus.itemsStatus[0], { phase: "success" }),
    ],
    [
      "says it of the section alone",
      (body) => Object.assign(body.status.clusterCheckStatus.itemsStatus[0], { phase: null }),
    ],
  ])("and %s", (_, change) => {
    expect(findings(change)).toEqual([]);
  });
});

describe("an item", () => {
  it("of each section is found, in order, with its node", () => {
    const found = findings(({ status }) => {
      status.clusterCheckStatus.itemsStatus = [itemBody({ name: "a" })];
      status.addonCheckStatus.itemsStatus = [itemBody({ name: "b" })];
      status.nodeCheckStatus.nodeStageStatus = [
        {
          nodeInfo: { uid: "n-1", name: "node-1" },
          itemsStatus: [itemBody({ name: "c" }), itemBody({ name: "d" })],
        },
        { nodeInfo: { uid: "n-2", name: "" }, itemsStatus: [itemBody({ name: "e" })] },
        { itemsStatus: [itemBody({ name: "f" })] },
        { nodeInfo: { name: "node-4" } },
      ];
    });
    expect(found.map(({ item, resource }) => [item, resource])).toEqual([
      ["a", null],
      ["b", null],
      ["c", "node-1"],
      ["d", "node-1"],
      ["e", "n-2"],
      ["f", null],
    ]);
  });

  it("may stand where a list is documented, as may a node", () => {
    const found = findings(({ status }) => {
      status.addonCheckStatus.itemsStatus = itemBody({ name: "b" });
      status.nodeCheckStatus.nodeStageStatus = {
        nodeInfo: { name: "n" },
        itemsStatus: itemBody({ name: "c" }),
      };
    });
    expect(found.map(({ item, resource }) => [item, resource])).toEqual([
      ["b", null],
      ["c", "n"],
    ]);
  });

  it.each([
    ["Failed", true],
    ["failed", true],
    ["Error", true],
    ["Skipped", true],
    ["constructor", true],
    ["Success", false],
    ["SUCCESS", false],
    ["Init", false],
    ["Running", false],
  ])("in phase %s is found: %s", (phase, isFound) => {
    const found = findings(({ status }) => {
      status.clusterCheckStatus.itemsStatus = [itemBody({ phase })];
    });
    expect(found).toHaveLength(isFound ? 1 : 0);
  });

  it.each([
    ["Failed", 1],
    ["Success", 0],
    ["Running", 0],
    [null, 1],
  ])("without a phase, in a section in phase %s", (phase, count) => {
    const found = findings(({ status }) => {
      status.clusterCheckStatus = { phase, itemsStatus: [itemBody({ phase: "" })] };
      status.nodeCheckStatus = { phase, nodeStageStatus: [{ itemsStatus: [itemBody({ phase: null })] }] };
    });
    expect(found).toHaveLength(2 * count);
  });

  it.each([
    ["Fatal", "Risk", "error"],
    ["fatal", "Risk", "error"],
    ["Warning", "Exception", "warning"],
    ["Info", "Exception", "info"],
    ["Blocker", "Exception", "error"],
    ["Blocker", "Risk", "warning"],
    ["", "exception", "error"],
    [null, null, "warning"],
    ["__proto__", "Risk", "warning"],
    ["constructor", "Exception", "error"],
  ])("of level %s and kind %s is a finding of level %s", (level, kind, expected) => {
    expect(findingOf({ level, kind })?.level).toBe(expected);
  });

  it.each<[string, Body, string, string | null]>([
    ["its own", {}, "kubelet-conf", "a parameter of kubelet was changed"],
    ["the group's", { name: null, message: null }, "NodeCheck", "CCE.01"],
    [
      "no name and its codes",
      { name: "", group: "", message: " ", errorCodes: ["A", "", 5, "B"] },
      "unnamed check",
      "A, B",
    ],
    ["nothing to say", { message: null, errorCodes: null }, "kubelet-conf", null],
    ["one code, not in a list", { message: null, errorCodes: "A" }, "kubelet-conf", "A"],
    ["codes of another shape", { message: null, errorCodes: { a: 1 } }, "kubelet-conf", null],
  ])("has %s words", (_, changes, item, message) => {
    expect(findingOf(changes)).toMatchObject({ item, message });
  });

  it.each<[string, unknown, string | null]>([
    ["nothing", null, null],
    ["a text", "x", null],
    ["a list", [{ url: "/x" }], null],
    ["an empty object", {}, null],
    [
      "add-ons",
      { addonRisks: [{ addonTemplateName: "coredns", alias: "CoreDNS" }, { addonTemplateName: "nginx" }] },
      "CoreDNS, nginx",
    ],
    [
      "an API",
      { deprecatedAPIRisks: [{ url: "/apis/extensions/v1beta1/ingresses", userAgent: "kubectl" }] },
      "/apis/extensions/v1beta1/ingresses",
    ],
    ["one API, not in a list", { deprecatedAPIRisks: { url: "/a" } }, "/a"],
    [
      "fields of the configuration",
      { configurationRisks: [{ package: "kubelet", field: "maxPods" }, { package: "kube-proxy" }] },
      "maxPods, kube-proxy",
    ],
    ["nodes", { nodeRisks: [{ NodeID: "n-1" }, { NodeID: "n-2" }, { NodeID: "n-1" }] }, "n-1, n-2"],
    ["risks of several kinds", { nodeRisks: [{ NodeID: "n" }], addonRisks: [{ alias: "a" }] }, "a, n"],
    [
      "risks of odd shapes",
      { nodeRisks: ["n", null, 5, { NodeID: 7 }, {}], addonRisks: "a", other: [{ alias: "x" }] },
      null,
    ],
    [
      "names of the language",
      JSON.parse('{"__proto__": [{"url": "/x"}], "constructor": [{"alias": "x"}]}'),
      null,
    ],
  ])("is about %s", (_, riskSource, resource) => {
    expect(findingOf({ riskSource })?.resource).toBe(resource);
  });

  it("of a node is about that node, whatever the risk", () => {
    const found = findings(({ status }) => {
      status.nodeCheckStatus.nodeStageStatus[0].itemsStatus = [
        itemBody({ riskSource: { configurationRisks: [{ field: "maxPods" }] } }),
      ];
    });
    expect(found).toMatchObject([{ resource: "node-1" }]);
  });
});

describe("a check that names no items", () => {
  it.each<[string | null, string | null, object[]]>([
    ["Failed", "no backup", [{ level: "error", item: "PreCheck", message: "no backup", resource: null }]],
    ["error", "crashed", [{ level: "error", item: "PreCheck", message: "crashed", resource: null }]],
    ["Error", null, [{ level: "error", item: "PreCheck", message: null, resource: null }]],
    ["Strange", "hm", [{ level: "warning", item: "PreCheck", message: "hm", resource: null }]],
    [null, "hm", [{ level: "warning", item: "PreCheck", message: "hm", resource: null }]],
    ["Success", "fine", []],
    [null, null, []],
    ["Running", "", []],
  ])("%s, %s", (phase, message, expected) => {
    expect(findings((body) => Object.assign(body, { status: { phase, message } }))).toEqual(expected);
  });

  it("is not heard where it names some", () => {
    const body = failedPreCheckBody(({ status }) => {
      status.message = "1 item failed";
    });
    expect(findingsOf(preCheck.parse(body))).toEqual([
      { level: "error", item: "quota", message: "no quota left", resource: null },
    ]);
  });
});

it.each<[string, Body, boolean]>([
  ["nothing but a phase", { phase: "Failed" }, false],
  ["nothing", null, false],
  [
    "empty sections",
    { phase: "Failed", clusterCheckStatus: { phase: "Failed" }, nodeCheckStatus: {} },
    false,
  ],
  ["a message", { message: "x" }, true],
  ["items of the cluster", { clusterCheckStatus: { itemsStatus: [itemBody()] } }, true],
  ["items of add-ons", { addonCheckStatus: { itemsStatus: [itemBody()] } }, true],
  ["a node", { nodeCheckStatus: { nodeStageStatus: [{ nodeInfo: { name: "n" } }] } }, true],
])("a row of the list with %s has details: %#", (_, status, expected) => {
  expect(hasDetails(preCheck.parse({ kind: "PreCheckTask", status }))).toBe(expected);
});

it.each<[string, unknown]>([
  ["nothing", {}],
  ["a list", []],
  ["a text", "x"],
  ["a status that is a text", { kind: "PreCheckTask", status: "Failed" }],
  ["items that are texts", { kind: "x", status: { clusterCheckStatus: { itemsStatus: ["x"] } } }],
  [
    "a level that is a number",
    { kind: "x", status: { addonCheckStatus: { itemsStatus: [itemBody({ level: 3 })] } } },
  ],
  ["a node that is a text", { kind: "x", status: { nodeCheckStatus: { nodeStageStatus: ["node-1"] } } }],
])("an answer that is %s is no check", (_, body) => {
  expect(preCheck.safeParse(body).success).toBe(false);
  expect(preCheckList.safeParse({ items: [body] }).success).toBe(false);
});
