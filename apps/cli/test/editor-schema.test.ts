import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { codeBlocks } from "./recipes.ts";
import { folderWith, runCli } from "./run-cli.ts";
import { runScript } from "./run-script.ts";
import { stubPrograms } from "./stub-programs.ts";

type Schema = { readonly [key: string]: unknown };

const providers = {
  cce: { source: "huawei-cce", config: { region: "cn-north-4" } },
  autopilot: { source: "huawei-cce-autopilot", config: { region: "cn-north-4" } },
  css: { source: "huawei-css", config: { region: "cn-north-4" } },
  ack: { source: "alibaba-ack", config: { region: "cn-hangzhou" } },
};
const fleet = {
  apiVersion: "upgradectl.dev/v1",
  kind: "Fleet",
  providers,
  clusters: [{ name: "payments", id: "p-1", provider: "cce", targetVersion: "1.29" }],
};

async function composed(): Promise<Schema> {
  const { stdout } = await runCli(["schema"], { cwd: await folderWith({ "upgradectl.yaml": fleet }) });
  return JSON.parse(stdout);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every key that a person may write under a schema, with its schema: `credentials.accessKeyId`. */
function keysOf(schema: unknown, path = ""): readonly (readonly [string, Schema])[] {
  if (!isSchema(schema)) return [];
  const own = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  const branches = ["anyOf", "allOf"].flatMap((key) => (Array.isArray(schema[key]) ? schema[key] : []));
  return [
    ...own.flatMap(([name, value]) => {
      const here = path === "" ? name : `${path}.${name}`;
      return isSchema(value) ? [[here, value] as const, ...keysOf(value, here)] : [];
    }),
    ...branches.flatMap((branch) => keysOf(branch, path)),
  ];
}

/** What each provider takes of a cluster, from the conditions that compare its `provider`. */
function clusterKeys(value: unknown): readonly (readonly [string, Schema])[] {
  if (Array.isArray(value)) return value.flatMap(clusterKeys);
  if (!isSchema(value)) return [];
  const compares = JSON.stringify(value.if ?? null).startsWith('{"properties":{"provider":{"enum"');
  return [...(compares ? keysOf(value.then) : []), ...Object.values(value).flatMap(clusterKeys)];
}

describe("the schema for editors", () => {
  it.each(Object.keys(providers))(
    "describes every key of the config of %s, with a value to copy",
    async (name) => {
      const schema = await composed();
      const config = keysOf(schema).find(([path]) => path === `providers.${name}.config`)?.[1];
      const keys = keysOf(config);
      expect(keys.map(([path]) => path)).toContain("credentials.accessKeyId");
      for (const [path, { description, examples }] of keys) {
        expect(description, path).toMatch(/\w{3}/);
        expect(examples, path).toHaveProperty("0");
      }
    },
  );

  it("has examples that the schema itself accepts", async () => {
    const schema = await composed();
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const keys = [...keysOf(schema), ...clusterKeys(schema.allOf)];
    const judged = keys.flatMap(([path, one]) => {
      const examples = Array.isArray(one.examples) ? one.examples : [];
      return examples.map((example) => [path, example, ajv.compile(one)(example)] as const);
    });
    expect(judged.length).toBeGreaterThan(60);
    expect(judged.filter(([, , isValid]) => !isValid)).toEqual([]);
  });

  it("shows no key in an example, only variables that hold one", async () => {
    const schema = await composed();
    const secret = /accessKey|secret|token|password/i;
    const secrets = keysOf(schema).filter(([path]) => secret.test(path.split(".").at(-1) ?? ""));
    expect(secrets.length).toBeGreaterThan(10);
    for (const [path, { examples }] of secrets)
      expect(JSON.stringify(examples), path).toMatch(/^\["\$\{[A-Z_]+\}"\]$/);
  });

  it("describes what each provider takes of a cluster, with examples or fixed values", async () => {
    const keys = clusterKeys((await composed()).allOf).filter(([path]) => path.includes("."));
    const names = new Set(keys.map(([path]) => path));
    for (const name of ["with.taskId", "with.source", "with.operations", "expect.image", "expect.nodePools"])
      expect(names).toContain(name);
    for (const [path, key] of keys) {
      expect(key.description, path).toMatch(/\w{3}/);
      expect(JSON.stringify(key), path).toMatch(/"(examples|enum)":\[/);
    }
  });

  it("offers the values of closed lists", async () => {
    const text = JSON.stringify(await composed());
    for (const values of [
      ["auto", "tasks", "upgrade-status"],
      ["UPGRADING", "AZ_MIGRATION"],
    ])
      expect(text).toContain(`"enum":${JSON.stringify(values)}`);
  });

  it("takes every manifest that is valid, also where one local name has another source in each", async () => {
    const plugin = (config: object, parameters: object) => `export default {
      contract: 1, name: "local", reads: [],
      config: ${JSON.stringify({ type: "object", ...config })},
      cluster: { with: ${JSON.stringify({ type: "object", properties: parameters })} },
      connect: () => ({ observe: async () => ({ version: "1", state: { condition: "ready", raw: "" }, operations: [] }) }),
    };`;
    const one = (name: string, entry: object, more: object = {}) => ({
      ...{ apiVersion: "upgradectl.dev/v1", kind: "Fleet", providers: { m: entry } },
      clusters: [{ name, id: name, provider: "m", targetVersion: "1", ...more }],
    });
    const local = { source: "./local.mjs" };
    const [f, g] = [one("f", local), one("g", { source: "exec", config: { command: ["x"] } })];
    const h = one("h", { ...local, config: { zone: "z" } }, { with: { pin: "p" } });
    const cwd = await folderWith({ "f.yaml": f, "g.yaml": g, "local.mjs": plugin({}, {}) });
    const zoned = { properties: { zone: { type: "string" } }, required: ["zone"] };
    const other = await folderWith({ "h.yaml": h, "local.mjs": plugin(zoned, { pin: {} }) });
    const files = ["f.yaml", "g.yaml", join(other, "h.yaml")];
    for (const order of [files, files.toReversed()]) {
      expect(await runCli(["validate", ...order], { cwd })).toMatchObject({ code: 0 });
      const { stdout } = await runCli(["schema", ...order], { cwd });
      const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(stdout));
      expect([f, g, h].filter((manifest) => !accepts(manifest))).toEqual([]);
      expect(accepts(one("g", { source: "exec" }))).toBe(false);
      expect(accepts(one("f", local, { with: { other: "p" } }))).toBe(false);
    }
  });

  it("is written by init, and anew by the documented line, to the file that the manifest's first line names", async () => {
    const [write, usage] = await codeBlocks("docs/editors.md");
    const cwd = await folderWith({});
    const stubs = await stubPrograms(cwd);
    const file = join(cwd, "upgradectl.schema.json");
    const run = async (script: string) => {
      const result = await runScript(script, { cwd, env: { PATH: stubs.path } });
      expect(result).toMatchObject({ code: 0, stderr: "" });
      return readFile(file, "utf8");
    };
    const first = await run("upgradectl init");
    const [line] = (await readFile(join(cwd, "upgradectl.yaml"), "utf8")).split("\n");
    expect(usage?.text.split("\n")[0]).toBe(line);
    expect(line).toBe("# yaml-language-server: $schema=./upgradectl.schema.json");
    expect(JSON.parse(first)).toHaveProperty("properties.providers.properties.huawei-cce");
    await writeFile(file, "old");
    expect(await run(write?.text ?? "false")).toBe(first);
  });
});
