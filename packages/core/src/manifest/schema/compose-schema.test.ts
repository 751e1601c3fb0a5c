import type { JsonSchema, ProviderDefinition } from "@upgradectl/provider-sdk";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  acme,
  type Change,
  env,
  fileOf,
  loadWith,
  manifestWith,
  plain,
} from "../../testing/healthy-manifest.ts";
import { readFleet } from "../read-fleet.ts";
import { composeSchema, manifestSchema } from "./compose-schema.ts";

const pinned: ProviderDefinition = {
  ...acme,
  name: "pinned",
  config: { type: "object" },
  cluster: {
    with: {
      type: "object",
      properties: { taskId: { type: "string" }, zone: { type: "string" } },
      required: ["taskId"],
    },
  },
};

const composed = composeSchema([
  { source: "acme", localNames: ["acme-north"], definition: acme },
  { source: "plain", localNames: [], definition: plain },
  { source: "pinned", localNames: ["pin"], definition: pinned },
]);
const matches = compile(composed);

function compile(schema: object) {
  const options = { strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true };
  return new Ajv2020(options).compile(schema);
}

const pin = "  pin: { source: pinned }\n";

/** The editor's schema and the reader agree on these. */
const agreed: readonly (readonly [name: string, ...changes: Change[]])[] = [
  ["the healthy one"],
  [
    "plain numbers as text",
    ["v1.29.8-r4", "1.30"],
    ["b4b9e60f", "0012"],
    ["env: prod", "env: true"],
    ["north-1", "1"],
  ],
  [
    "expansions",
    ["concurrency: 8", 'concurrency: "${COUNT}"'],
    ["north-1", "${REGION}"],
    ["stalledAfter: 2h", "stalledAfter: ${UNSET:-2h}"],
    ["^1.0.0", "${UNSET:-1.x}"],
  ],
  ["an expanded choice", ["taskId: c271e39e", "source: '${UNSET:-auto}', priority: '${COUNT}'"]],
  [
    "another form of credentials",
    ["accessKeyId: AKIAEXAMPLE\n        secretAccessKey: sesame-open-42", "token: 12"],
  ],
  [
    "endpoint and timeout",
    ["region: north-1", "region: x\n      endpoint: https://example.com\n      timeout: 5s"],
  ],
  ["a bare source", ["  - name: search", "  - name: search\n    provider: plain"]],
  ["parts of a property", ["[north-1c]", "[a], nodePools: { a: 1.2 }"]],
  ["no default provider", ["  provider: acme-north\n", ""]],
  [
    "a provider each",
    ["  provider: acme-north\n", ""],
    ["  - name: payments", "  - provider: acme-north\n    name: payments"],
    ["  - name: search", "  - provider: plain\n    name: search"],
  ],
  ["no version anywhere", ['    targetVersion: "1.30"\n', ""]],
  ["a version for all", ["  stalledAfter: 6h", "  targetVersion: 1.30"], ['    targetVersion: "1.30"\n', ""]],
  ["an unknown key", ["    stalledAfter: 2h", "    stalled: 2h"]],
  ["an unknown top key", ["providers:", "extra: 1\nproviders:"]],
  ["an unknown term", ["    stalledAfter: 2h", "    check: { failOn: [acton] }"]],
  ["a bad duration", ["stalledAfter: 2h", "stalledAfter: soon"]],
  ["a number as duration", ["stalledAfter: 2h", "stalledAfter: 0"]],
  ["a yes as duration", ["stalledAfter: 2h", "stalledAfter: true"]],
  ["a number as timeout", ["region: north-1", "region: x\n      timeout: 30"]],
  ["a number as endpoint", ["region: north-1", "region: x\n      endpoint: 8080"]],
  ["a number as range of versions", ["^1.0.0", "1"]],
  ["a yes as range of versions", ["^1.0.0", "true"]],
  ["a long name", ["payments", "x".repeat(254)]],
  ["an empty list of clusters", [/clusters:[\s\S]*/.exec(manifestWith())?.[0] ?? "", "clusters: []\n"]],
  ["null", ["v1.29.8-r4", "null"]],
  ["a list as version", ["v1.29.8-r4", "[1]"]],
  ["another kind", ["kind: Fleet", "kind: Pod"]],
  ["no configuration", [/ {4}config:[\s\S]*?42\n/.exec(manifestWith())?.[0] ?? "", ""]],
  ["no region", ["      region: north-1\n", ""]],
  ["an unknown configuration", ["region: north-1", "region: x\n      colour: red"]],
  ["an unknown key deep in it", ["region: north-1", "region: x\n      proxy: { colour: red }"]],
  ["half of the credentials", ["        secretAccessKey: sesame-open-42\n", ""]],
  ["a plain endpoint that is no URL", ["region: north-1", "region: x\n      endpoint: example.com"]],
  ["a text as number", ["region: north-1", "region: x\n      retries: many"]],
  ["an id of another form", ["b4b9e60f", "a/b"]],
  ["an expanded id", ["b4b9e60f", "${REGION}"]],
  ["an unknown parameter", ["taskId: c271e39e", "task: x"]],
  ["an unknown choice", ["taskId: c271e39e", "source: nowhere"]],
  ["an unknown property", ["availabilityZones", "zones"]],
  ["an unknown default parameter", ["  stalledAfter: 6h", "  with: { task: x }"]],
  [
    "a bare source's parameters",
    ["  - name: search", "  - name: search\n    provider: plain\n    with: { taskId: x }"],
  ],
  [
    "a default's parameters for a bare source",
    ["  - name: search", "  - name: search\n    provider: plain\n    expect: { image: 1 }"],
  ],
  [
    "a parameter that is needed",
    ["defaults:", `${pin}defaults:`],
    ["  - name: search", "  - name: search\n    provider: pin\n    with: { taskId: x }"],
  ],
  [
    "a parameter that is missing",
    ["defaults:", `${pin}defaults:`],
    ["  - name: search", "  - name: search\n    provider: pin\n    with: { zone: x }"],
  ],
  [
    "a parameter from the defaults",
    ["defaults:", `${pin}defaults:`],
    ["  stalledAfter: 6h", "  with: { taskId: x }"],
    ["  - name: search", "  - name: search\n    provider: pin\n    with: { zone: x }"],
  ],
];

