import { describe, expect, it } from "vitest";
import { manifestWith, placesOf, read } from "../testing/healthy-manifest.ts";

type Change = Parameters<typeof manifestWith>[number];

/** One mistake each: exactly one diagnostic, at the place and with the words that mend it. */
const mistakes: readonly (readonly [name: string, change: Change, place: string, hint: string | RegExp])[] = [
  ["wrong apiVersion", ["upgradectl.dev/v1", "v1"], "1:13 unsupported-api-version", "Write `upgradectl.dev/v1`."],
  ["wrong kind", ["kind: Fleet", "kind: Deployment"], "2:7 unsupported-kind", "Write `Fleet`."],
  ["numeric kind", ["kind: Fleet", "kind: 1"], "2:7 unsupported-kind", "Write `Fleet`."],
  ["missing kind", ["kind: Fleet\n", ""], "1:1 missing-key", "Add `kind: Fleet`."],
  ["unknown top key", ["providers:", "extra: 1\nproviders:"], "4:1 unknown-key", /Remove/],
  ["misspelt top key", ["defaults:", "default:\n  labels: {}\ndefaults:"], "15:1 unknown-key", /Remove/],
  ["misspelt required top key", ["clusters:", "cluster:"], "19:1 unknown-key", "Did you mean `clusters`?"],
  ["misspelt cluster key", ["    stalledAfter: 2h", "    stalled_after: 2h"], "26:5 unknown-key", "Did you mean `stalledAfter`?"],
  ["misspelt required key", ["    id: b4b9e60f", "    ID: b4b9e60f"], "21:5 unknown-key", "Did you mean `id`?"],
  ["misspelt targetVersion", ["targetVersion: v1", "targetversion: v1"], "22:5 unknown-key", "Did you mean `targetVersion`?"],
  ["misspelt default provider", ["  provider: acme-north", "  provders: acme-north"], "16:3 unknown-key", "Did you mean `provider`?"],
  ["misspelt source", ["    source: acme", "    sourc: acme"], "6:5 unknown-key", "Did you mean `source`?"],
  ["misspelt config", ["    config:", "    confg:"], "8:5 unknown-key", "Did you mean `config`?"],
  ["misspelt with", ["    with:", "    wiht:"], "24:5 unknown-key", "Did you mean `with`?"],
  ["misspelt limit", ["concurrency: 8", "concurency: 8"], "13:15 unknown-key", "Did you mean `concurrency`?"],
  ["policy in the wrong map", ["    stalledAfter: 2h", "    check: { closeOn: [failed] }"], "26:14 unknown-key", /Remove/],
  ["missing id", ["    id: b4b9e60f\n", ""], "20:5 missing-key", /^Add `id: /],
  ["missing targetVersion", ['    targetVersion: "1.30"\n', ""], "27:5 missing-key", /^Add `targetVersion: .*defaults/],
  ["null targetVersion", ['targetVersion: "1.30"', "targetVersion:"], "29:5 wrong-type", /Give/],
  ["null labels", ["labels: { env: prod }", "labels: ~"], "23:5 wrong-type", "Write `{}`, or remove the key."],
  ["list as labels", ["labels: { env: prod }", "labels: [env]"], "23:13 wrong-type", /env: prod/],
  ["null label", ["env: prod", "env: null"], "23:15 wrong-type", /Give/],
  ["list as version", ["v1.29.8-r4", "[1]"], "22:20 wrong-type", /v1\.29/],
  ["empty clusters", [/clusters:[^]*/.exec(manifestWith())?.[0] ?? "", "clusters: []\n"], "19:11 invalid-value", /cluster/],
  ["clusters as a mapping", [/clusters:[^]*/.exec(manifestWith())?.[0] ?? "", "clusters: { a: {} }\n"], "19:11 wrong-type", /cluster/],
  ["cluster as text", ["  - name: search\n    id: c5c0f71a\n", "  - search\n"], "27:5 wrong-type", /cluster/],
  ["bad target", ["v1.29.8-r4", "^1.2"], "22:20 invalid-version-target", "Write `>=1.2 <2`."],
  ["empty target", ["v1.29.8-r4", '""'], "22:20 invalid-version-target", /1\.29/],
  ["bad duration", ["stalledAfter: 2h", "stalledAfter: 2 hours"], "26:19 invalid-duration", /1h30m/],
  ["duration without a unit", ["stalledAfter: 2h", "stalledAfter: 90"], "26:19 invalid-duration", /`90s`/],
  ["bad range", ["^1.0.0", "^^one"], "7:14 invalid-version-range", /\^1\.0\.0/],
  ["unknown term", ["    stalledAfter: 2h", "    check: { failOn: [acton] }"], "26:23 unknown-policy-term", "Did you mean `action`?"],
  ["unknown gate term", ["    stalledAfter: 2h", "    gate:\n      closeOn: [pausd]"], "27:17 unknown-policy-term", "Did you mean `paused`?"],
  ["one term without a list", ["    stalledAfter: 2h", "    check: { failOn: action }"], "26:22 wrong-type", /list/],
  ["concurrency 0", ["concurrency: 8", "concurrency: 0"], "13:28 invalid-value", /8/],
  ["concurrency 1.5", ["concurrency: 8", "concurrency: 1.5"], "13:28 wrong-type", /8/],
  ["unset variable", ["region: north-1", "region: ${NOWHERE}"], "9:15 unset-variable", /Set `NOWHERE`/],
  ["required variable", ["region: north-1", "region: ${NOWHERE:?ask ops}"], "9:15 unset-variable", /Set `NOWHERE`/],
  ["unset variable in a number", ["concurrency: 8", 'concurrency: "${NOWHERE}"'], "13:28 unset-variable", /NOWHERE/],
  ["unset variable in a provider", ["provider: acme-north", "provider: ${NOWHERE}"], "16:13 unset-variable", /NOWHERE/],
  ["unset variable in a source", ["source: acme", "source: ${NOWHERE}"], "6:13 unset-variable", /NOWHERE/],
  ["unset variable in a name", ["name: payments", "name: ${NOWHERE}"], "20:11 unset-variable", /NOWHERE/],
  ["unset variable in a form", ["accessKeyId: AKIAEXAMPLE", "accessKeyId: ${NOWHERE}"], "11:22 unset-variable", /NOWHERE/],
  ["open expansion", ["region: north-1", "region: ${REGION"], "9:15 malformed-expansion", /\$\$\{/],
  ["shell's other forms", ["region: north-1", "region: ${REGION-x}"], "9:15 malformed-expansion", /\$\$\{/],
  ["expansion between brackets", ["concurrency: 8", "concurrency: ${COUNT}"], "13:29 yaml-syntax", 'Write `"${NAME}"`.'],
  ["duplicate key", ["    id: b4b9e60f", "    id: b4b9e60f\n    id: x"], "22:5 duplicate-key", /one of the two/],
  ["duplicate provider", ["defaults:", "  acme-north: {}\ndefaults:"], "15:3 duplicate-key", /one of the two/],
  ["list as key", ["providers:", "[a]: 1\nproviders:"], "4:1 bad-key", /Rename/],
  ["unknown alias", ["v1.29.8-r4", "*nowhere"], "22:20 unresolved-alias", /anchor/],
  ["merge of a text", ["    stalledAfter: 2h", "    <<: text"], "26:5 bad-merge", /alias/],
  ["unknown tag", ["v1.29.8-r4", "!ref x"], "22:20 yaml-syntax", /tag/],
  ["tab", ["    id: b4b9e60f", "\tid: b4b9e60f"], "21:1 yaml-syntax", /spaces/],
  ["open quote", ["id: c5c0f71a", 'id: "c5c0f71a'], "28:9 yaml-syntax", /quote/],
  ["no space after the colon", ["name: search", "name:search"], "27:5 yaml-syntax", /space/],
  ["no configuration", [/ {4}config:[^]*?42\n/.exec(manifestWith())?.[0] ?? "", ""], "6:5 missing-key", "Add `region: north-1`."],
  ["misspelt configuration", ["region: north-1", "regoin: north-1"], "9:7 unknown-key", "Did you mean `region`?"],
  ["unknown configuration", ["region: north-1", "region: north-1\n      colour: red"], "10:7 unknown-key", /Remove/],
  ["unknown key deep in it", ["region: north-1", "region: north-1\n      proxy: { hots: x }"], "10:16 unknown-key", "Did you mean `host`?"],
  ["half of the credentials", ["        secretAccessKey: sesame-open-42\n", ""], "11:9 missing-key", "Add `secretAccessKey: …`."],
  ["misspelt half of them", ["secretAccessKey:", "secretAccesKey:"], "12:9 unknown-key", "Did you mean `secretAccessKey`?"],
  ["two forms at once", ["accessKeyId: AKIAEXAMPLE", "accessKeyId: A\n        token: t"], "12:9 unknown-key", /Remove/],
  ["no form", ["credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42", "credentials: {}"], "10:20 invalid-value", /form/],
  ["text as credentials", ["credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42", "credentials: sesame"], "10:20 invalid-value", /form/],
  ["text as a number", ["region: north-1", "region: x\n      retries: many"], "10:16 wrong-type", /./],
  ["negative number", ["region: north-1", "region: x\n      retries: -1"], "10:16 invalid-value", /./],
  ["endpoint that is none", ["region: north-1", "region: x\n      endpoint: cce.example.com"], "10:17 invalid-endpoint", /https/],
  ["plain endpoint", ["region: north-1", "region: x\n      endpoint: http://example.com"], "10:17 invalid-endpoint", /https/],
  ["endpoint with a password", ["region: north-1", "region: x\n      endpoint: https://u:p@example.com"], "10:17 invalid-endpoint", /credentials/],
  ["bad timeout", ["region: north-1", "region: x\n      timeout: 0s"], "10:16 invalid-duration", /30s/],
  ["unknown parameter", ["taskId: c271e39e", "taskid: c271e39e"], "24:13 unknown-key", "Did you mean `taskId`?"],
  ["unknown choice", ["taskId: c271e39e", "source: autp"], "24:21 invalid-value", "Did you mean `auto`?"],
  ["unknown choice in a list", ["taskId: c271e39e", "operations: [UPGRADE]"], "24:26 invalid-value", /UPGRADING/],
  ["unknown property", ["availabilityZones: [north-1c]", "availabilityZone: [a]"], "25:15 unknown-key", "Did you mean `availabilityZones`?"],
  ["empty property", ["[north-1c]", "[]"], "25:34 invalid-value", /./],
  ["bad target in a property", ["availabilityZones: [north-1c]", "image: ~1"], "25:22 invalid-version-target", /Write/],
  ["bad target for one part", ["availabilityZones: [north-1c]", "nodePools: { a: 1.2, b: ^2 }"], "25:39 invalid-version-target", /Write/],
  ["null for one part", ["availabilityZones: [north-1c]", "nodePools: { a: }"], "25:28 wrong-type", /Give/],
];

describe("each mistake gives one diagnostic that mends it", () => {
  it.each(mistakes)("%s", async (_, change, place, hint) => {
    const { fleet, diagnostics } = await read(manifestWith(change));
    expect(placesOf(diagnostics)).toEqual([place]);
    expect(fleet).toBeNull();
    expect(diagnostics[0]?.file).toBe("fleet.yaml");
    if (typeof hint === "string") expect(diagnostics[0]?.hint).toBe(hint);
    else expect(diagnostics[0]?.hint).toMatch(hint);
    const said = JSON.stringify(diagnostics);
    expect(said).not.toMatch(/must NOT|must match|should NOT|oneOf|anyOf|allOf|additionalProperties|sesame/);
  });
});

describe("a document that is none", () => {
  it.each([
    ["", "1:1 empty-manifest"],
    ["# nothing\n", "1:1 empty-manifest"],
    ["---\n---\n", "1:1 empty-manifest"],
    ["~", "1:1 empty-manifest"],
    ["hello", "1:1 not-a-mapping"],
    ["apiVersion:upgradectl.dev/v1\nkind:Fleet\n", "1:1 not-a-mapping"],
    ["\n- a\n- b\n", "2:1 not-a-mapping"],
  ])("%j", async (text, place) => {
    expect(placesOf((await read(text)).diagnostics)).toEqual([place]);
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
      "27:22 unknown-policy-term",
      "28:11 duplicate-cluster",
      "29:15 unknown-provider",
    ]);
    for (const diagnostic of diagnostics) {
      expect(diagnostic.hint).toMatch(/\S/);
      expect(diagnostic.summary).toMatch(/`/);
    }
  });
});
