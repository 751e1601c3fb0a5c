import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { listClusters, parseScenario, scenarioSchema } from "../index.ts";

const healthy = `
accounts:
  - cloud: huawei
    name: north
    region: cn-north-4
    projectId: 0123456789abcdef
    accessKeyId: AK
    secretAccessKey: SK
    latency: 20ms
    clusters:
      - name: payments
        version: v1.29.8-r4
        operations:
          - { to: v1.31.4-r2, startedAgo: 2h30m, outcome: failed, stopsAt: Cluster }
  - cloud: alibaba
    name: hangzhou
    region: cn-hangzhou
    accessKeyId: AK
    accessKeySecret: SK
    faults: [{ kind: 503, action: DescribeClusterDetail, times: 2 }]
    clusters:
      - { name: orders, id: bench, version: 1.30, count: 3, nodePools: [{ name: web }] }
`;

function problemsOf(text: string) {
  const result = parseScenario(text, "s.yaml");
  return "problems" in result ? result.problems : [];
}

describe("parseScenario", () => {
  it("reads a healthy file, with versions as they are written", () => {
    const result = parseScenario(healthy, "s.yaml");
    if (!("scenario" in result)) throw new Error(JSON.stringify(result.problems));
    expect(result.scenario.accounts[1]?.clusters[0]?.version).toBe("1.30");
    expect(listClusters(result.scenario).slice(1)).toEqual([
      { cloud: "alibaba", service: "ack", account: "hangzhou", name: "orders-001", id: "bench-001" },
      { cloud: "alibaba", service: "ack", account: "hangzhou", name: "orders-002", id: "bench-002" },
      { cloud: "alibaba", service: "ack", account: "hangzhou", name: "orders-003", id: "bench-003" },
    ]);
  });

  it.each<[string, string, string, number, RegExp, RegExp?]>([
    [
      "an unknown key",
      "latency: 20ms",
      "latancy: 20ms",
      9,
      /unknown key `latancy`/,
      /did you mean `latency`/,
    ],
    [
      "a key of the other cloud",
      "secretAccessKey: SK",
      "accessKeySecret: SK",
      8,
      /unknown key `accessKeySecret`/,
    ],
    ["a missing key", "    region: cn-north-4\n", "", 3, /`accounts\[0\]` lacks `region`/, /add `region:`/],
    [
      "an unknown cloud",
      "cloud: huawei",
      "cloud: huwaei",
      3,
      /must be one of huawei, alibaba/,
      /did you mean `huawei`/,
    ],
    ["no duration", "latency: 20ms", "latency: 20", 9, /must be text, found 20/, /20ms/],
    ["an odd duration", "latency: 20ms", "latency: soon", 9, /not written as expected: "soon"/, /1h30m/],
    ["an endless duration", "startedAgo: 2h30m", "startedAgo: 99999d", 14, /too long/],
    [
      "an unknown outcome",
      "outcome: failed",
      "outcome: fail",
      14,
      /must be one of succeeded/,
      /did you mean `failed`/,
    ],
    [
      "an unknown step",
      "stopsAt: Cluster",
      "stopsAt: Clster",
      14,
      /no step "Clster"/,
      /did you mean `Cluster`/,
    ],
    ["an unknown call", "action: DescribeClusterDetail", "action: ShowCluster", 20, /no call "ShowCluster"/],
    ["an unknown fault", "kind: 503", "kind: 599", 20, /must be one of 400/],
    ["a number out of range", "times: 2", "times: 0", 20, /must be at least 1, found 0/],
    ["slow without a delay", "kind: 503", "kind: slow", 20, /`slow` and `delay`/],
    ["an account twice", "name: hangzhou", "name: north", 16, /another account named "north"/],
    [
      "no clusters",
      "latency: 20ms\n    clusters:",
      "latency: 20ms\n    clusters: 1\n    faults:",
      10,
      /must be a list/,
    ],
    [
      "a secret alone",
      "    accessKeyId: AK\n    secretAccessKey",
      "    secretAccessKey",
      3,
      /belong together/,
    ],
    [
      "a pool that is not there",
      "version: 1.30",
      "version: 1.30, operations: [{ to: '1', kind: node-pool, nodePool: wbe }]",
      22,
      /no node pool "wbe"/,
      /`web`/,
    ],
  ])("tells %s", (_, from, to, line, message, hint) => {
    const text = healthy.replace(from, to);
    expect(text).not.toBe(healthy);
    const found = problemsOf(text);
    expect(found.map((problem) => problem.line)).toContain(line);
    const problem = found.find((candidate) => message.test(candidate.message));
    expect(problem, JSON.stringify(found)).toMatchObject({ file: "s.yaml", line });
    if (hint !== undefined) expect(problem?.hint).toMatch(hint);
  });

  it("points at the key, and tells all mistakes at once, from top to bottom", () => {
    const text = healthy
      .replace("latency", "latancy")
      .replace("outcome: failed", "outcome: odd")
      .replace("times", "tims");
    expect(problemsOf(text).map(({ line, column }) => [line, column])).toEqual([
      [9, 5],
      [14, 59],
      [20, 58],
    ]);
  });

  it.each([
    ["", /empty/],
    ["accounts: [", /./],
    ["accounts: []", /needs at least 1 entry/],
    ["- 1", /must be a block of keys/],
    ["accounts: *nothing", /./],
  ])("survives %j", (text, message) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(message);
    expect(problem?.line).toBeGreaterThan(0);
  });

  it("leaves the numbers of literal bodies alone", () => {
    const literal = "responses: { ShowCluster: { body: { version: 1.30, id: 7 } } }";
    const result = parseScenario(healthy.replace("latency: 20ms", literal), "s.yaml");
    if (!("scenario" in result)) throw new Error(JSON.stringify(result.problems));
    expect(result.scenario.accounts[0]?.responses?.ShowCluster?.body).toEqual({ version: 1.3, id: 7 });
  });
});

describe("scenarioSchema", () => {
  it("is a valid schema of draft 2020-12 whose members all say what they are", () => {
    expect(new Ajv2020({ strict: false }).validateSchema(scenarioSchema)).toBe(true);
    const silent: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, member] of Object.entries(value)) {
        if (key === "properties" && !path.endsWith("/if"))
          for (const [name, schema] of Object.entries(member))
            if (typeof schema !== "object" || schema === null || !("description" in schema))
              silent.push(`${path}/${name}`);
        walk(member, `${path}/${key}`);
      }
    };
    walk(scenarioSchema, "");
    expect(silent).toEqual([]);
  });
});