describe("the composed schema and the reader", () => {
  it.each(agreed.map(([name, ...changes]) => ({ name, changes })))("agree on $name", async ({ changes }) => {
    const text = manifestWith(...changes);
    const { fleet, diagnostics } = await readFleet([fileOf(text)], { env, loadPlugin: loadWith({ pinned }) });
    const accepts = matches(parse(text, { merge: true }));
    expect({ accepts, errors: accepts ? [] : matches.errors?.map(({ message }) => message) }).toMatchObject({
      accepts: fleet !== null,
    });
    expect(accepts || diagnostics.length > 0).toBe(true);
  });

  it("are both seen to accept and to refuse", async () => {
    const accepted = await Promise.all(
      agreed.map(async ([, ...changes]) => matches(parse(manifestWith(...changes)))),
    );
    expect(new Set(accepted)).toEqual(new Set([true, false]));
  });
});

const strict: ProviderDefinition = {
  ...pinned,
  name: "strict",
  config: { type: "object", properties: { command: { type: "string" } }, required: ["command"] },
};

/** A manifest whose cluster calls its provider `m`. */
function called(entry: string, more = ""): object {
  return parse(`apiVersion: upgradectl.dev/v1
kind: Fleet
${entry}
clusters:
  - { name: a, id: a, targetVersion: "1.29", provider: m${more} }
`);
}

describe("one local name in several manifests", () => {
  const asked = "providers: { m: { source: strict, config: { command: x } } }";
  const free = called("providers: { m: { source: ./plain.mjs } }");
  const pinnedOne = called(asked, ", with: { taskId: x }");
  const bare = called("", ", with: { priority: 3 }");
  const used = [
    { source: "./plain.mjs", localNames: ["m"], definition: plain },
    { source: "strict", localNames: ["m"], definition: strict },
    { source: "m", localNames: [], definition: acme },
  ];

  it.each([
    ["as they are", used],
    ["the other way round", used.toReversed()],
  ])("has in each what its source takes, and nothing else: %s", (_, plugins) => {
    const accepts = compile(composeSchema(plugins));
    expect([free, pinnedOne, bare].filter((manifest) => !accepts(manifest))).toEqual([]);
    const wrong = [
      called("providers: { m: { source: ./plain.mjs, config: { command: x } } }"),
      called("providers: { m: { source: ./plain.mjs } }", ", with: { taskId: x }"),
      called("providers: { m: { source: strict } }", ", with: { taskId: x }"),
      called(asked, ", with: { zone: x }"),
      called("defaults: { provider: m }", ", with: { priority: much }"),
      called("providers: { m: { config: {} } }"),
    ];
    expect(wrong.filter((manifest) => accepts(manifest))).toEqual([]);
  });

  it("has what any of its files takes where one path leads to several", () => {
    const twins = [plain, strict].map((definition) => ({ source: "./m.mjs", localNames: ["m"], definition }));
    const accepts = compile(composeSchema(twins));
    const entry = "providers: { m: { source: ./m.mjs, config: { command: x } } }";
    expect(accepts(called(entry, ", with: { taskId: x }"))).toBe(true);
    expect(accepts(called("providers: { m: { source: ./m.mjs } }"))).toBe(true);
    expect(accepts(called("providers: { m: { source: ./m.mjs } }", ", with: { task: x }"))).toBe(false);
  });

  it("with one meaning makes one schema of them", () => {
    const [one, two] = ["./a.mjs", "./b.mjs"].map((source) => ({
      source,
      localNames: ["m"],
      definition: strict,
    }));
    if (one === undefined || two === undefined) throw new Error("there are two");
    expect(JSON.stringify(composeSchema([one, two]))).not.toContain('"const":"./');
  });
});

describe("the manifest's schema", () => {
  it("is a valid schema of draft 2020-12 and stands by itself", () => {
    const validate = compile(manifestSchema);
    expect(validate(parse(manifestWith()))).toBe(true);
    expect(validate(parse(manifestWith(["v1.29.8-r4", "[]"])))).toBe(false);
    expect(JSON.parse(JSON.stringify(manifestSchema))).toEqual(manifestSchema);
    expect(manifestSchema).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
  });

  it("keeps our own keywords and formats to ourselves", () => {
    expect(JSON.stringify([manifestSchema, composed])).not.toMatch(/"secret"|upgradectl-/);
  });

  it("describes every key that people write", () => {
    const undescribed = (schema: JsonSchema, path: string): string[] =>
      Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
        ...(property.description === undefined ? [`${path}/${key}`] : []),
        ...undescribed(property, `${path}/${key}`),
        ...(property.items === undefined ? [] : undescribed(property.items, `${path}/${key}`)),
      ]);
    expect(undescribed(manifestSchema, "")).toEqual([]);
  });
});
