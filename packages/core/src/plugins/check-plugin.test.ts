import { describe, expect, it } from "vitest";
import { checkPlugin } from "./check-plugin.ts";

function healthyPlugin(): Record<string, unknown> {
  return {
    contract: 1,
    name: "acme-kubernetes",
    config: { type: "object", properties: { region: { type: "string", secret: true } } },
    cluster: {
      with: { type: "object", properties: { taskId: { type: "string" } } },
      expect: {
        image: { schema: { type: "string" }, order: "version" },
        zones: { schema: { type: "array" } },
      },
    },
    reads: [
      { action: "ShowCluster", path: "/v1/clusters/{cluster_id}", permission: "acme:show" },
      { action: "ListClusters", method: "POST", path: "/v1/clusters", per: "account", when: "once" },
      { action: "Check", path: "/v1/clusters/{id}:check/", service: "checks" },
      { action: "Root", method: "HEAD", path: "/" },
    ],
    splitVersion: (version: string) => version.split("."),
    connect: () => ({ observe: async () => ({}) }),
  };
}

const healthyRead = { action: "Show", path: "/v1/clusters/{id}" };
const healthyConfig = { type: "object", properties: {} };

function faultsOf(module: unknown): readonly string[] {
  const checked = checkPlugin(module);
  return "faults" in checked ? checked.faults : [];
}

describe("a plugin that keeps the contract", () => {
  it("is passed on as it is", () => {
    const definition = healthyPlugin();
    expect(checkPlugin({ default: definition })).toEqual({ definition });
  });

  it.each([
    ["its name is not the package's", { name: "k8s" }],
    ["it has no cluster parameters", { cluster: {} }],
    ["it makes no reads", { reads: [] }],
    ["it compares versions as everybody does", { splitVersion: undefined }],
    ["it has members of a later contract 1", { postCheck: {}, aside: 1 }],
  ])("also where %s", (_, change) => {
    expect(faultsOf({ default: { ...healthyPlugin(), ...change } })).toEqual([]);
  });

  it("may come from CommonJS, compiled or written by hand", () => {
    const definition = healthyPlugin();
    const compiled = { __esModule: true, default: definition };
    expect(checkPlugin({ default: compiled, "module.exports": compiled })).toEqual({ definition });
    expect(checkPlugin({ default: definition, "module.exports": definition })).toEqual({ definition });
  });
});

describe("a plugin for another contract", () => {
  it.each([0, 2])("%d is told apart, whatever else it has", (contract) => {
    expect(checkPlugin({ default: { contract, named: "otherwise" } })).toEqual({ contract });
  });
});

describe("a module without a plugin", () => {
  it.each([
    ["no default export", { provider: healthyPlugin() }, "the default export is missing"],
    ["null", { default: null }, "the default export is null"],
    ["a function", { default: () => healthyPlugin() }, "the default export is a function"],
    ["a list", { default: [] }, "the default export is a list"],
    ["a text", { default: "acme" }, 'the default export is "acme"'],
    ["no module at all", undefined, "the default export is missing"],
  ])("%s", (_, module, fault) => {
    expect(faultsOf(module)).toEqual([
      `${fault}; expected an object: \`export default defineProvider({ … })\``,
    ]);
  });

  it("a getter that throws is its own fault", () => {
    const definition = Object.defineProperty(healthyPlugin(), "reads", {
      get: () => {
        throw new TypeError("no reads today");
      },
    });
    expect(faultsOf({ default: definition })).toEqual([
      "the default export cannot be read: TypeError: no reads today",
    ]);
  });
});

