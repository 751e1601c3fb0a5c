import { describe, expect, it } from "vitest";
import { listClusters, parseScenario } from "../index.ts";

/** A scenario with this one cluster, as JSON, which is YAML too. */
function parse(cluster: object, account: object = {}) {
  const healthy = {
    cloud: "huawei",
    name: "a",
    region: "cn-north-4",
    projectId: "p",
    token: "T",
    clusters: [{ name: "logs", version: "7.10.2", ...cluster }],
    ...account,
  };
  return parseScenario(JSON.stringify({ accounts: [healthy] }), "s.yaml");
}

function problemsOf(result: ReturnType<typeof parse>) {
  return "problems" in result ? result.problems.map(({ message, hint }) => `${message}; ${hint}`) : [];
}

const css = { service: "css" };

describe("clusters of several services", () => {
  it.each([
    [{}, "cce"],
    [{ service: "cce" }, "cce"],
    [{ service: "cce-autopilot", upgradePlan: { to: "v1.31.4-r2" } }, "cce-autopilot"],
    [{ ...css, nodes: ["a", "b"], zones: ["cn-north-4a"], images: [{ name: "x" }], isEos: true }, "css"],
  ])("%j is one of %s", (cluster, service) => {
    const result = parse(cluster);
    expect(problemsOf(result)).toEqual([]);
    if (!("scenario" in result)) throw new Error("there are problems");
    expect(listClusters(result.scenario)).toMatchObject([{ name: "logs", service }]);
  });

  it("keeps builds, zones and times as they are written", () => {
    const text = [
      "accounts:",
      "  - cloud: huawei",
      "    name: a",
      "    region: r",
      "    projectId: p",
      "    token: T",
      "    clusters:",
      "      - { service: css, name: logs, version: 7.10, image: 7.10, nodes: 2, operations: [{ to: 7.20 }] }",
      "      - { service: cce-autopilot, name: b, version: 1.30, upgradePlan: { to: 1.31, notBefore: 2026 } }",
    ].join("\n");
    expect(parseScenario(text, "s.yaml")).toMatchObject({
      scenario: {
        accounts: [
          {
            clusters: [
              { version: "7.10", image: "7.10", nodes: 2, operations: [{ to: "7.20" }] },
              { version: "1.30", upgradePlan: { to: "1.31", notBefore: "2026" } },
            ],
          },
        ],
      },
    });
  });

  const move = { kind: "zone-switch", to: "cn-north-4c" };
  it.each<[string, object, RegExp]>([
    [
      "an unknown service",
      { service: "cse" },
      /service` must be one of cce, cce-autopilot, css, found "cse"/,
    ],
    ["zones of a CCE cluster", { zones: ["a"] }, /unknown key `zones`/],
    ["a plan of a CCE cluster", { upgradePlan: { to: "x" } }, /unknown key `upgradePlan`/],
    ["versions offered by CSS", { ...css, upgradableTo: ["x"] }, /unknown key `upgradableTo`/],
    ["a post-check of CSS", { ...css, postCheck: "Success" }, /unknown key `postCheck`/],
    ["a mistyped key", { ...css, zonse: [] }, /unknown key `zonse`.*did you mean `zones`/],
    ["nodes that are none", { ...css, nodes: "three" }, /must be a whole number or a list, found "three"/],
    ["no nodes", { ...css, nodes: 0 }, /must be at least 1, found 0/],
    ["an empty list of nodes", { ...css, nodes: [] }, /needs at least 1 entry/],
    ["a node with a comma", { ...css, nodes: ["a,b"] }, /not written as expected: "a,b"/],
    ["a node twice", { ...css, nodes: ["a", "a"] }, /another node "a"/],
    ["an image twice", { ...css, images: [{ name: "x" }, { name: "x" }] }, /another image "x"/],
    [
      "an engine that is none",
      { ...css, engine: "solr" },
      /must be one of elasticsearch, opensearch, logstash/,
    ],
    ["an outcome of CCE", { ...css, operations: [{ to: "x", outcome: "paused" }] }, /found "paused"/],
    [
      "a kind of CCE",
      { ...css, operations: [{ to: "x", kind: "rollback" }] },
      /must be one of image, version, zone-switch/,
    ],
    [
      "an image of a zone switch",
      { ...css, operations: [{ ...move, image: "x" }] },
      /only a version operation has `image`/,
    ],
    [
      "an engine of an image",
      { ...css, operations: [{ to: "x", engine: "logstash" }] },
      /only a version operation has `engine`/,
    ],
    [
      "a zone without nodes",
      { ...css, operations: [{ ...move, from: "cn-north-4b" }] },
      /no availability zone "cn-north-4b"/,
    ],
    [
      "a stop after all nodes",
      { ...css, nodes: 2, operations: [{ to: "x", stopsAfterNodes: 2 }] },
      /cannot stop after 2 of 2/,
    ],
    [
      "a part of one node",
      { ...css, nodes: 1, operations: [{ to: "x", outcome: "partially-failed" }] },
      /more `nodes` than `batchSize`/,
    ],
    [
      "a part of one batch",
      { ...css, operations: [{ to: "x", outcome: "partially-failed", batchSize: 3 }] },
      /more `nodes` than `batchSize`/,
    ],
    [
      "a part of nothing",
      { ...css, operations: [{ to: "x", outcome: "partially-failed", stopsAfterNodes: 0 }] },
      /a part/,
    ],
    ["an unknown step", { ...css, operations: [{ to: "x", stopsAt: "Copy" }] }, /no step "Copy"/],
    ["no steps", { ...css, operations: [{ to: "x", steps: [] }] }, /needs steps that take time/],
    [
      "both directions of time",
      { ...css, operations: [{ to: "x", startsIn: "1h", startedAgo: "1h" }] },
      /exclude/,
    ],
    [
      "a check of a bare task",
      { operations: [{ to: "x", workflow: false, preCheck: { findings: [] } }] },
      /a bare task has no check/,
    ],
    [
      "a check without its step",
      { operations: [{ to: "x", kind: "rollback", preCheck: { findings: [] } }] },
      /no step `PreCheck`/,
    ],
    [
      "a finding without an item",
      { operations: [{ to: "x", preCheck: { findings: [{}] } }] },
      /lacks `item`/,
    ],
    ["a plan without a version", { service: "cce-autopilot", upgradePlan: {} }, /lacks `to`/],
    [
      "a call of another service",
      { ...css, responses: { DescribeTaskInfo: {} } },
      /no call "DescribeTaskInfo"/,
    ],
  ])("tells %s", (_, cluster, problem) => {
    const problems = problemsOf(parse(cluster));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it("tells a wrong cssPaging, and knows the calls of all services", () => {
    expect(problemsOf(parse(css, { cssPaging: "start,offset" }))).toHaveLength(1);
    const actions = ["UpgradeDetail", "ListImages", "ListAutopilotUpgradePlans", "CreateAutopilotPostCheck"];
    const faults = actions.map((action) => ({ kind: 500, action }));
    expect(problemsOf(parse(css, { faults }))).toEqual([]);
  });
});
