/** A manifest without mistakes, of two clouds and a source that needs no configuration. */
export const rightManifest = `apiVersion: upgradectl.dev/v1
kind: Fleet
providers:
  cce:
    source: huawei-cce
    config:
      region: cn-north-4
      projectId: 0123456789abcdef0123456789abcdef
      credentials: { accessKeyId: HWTESTKEY00000000001, secretAccessKey: "not-to-be-seen-\\u0041" }
    limits: { concurrency: 4, requestsPerSecond: 20 }
  ack:
    source: alibaba-ack
    config: { region: cn-hangzhou, credentials: { accessKeyId: LTAI5tTestKey, accessKeySecret: "\${SECRET}" } }
defaults:
  provider: cce
  labels: { env: prod }
  stalledAfter: 6h
clusters:
  - name: payments # of money
    id: p-1
    targetVersion: 1.30
    labels: { tier: "1" }
  - name: "orders \\u00e9"
    id: o-1
    provider: ack
    targetVersion: ">=1.32 <1.34"
    expect: { nodePools: "1.32" }
    check: { failOn: [action] }
  - name: search
    id: s-1
    targetVersion: v1.29.8-r4
    with: { workflowId: c271e39e-1a6e-4d3d-8fa8-2a36329c68d1 }
    gate: { closeOn: [failed, incomplete] }
`;

type Change = readonly [from: string, to: string];

const changes: readonly Change[] = [
  ["kind: Fleet", "kind: Fleeet"],
  ["kind: Fleet\n", ""],
  ["upgradectl.dev/v1", "1"],
  ["source: huawei-cce", "source: huawei-cse"],
  ["source: huawei-cce", "source: ./absent.mjs"],
  ["region: cn-north-4", "regoin: cn-north-4"],
  ["region: cn-north-4", "region: 7"],
  ["region: cn-north-4", "region: ${ABSENT}"],
  ["region: cn-north-4", "region: ${ABSENT:-${SECRET}}"],
  ["region: cn-north-4", "region: ${"],
  ["secretAccessKey:", "secretAccessKy:"],
  ["concurrency: 4", "concurrency: 0"],
  ["concurrency: 4", "concurrency: four"],
  ["provider: cce", "provider: cse"],
  ["  provider: cce\n", ""],
  ["labels: { env: prod }", "labels: [env, prod]"],
  ["labels: { env: prod }", "labels: { env: { a: b } }"],
  ["stalledAfter: 6h", "stalledAfter: 6 hours"],
  ["name: payments", "nmae: payments"],
  ["name: payments", "name: search"],
  ["name: payments", "name:"],
  ["id: p-1", "id: ../etc"],
  ["    id: p-1\n", ""],
  ["targetVersion: 1.30", "targetVersion: ^1.30"],
  ["targetVersion: 1.30", "targetVersion: '>=1.30 <1.29'"],
  ["    targetVersion: 1.30\n", ""],
  ["id: o-1\n    provider: ack", "id: o-1\n    provider: acck"],
  ['nodePools: "1.32"', "nodePools: [1.32]"],
  ["nodePools", "nodePool"],
  ["failOn: [action]", "failOn: [acton]"],
  ["workflowId: c27", "taskID: c27"],
  ["gate:", "gaet:"],
];

const whole: readonly string[] = [
  "",
  "# nothing\n",
  "- a\n",
  "text",
  "clusters: [\n",
  "\tkind: Fleet\n",
  "a: 1\na: 2\n",
  "a: *b\n",
  "a: \u0007\n",
];

/** One mistake each. */
export const brokenYaml: readonly string[] = [
  ...changes.map((change) => apply(rightManifest, change)),
  ...whole,
];

/** The same for JSON as somebody writes it. @param right the manifest without mistakes */
export function brokenJson(right: string): readonly string[] {
  const breaking: readonly Change[] = [
    ['"kind": "Fleet"', '"kind": "Fleeet"'],
    ['"kind": "Fleet"', '"kind": "Fleet", "kind": "Fleet"'],
    ['"id": "p-1"', '"id": "p-1", "id": "p-2"'],
    ['"id": "p-1"', '"id" : "p-1", "extra" : 1'],
    ['"id": "p-1"', '"id": "p-1", "__proto__": {}'],
    ['"id": "p-1"', '"id": "p-1", "constructor": 1'],
    ['"id": "p-1"', '"id": "p-1", "1": 1'],
    ['"id": "p-1"', '"id": "${ABSENT}"'],
    ['"id": "p-1"', '"id": "\\u0024{ABSENT}"'],
    ['"id": "p-1"', '"id": "😀", "extra": 1'],
    ['"id": "p-1",', '"id": "p-1"'],
    ['"id": "p-1"', '"id": ["p-1"]'],
    ['"name": "payments"', '"name": "search"'],
    ['"name": "payments"', '"name": null'],
    ['"targetVersion": 1.30', '"targetVersion": -1.30e1'],
    ['"targetVersion": 1.30', '"targetVersion": 1.30, // of money'],
    ['"tier": "1"', '"tier": {}'],
    ['"concurrency": 4', '"concurrency": 0.5'],
    ['"region": "cn-north-4"', '"region": ""'],
    ["not-to-be-seen", "${ABSENT}"],
  ];
  return breaking.map((change) => apply(right, change));
}

/** JSON that is right, though not everything reads it. */
export function oddJson(right: string): readonly string[] {
  const odd: readonly Change[] = [
    ['"id": "p-1"', '"id": 12345678901234567890'],
    ['"id": "p-1"', "\"id\": 'p-1'"],
    ['"id": "p-1"', '"id" : "p-1"'],
    ['"tier"', '"\u00e9 😀"'],
    ["{", "\ufeff{"],
    ["{", "{\t"],
    ["", " \n"],
  ];
  return odd.map((change) => apply(right, change));
}

function apply(text: string, [from, to]: Change): string {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, () => to);
}