describe("each fault is named with its part, what is there and what is expected", () => {
  it.each<[Record<string, unknown>, string]>([
    [{ contract: undefined }, "`contract` is missing; expected the number 1"],
    [{ contract: "1" }, '`contract` is "1"; expected the number 1'],
    [{ contract: 1.5 }, "`contract` is 1.5; expected the number 1"],
    [{ name: undefined }, "`name` is missing; expected lower-case words"],
    [{ name: "Acme Cloud" }, '`name` is "Acme Cloud"; expected lower-case words'],
    [{ name: "acme-" }, '`name` is "acme-"; expected lower-case words'],
    [{ config: undefined }, "`config` is missing; expected a JSON Schema"],
    [{ config: () => healthyConfig }, "`config` is a function; expected a JSON Schema"],
    [{ config: { type: "string" } }, "`config` does not describe an object"],
    [{ config: { properties: {} } }, "`config` does not describe an object"],
    [
      { config: { type: "object", properties: { region: { type: "strng" } } } },
      "`config` is not a valid JSON Schema: data/properties/region/type",
    ],
    [{ config: { type: "object", properties: { a: { pattern: "(" } } } }, "Invalid regular expression"],
    [{ config: { type: "object", required: "region" } }, "data/required must be array"],
    [{ config: { type: "object", properties: { a: { $ref: "#/$defs/a" } } } }, "`config` uses `$ref`"],
    [{ config: { $id: "acme", type: "object" } }, "`config` uses `$id`"],
    [{ config: { type: "object", "~standard": {} } }, "`config` is a validator of a library"],
    [{ cluster: undefined }, "`cluster` is missing; expected an object"],
    [{ cluster: [] }, "`cluster` is a list; expected an object"],
    [{ cluster: { with: null } }, "`cluster.with` is null; expected a JSON Schema"],
    [{ cluster: { with: { type: "array" } } }, "`cluster.with` does not describe an object"],
    [{ cluster: { expect: ["image"] } }, "`cluster.expect` is a list; expected an object"],
    [{ cluster: { expect: { image: "string" } } }, '`cluster.expect.image` is "string"; expected an object'],
    [{ cluster: { expect: { image: {} } } }, "`cluster.expect.image.schema` is missing"],
    [
      { cluster: { expect: { image: { schema: {}, order: "semver" } } } },
      '`cluster.expect.image.order` is "semver"; expected "version" or nothing',
    ],
    [{ reads: undefined }, "`reads` is missing; expected a list"],
    [{ reads: {} }, "`reads` is an object; expected a list"],
    [{ reads: ["ShowCluster"] }, '`reads[0]` is "ShowCluster"; expected an object'],
    [{ reads: [null] }, "`reads[0]` is null; expected an object"],
    [{ reads: [{ path: "/" }] }, "`reads[0].action` is missing"],
    [{ reads: [{ ...healthyRead, action: " " }] }, '`reads[0].action` is " "'],
    [{ reads: [healthyRead, healthyRead] }, '`reads[1].action` is "Show"; expected a name of its own'],
    [{ reads: [{ ...healthyRead, method: "DELETE" }] }, '`reads[0].method` is "DELETE"; expected "GET"'],
    [{ reads: [{ ...healthyRead, method: "get" }] }, '`reads[0].method` is "get"; expected "GET"'],
    [{ reads: [{ ...healthyRead, per: "fleet" }] }, '`reads[0].per` is "fleet"; expected "cluster"'],
    [{ reads: [{ ...healthyRead, service: 7 }] }, "`reads[0].service` is 7"],
    [{ reads: [{ ...healthyRead, permission: null }] }, "`reads[0].permission` is null"],
    [{ reads: [{ ...healthyRead, when: true }] }, "`reads[0].when` is true"],
    [{ reads: [{ action: "Show" }] }, "`reads[0].path` is missing; expected a path that starts with `/`"],
    [{ reads: [{ action: "Show", path: "v1" }] }, "expected a path that starts with `/`"],
    [{ reads: [{ action: "Show", path: "https://a/" }] }, "expected a path that starts with `/`"],
    [{ reads: [{ action: "Show", path: "/a?b=1" }] }, "expected a path alone"],
    [{ reads: [{ action: "Show", path: "/a/{id" }] }, "expected placeholders such as"],
    [{ reads: [{ action: "Show", path: "/a/id}" }] }, "expected placeholders such as"],
    [{ reads: [{ action: "Show", path: "/a/{}" }] }, "expected placeholders such as"],
    [{ reads: [{ action: "Show", path: "/a/{a b}" }] }, "expected placeholders such as"],
    [{ reads: [{ action: "Show", path: "/a/{{id}}" }] }, "expected placeholders such as"],
    [{ reads: [{ action: "Show", path: "/a/{a}{b}" }] }, "something between two placeholders"],
    [{ reads: [{ action: "Show", path: "/a b" }] }, "expected percent-encoding"],
    [{ reads: [{ action: "Show", path: "//a" }] }, "no empty, `.` or `..` segments"],
    [{ reads: [{ action: "Show", path: "/a/../b" }] }, "no empty, `.` or `..` segments"],
    [{ connect: undefined }, "`connect` is missing; expected a function"],
    [{ connect: {} }, "`connect` is an object; expected a function"],
    [{ splitVersion: /\./ }, "`splitVersion` is an object; expected a function"],
  ])("%j", (change, fault) => {
    const faults = faultsOf({ default: { ...healthyPlugin(), ...change } });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "the definition",
      { splitversion: () => [] },
      "`splitversion` is no member; did you mean `splitVersion`?",
    ],
    [
      "`cluster`",
      { cluster: { expects: {} } },
      "`cluster.expects` is no member; did you mean `cluster.expect`?",
    ],
    [
      "a property",
      { cluster: { expect: { image: { schema: {}, ordre: "version" } } } },
      "`cluster.expect.image.ordre` is no member; did you mean `cluster.expect.image.order`?",
    ],
    [
      "a read",
      { reads: [{ ...healthyRead, porpose: "post-check" }] },
      "`reads[0].porpose` is no member; did you mean `reads[0].purpose`?",
    ],
  ])("a misspelt member of %s is not passed over", (_, change, fault) => {
    const { splitVersion: _own, ...plugin } = healthyPlugin();
    expect(faultsOf({ default: { ...plugin, ...change } })).toEqual([fault]);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ properties: { token: { type: "string", secert: true } } }, "properties.token.secert", "secret"],
    [{ properties: { token: { type: "string", secrets: true } } }, "properties.token.secrets", "secret"],
    [{ properties: { region: { pattren: "^a" } } }, "properties.region.pattren", "pattern"],
    [{ propertys: {} }, "propertys", "properties"],
    [{ requierd: ["region"] }, "requierd", "required"],
    [{ additionalproperties: false }, "additionalproperties", "additionalProperties"],
    [{ anyOf: [{}, { minLenght: 1 }] }, "anyOf[1].minLenght", "minLength"],
    [{ properties: { zones: { items: { enmu: ["a"] } } } }, "properties.zones.items.enmu", "enum"],
    [{ patternProperties: { "^x": { tpye: "string" } } }, "patternProperties.^x.tpye", "type"],
  ])("a misspelt word of a schema is not passed over: %j", (words, place, meant) => {
    const right = place.replace(/[^.]+$/, meant);
    const fault = (part: string) => `\`${part}.${place}\` is no member; did you mean \`${part}.${right}\`?`;
    const schema = { type: "object", ...words };
    expect(faultsOf({ default: { ...healthyPlugin(), config: schema } })).toEqual([fault("config")]);
    const cluster = { id: schema, with: schema, expect: { image: { schema } } };
    expect(faultsOf({ default: { ...healthyPlugin(), cluster } })).toEqual(
      ["cluster.id", "cluster.with", "cluster.expect.image.schema"].map(fault),
    );
  });

  it.each<Record<string, unknown>>([
    { "x-order": 1, markdownDescription: "a", errorMessage: "b", deprecated: true, readOnly: true },
    { example: "eu-1", nullable: true, enumNames: ["a"], hint: "c", label: "d", unit: "s", group: "e" },
    { secret: true, title: "a", properties: { secert: { type: "string" }, pattren: {} } },
    { default: { secert: 1 }, examples: [{ tpye: 1 }], const: { pattren: 1 }, enum: [{ requierd: 1 }] },
    { dependentRequired: { secert: ["tpye"] }, required: ["secrets"] },
  ])("what is no word of a schema, or a name of the author's, is none misspelt: %j", (words) => {
    const schema = { type: "object", ...words };
    expect(faultsOf({ default: { ...healthyPlugin(), config: schema } })).toEqual([]);
  });

  it("a member that it does not know is the plugin's own business", () => {
    expect(checkPlugin({ default: { ...healthyPlugin(), homepage: "https://acme.example" } })).toHaveProperty(
      "definition",
    );
  });

  it("an id's schema is one", () => {
    const cluster = { id: { type: "text" } };
    expect(faultsOf({ default: { ...healthyPlugin(), cluster } })[0]).toContain(
      "`cluster.id` is not a valid",
    );
  });

  it("reports all faults at once", () => {
    const faults = faultsOf({ default: { contract: "1", reads: [{}], cluster: { with: 1 } } });
    expect(faults.map((fault) => /`(\S+)`/.exec(fault)?.[1])).toEqual([
      ...["contract", "name", "config", "cluster.with", "reads[0].action", "reads[0].path", "connect"],
    ]);
  });

  it("survives a schema that contains itself", () => {
    const config: Record<string, unknown> = { type: "object" };
    config.properties = { again: config };
    expect(faultsOf({ default: { ...healthyPlugin(), config } })[0]).toContain("not a valid JSON Schema");
  });
});
