import { describe, it } from "vitest";
import { expectMistake, type Mistake, manifestWith } from "../../testing/healthy-manifest.ts";

const mistakes: readonly Mistake[] = [
  [
    "no configuration",
    [/ {4}config:[\s\S]*?42\n/.exec(manifestWith())?.[0] ?? "", ""],
    "6:5 missing-key",
    "Add `region: north-1`.",
  ],
  [
    "misspelt configuration",
    ["region: north-1", "regoin: north-1"],
    "9:7 unknown-key",
    "Did you mean `region`?",
  ],
  [
    "unknown configuration",
    ["region: north-1", "region: north-1\n      colour: red"],
    "10:7 unknown-key",
    /Remove/,
  ],
  [
    "unknown key deep in it",
    ["region: north-1", "region: north-1\n      proxy: { hots: x }"],
    "10:16 unknown-key",
    "Did you mean `host`?",
  ],
  [
    "half of the credentials",
    ["        secretAccessKey: sesame-open-42\n", ""],
    "11:9 missing-key",
    "Add `secretAccessKey: …`.",
  ],
  [
    "misspelt half of them",
    ["secretAccessKey:", "secretAccesKey:"],
    "12:9 unknown-key",
    "Did you mean `secretAccessKey`?",
  ],
  [
    "two forms at once",
    ["accessKeyId: AKIAEXAMPLE", "accessKeyId: A\n        token: t"],
    "12:9 unknown-key",
    /Remove/,
  ],
  [
    "no form",
    [
      "credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42",
      "credentials: {}",
    ],
    "10:20 invalid-value",
    /form/,
  ],
  [
    "text as credentials",
    [
      "credentials:\n        accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42",
      "credentials: sesame",
    ],
    "10:20 invalid-value",
    /form/,
  ],
  ["text as a number", ["region: north-1", "region: x\n      retries: many"], "10:16 wrong-type", /./],
  ["negative number", ["region: north-1", "region: x\n      retries: -1"], "10:16 invalid-value", /./],
  [
    "endpoint that is none",
    ["region: north-1", "region: x\n      endpoint: cce.example.com"],
    "10:17 invalid-endpoint",
    /https/,
  ],
  [
    "plain endpoint",
    ["region: north-1", "region: x\n      endpoint: http://example.com"],
    "10:17 invalid-endpoint",
    /https/,
  ],
  [
    "endpoint with a password",
    ["region: north-1", "region: x\n      endpoint: https://u:p@example.com"],
    "10:17 invalid-endpoint",
    /credentials/,
  ],
  ["bad timeout", ["region: north-1", "region: x\n      timeout: 0s"], "10:16 invalid-duration", /30s/],
  [
    "id of another form",
    ["id: b4b9e60f", "id: ../b4b9e60f"],
    "21:9 invalid-value",
    "For example: `b4b9e60f`.",
  ],
  [
    "unknown parameter",
    ["taskId: c271e39e", "taskid: c271e39e"],
    "24:13 unknown-key",
    "Did you mean `taskId`?",
  ],
  ["unknown choice", ["taskId: c271e39e", "source: autp"], "24:21 invalid-value", "Did you mean `auto`?"],
  [
    "unknown choice in a list",
    ["taskId: c271e39e", "operations: [UPGRADE]"],
    "24:26 invalid-value",
    /UPGRADING/,
  ],
  [
    "unknown property",
    ["availabilityZones: [north-1c]", "availabilityZone: [a]"],
    "25:15 unknown-key",
    "Did you mean `availabilityZones`?",
  ],
  ["empty property", ["[north-1c]", "[]"], "25:34 invalid-value", /./],
  [
    "bad target in a property",
    ["availabilityZones: [north-1c]", "image: ~1"],
    "25:22 invalid-version-target",
    /Write/,
  ],
  [
    "bad target for one part",
    ["availabilityZones: [north-1c]", "nodePools: { a: 1.2, b: ^2 }"],
    "25:39 invalid-version-target",
    /Write/,
  ],
  ["null for one part", ["availabilityZones: [north-1c]", "nodePools: { a: }"], "25:28 wrong-type", /Give/],
];

describe("each mistake in what a plugin takes gives one diagnostic that mends it", () => {
  it.each(mistakes)("%s", async (_, change, place, hint) => {
    await expectMistake(change, place, hint);
  });
});
