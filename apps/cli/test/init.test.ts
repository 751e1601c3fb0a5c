import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parseYaml } from "./recipes.ts";
import { folderWith, runCli } from "./run-cli.ts";

const official = ["huawei-cce", "huawei-cce-autopilot", "huawei-css", "alibaba-ack"] as const;

async function init(...args: readonly string[]) {
  const cwd = await folderWith({});
  const result = await runCli(["init", ...args], { cwd });
  const read = (file: string) => readFile(join(cwd, file), "utf8");
  return { ...result, cwd, read };
}

/** The schema that a manifest's first line names, beside it. */
async function schemaOf(text: string, read: (file: string) => Promise<string>) {
  const [, file = ""] = /^# yaml-language-server: \$schema=\.\/(\S+)\n/.exec(text) ?? [];
  return JSON.parse(await read(file)) as object;
}

/** Every setting that stands in a comment, as a setting. */
function uncomment(text: string): string {
  return text.replace(/^( *)# ([a-z][A-Za-z]*: .*)$/gm, "$1$2");
}

/** Values for all variables that a text names. */
function variablesOf(text: string): Readonly<Record<string, string>> {
  const names = text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
  return Object.fromEntries(names.map((name) => [name, name.includes("REGION") ? "cn-north-4" : "abc123"]));
}

describe("init", () => {
  it.each(official)(
    "writes a manifest of %s that validates, also with its variables and all its comments in use",
    async (source) => {
      const { code, stderr, cwd, read } = await init("--provider", source);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const text = await read("upgradectl.yaml");
      const whole = uncomment(text);
      expect(whole).toMatch(/^ {6}credentials: /m);
      await writeFile(join(cwd, "whole.yaml"), whole);
      const schema = await schemaOf(text, read);
      const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
      for (const [file, written, env] of [
        ["upgradectl.yaml", text, {}],
        ["upgradectl.yaml", text, variablesOf(text)],
        ["whole.yaml", whole, variablesOf(text)],
      ] as const) {
        const valid = await runCli(["validate", file], { cwd, env });
        expect({ code: valid.code, stderr: valid.stderr }).toEqual({ code: 0, stderr: "" });
        const [manifest] = parseYaml(written);
        expect({ ok: isValid(manifest), errors: isValid.errors }).toEqual({ ok: true, errors: null });
      }
      for (const line of ["name:", "id:", "targetVersion:", "region:"])
        expect(text).toMatch(new RegExp(`# Fill in: [^\\n]+\\n(?: *# .*\\n)* *(?:- )?${line} `));
    },
  );

  it("writes the schema of its providers, which tells wrong keys", async () => {
    const { read } = await init("--provider", "alibaba-ack,huawei-css", "fleet.yaml");
    const text = await read("fleet.yaml");
    const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(
      await schemaOf(text, read),
    );
    expect(isValid(parseYaml(text)[0])).toBe(true);
    expect(isValid(parseYaml(text.replace("region: cn-hangzhou", "regoin: cn-hangzhou"))[0])).toBe(false);
    const written = await runCli(["schema", "fleet.yaml"], { cwd: (await init()).cwd });
    expect(written.code).toBe(5); // of another folder: there is none
  });

  it("writes what the schema command would write", async () => {
    const { cwd, read } = await init("--provider=huawei-cce", "--provider=alibaba-ack", "fleet.yaml");
    expect(await read("fleet.schema.json")).toBe((await runCli(["schema", "fleet.yaml"], { cwd })).stdout);
  });

  it("takes regions for all providers or for one", async () => {
    const { read, stdout } = await init(
      ...["--provider", "huawei-cce,alibaba-ack", "--region", "eu-west-101"],
      ...["--region", "alibaba-ack=cn-beijing"],
    );
    expect(parseYaml(await read("upgradectl.yaml"))).toMatchObject([
      {
        providers: {
          "huawei-cce": { config: { region: "eu-west-101" } },
          "alibaba-ack": { config: { region: "cn-beijing" } },
        },
        clusters: [{ provider: "huawei-cce" }, { provider: "alibaba-ack" }],
      },
    ]);
    for (const next of ["discover --provider huawei-cce ", "discover --provider alibaba-ack ", "validate "])
      expect(stdout).toContain(`  upgradectl ${next}`);
  });

  it("describes a provider of one's own from its schema", async () => {
    const plugin = `export default { contract: 1, name: "acme", reads: [], cluster: {},
      config: { type: "object", required: ["tenant", "siteToken"], properties: {
        tenant: { type: "string", examples: ["north # 1"], description: "The tenant\\n- of \\u202e yours." },
        siteToken: { type: "string", secret: true }, debug: { type: "boolean", default: false } } },
      connect: () => ({ observe: async () => {} }) };`;
    const cwd = await folderWith({ "acme.mjs": plugin });
    expect((await runCli(["init", "--provider", "./acme.mjs"], { cwd })).code).toBe(0);
    const text = await readFile(join(cwd, "upgradectl.yaml"), "utf8");
    expect(text).toContain(`  acme:
    source: ./acme.mjs
`);
    expect(text).toContain(`      # Fill in: The tenant - of \\u{202e} yours.
      tenant: "north # 1"
      # Fill in: The provider's siteToken.
      siteToken: "\${SITE_TOKEN}"
      # The provider's debug.
      # debug: false
`);
    expect((await runCli(["validate"], { cwd })).stderr).toContain("SITE_TOKEN");
    expect((await runCli(["validate"], { cwd, env: { SITE_TOKEN: "secret" } })).code).toBe(0);
  });

  it.each(["upgradectl.yaml", "upgradectl.schema.json"])(
    "never writes over %s without --force",
    async (file) => {
      const cwd = await folderWith({ [file]: "mine" });
      const refused = await runCli(["init"], { cwd });
      expect(refused.code).toBe(5);
      expect(refused.stderr).toContain(`"${file}" is there already`);
      expect(refused.stderr).toContain("--force");
      expect(await readdir(cwd)).toEqual([file]);
      expect(await readFile(join(cwd, file), "utf8")).toBe("mine");
      expect((await runCli(["init", "--force"], { cwd })).code).toBe(0);
      expect((await runCli(["validate"], { cwd })).code).toBe(0);
      expect(JSON.parse(await readFile(join(cwd, "upgradectl.schema.json"), "utf8"))).toHaveProperty("allOf");
    },
  );

  it.each([
    ["without --force", [], "is there already"],
    ["with --force", ["--force"], "could not be written"],
  ])("leaves nothing behind where the file is a link to nowhere, %s", async (_what, flags, said) => {
    const cwd = await folderWith({});
    await symlink("no/where.yaml", join(cwd, "upgradectl.yaml"));
    const { code, stderr } = await runCli(["init", ...flags], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain(`"upgradectl.yaml" ${said}`);
    expect(await readdir(cwd)).toEqual(["upgradectl.yaml"]);
  });

  it("leaves a schema that is already the right one", async () => {
    const { cwd, read } = await init();
    const schema = await read("upgradectl.schema.json");
    const again = await folderWith({ "upgradectl.schema.json": schema });
    expect((await runCli(["init"], { cwd: again })).code).toBe(0);
    expect((await readdir(again)).toSorted()).toEqual((await readdir(cwd)).toSorted());
  });

  it("names a schema that its first line can name, and quotes the file for the shell", async () => {
    const { read, stdout } = await init("my fleet.yaml");
    expect(await schemaOf(await read("my fleet.yaml"), read)).toHaveProperty("allOf");
    expect(stdout).toContain("upgradectl validate 'my fleet.yaml'");
  });

  it("says of a plugin that it refuses all that is wrong", async () => {
    const cwd = await folderWith({ "acme.mjs": "export default { contract: 1, name: 'acme' };" });
    const { code, stderr } = await runCli(["init", "--provider", "./acme.mjs"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("does not keep the plugin contract");
    expect(stderr).toContain("`connect` is missing; expected a function");
    expect(stderr).toContain(join(cwd, "acme.mjs"));
  });

  it.each<[readonly string[], string]>([
    [["no/such/folder.yaml"], "there is no such file"],
    [["."], "is there already"],
    [[""], "empty"],
    [["a.yaml", "b.yaml"], "b.yaml"],
    [["fleet.json"], "JSON"],
    [["-"], "init writes a file"],
    [["--provider", ""], "--provider is empty"],
    [["--provider", "huawei-cc"], "huawei-cce"],
    [["--provider", "./nowhere.mjs"], "nowhere.mjs"],
    [["--region", "CN North"], "not a region of huawei-cce"],
    [["--region", "alibaba-ack=cn-beijing"], "none of the providers"],
    [["--region", "huawei-cce="], "--region is empty"],
  ])("%j is a mistake, and nothing is written", async (args, message) => {
    const { code, stdout, stderr, cwd } = await init(...args);
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(await readdir(cwd)).toEqual([]);
  });
});
