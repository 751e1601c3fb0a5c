import { describe, expect, it } from "vitest";
import { expectMistake, type Mistake, manifestWith, placesOf, read } from "../../testing/healthy-manifest.ts";

const mistakes: readonly Mistake[] = [
  [
    "wrong apiVersion",
    ["upgradectl.dev/v1", "v1"],
    "1:13 unsupported-api-version",
    "Write `upgradectl.dev/v1`.",
  ],
  ["wrong kind", ["kind: Fleet", "kind: Deployment"], "2:7 unsupported-kind", "Write `Fleet`."],
  ["numeric kind", ["kind: Fleet", "kind: 1"], "2:7 unsupported-kind", "Write `Fleet`."],
  ["missing kind", ["kind: Fleet\n", ""], "1:1 missing-key", "Add `kind: Fleet`."],
  ["unknown top key", ["providers:", "extra: 1\nproviders:"], "4:1 unknown-key", /Remove/],
  ["misspelt top key", ["defaults:", "default:\n  labels: {}\ndefaults:"], "15:1 unknown-key", /Remove/],
  ["misspelt required top key", ["clusters:", "cluster:"], "19:1 unknown-key", "Did you mean `clusters`?"],
  [
    "misspelt cluster key",
    ["    stalledAfter: 2h", "    stalled_after: 2h"],
    "26:5 unknown-key",
    "Did you mean `stalledAfter`?",
  ],
  [
    "misspelt required key",
    ["    id: b4b9e60f", "    ID: b4b9e60f"],
    "21:5 unknown-key",
    "Did you mean `id`?",
  ],
  [
    "misspelt targetVersion",
    ["targetVersion: v1", "targetversion: v1"],
    "22:5 unknown-key",
    "Did you mean `targetVersion`?",
  ],
  [
    "misspelt default provider",
    ["  provider: acme-north", "  provders: acme-north"],
    "16:3 unknown-key",
    "Did you mean `provider`?",
  ],
  ["misspelt source", ["    source: acme", "    sourc: acme"], "6:5 unknown-key", "Did you mean `source`?"],
  ["misspelt config", ["    config:", "    confg:"], "8:5 unknown-key", "Did you mean `config`?"],
  ["misspelt with", ["    with:", "    wiht:"], "24:5 unknown-key", "Did you mean `with`?"],
  ["misspelt limit", ["concurrency: 8", "concurency: 8"], "13:15 unknown-key", "Did you mean `concurrency`?"],
  [
    "policy in the wrong map",
    ["    stalledAfter: 2h", "    check: { closeOn: [failed] }"],
    "26:14 unknown-key",
    /Remove/,
  ],
  ["missing id", ["    id: b4b9e60f\n", ""], "20:5 missing-key", /^Add `id: /],
  [
    "missing targetVersion",
    ['    targetVersion: "1.30"\n', ""],
    "27:5 missing-key",
    /^Add `targetVersion: .*defaults/,
  ],
  ["null targetVersion", ['targetVersion: "1.30"', "targetVersion:"], "29:5 wrong-type", /Give/],
  [
    "null labels",
    ["labels: { env: prod }", "labels: ~"],
    "23:5 wrong-type",
    "Write `{}`, or remove the key.",
  ],
  ["list as labels", ["labels: { env: prod }", "labels: [env]"], "23:13 wrong-type", /env: prod/],
  ["null label", ["env: prod", "env: null"], "23:15 wrong-type", /Give/],
  ["list as version", ["v1.29.8-r4", "[1]"], "22:20 wrong-type", /v1\.29/],
  [
    "empty clusters",
    [/clusters:[\s\S]*/.exec(manifestWith())?.[0] ?? "", "clusters: []\n"],
    "19:11 invalid-value",
    /cluster/,
  ],
  [
    "clusters as a mapping",
    [/clusters:[\s\S]*/.exec(manifestWith())?.[0] ?? "", "clusters: { a: {} }\n"],
    "19:11 wrong-type",
    /cluster/,
  ],
  [
    "cluster as text",
    ['  - name: search\n    id: c5c0f71a\n    targetVersion: "1.30"\n', "  - search\n"],
    "27:5 wrong-type",
    /cluster/,
  ],
  ["bad target", ["v1.29.8-r4", "^1.2"], "22:20 invalid-version-target", "Write `>=1.2 <2`."],
  ["empty target", ["v1.29.8-r4", '""'], "22:20 invalid-version-target", /1\.29/],
  ["bad duration", ["stalledAfter: 2h", "stalledAfter: 2 hours"], "26:19 invalid-duration", /1h30m/],
  ["duration without a unit", ["stalledAfter: 2h", "stalledAfter: 90"], "26:19 invalid-duration", /`90s`/],
  ["bad range", ["^1.0.0", "^^one"], "7:14 invalid-version-range", /\^1\.0\.0/],
  [
    "unknown term",
    ["    stalledAfter: 2h", "    check: { failOn: [acton] }"],
    "26:23 unknown-policy-term",
    "Did you mean `action`?",
  ],
  [
    "unknown gate term",
    ["    stalledAfter: 2h", "    gate:\n      closeOn: [pausd]"],
    "27:17 unknown-policy-term",
    "Did you mean `paused`?",
  ],
  [
    "one term without a list",
    ["    stalledAfter: 2h", "    check: { failOn: action }"],
    "26:22 wrong-type",
    /list/,
  ],
  ["concurrency 0", ["concurrency: 8", "concurrency: 0"], "13:28 invalid-value", /8/],
  ["concurrency 1.5", ["concurrency: 8", "concurrency: 1.5"], "13:28 wrong-type", /8/],
  ["unset variable", ["region: north-1", "region: ${NOWHERE}"], "9:15 unset-variable", /Set `NOWHERE`/],
  [
    "required variable",
    ["region: north-1", "region: ${NOWHERE:?ask ops}"],
    "9:15 unset-variable",
    /Set `NOWHERE`/,
  ],
  [
    "unset variable in a number",
    ["concurrency: 8", 'concurrency: "${NOWHERE}"'],
    "13:28 unset-variable",
    /NOWHERE/,
  ],
  [
    "unset variable in a provider",
    ["provider: acme-north", "provider: ${NOWHERE}"],
    "16:13 unset-variable",
    /NOWHERE/,
  ],
  ["unset variable in a source", ["source: acme", "source: ${NOWHERE}"], "6:13 unset-variable", /NOWHERE/],
  ["unset variable in a name", ["name: payments", "name: ${NOWHERE}"], "20:11 unset-variable", /NOWHERE/],
  [
    "unset variable in a form",
    ["accessKeyId: AKIAEXAMPLE", "accessKeyId: ${NOWHERE}"],
    "11:22 unset-variable",
    /NOWHERE/,
  ],
  ["open expansion", ["region: north-1", "region: ${REGION"], "9:15 malformed-expansion", /\$\$\{/],
  ["shell's other forms", ["region: north-1", "region: ${REGION-x}"], "9:15 malformed-expansion", /\$\$\{/],
  [
    "expansion between brackets",
    ["concurrency: 8", "concurrency: ${COUNT}"],
    "13:29 yaml-syntax",
    'Write `"${NAME}"`.',
  ],
];

describe("each mistake in a manifest gives one diagnostic that mends it", () => {
  it.each(mistakes)("%s", async (_, change, place, hint) => {
    await expectMistake(change, place, hint);
  });
});

describe("all mistakes of a file at once", () => {
  const text = manifestWith(
    ["kind: Fleet", "kind: Flee"],
    ["^1.0.0", "one"],
    ["region: north-1", "regoin: north-1\n      projectId: ${NOWHERE}"],
    ["        secretAccessKey: sesame-open-42\n", ""],
    ["stalledAfter: 6h", "stalledAfter: 6 hours"],
    ["    id: b4b9e60f", "    id: b4b9e60f\n    id: x"],
    ["v1.29.8-r4", "^1.2"],
    ["taskId: c271e39e", "taskid: 1"],
    ["availabilityZones: [north-1c]", "zones: [a]"],
    ["stalledAfter: 2h", "check: { failOn: [acton] }"],
    ["name: search\n    id: c5c0f71a\n", "name: payments\n    provider: acme-nort\n    id: x\n"],
  );

  it("are exactly as many diagnostics, in the order of the file", async () => {
    const { diagnostics } = await read(text);
    expect(placesOf(diagnostics)).toEqual([
      "2:7 unsupported-kind",
      "7:14 invalid-version-range",
      "9:7 unknown-key",
      "10:18 unset-variable",
      "12:9 missing-key",
      "17:17 invalid-duration",
      "22:5 duplicate-key",
      "23:20 invalid-version-target",
      "25:13 unknown-key",
      "26:15 unknown-key",
      "27:23 unknown-policy-term",
      "28:11 duplicate-cluster",
      "29:15 unknown-provider",
    ]);
    for (const diagnostic of diagnostics) {
      expect(diagnostic.hint).toMatch(/\S/);
      expect(diagnostic.summary).toMatch(/`/);
    }
  });
});
