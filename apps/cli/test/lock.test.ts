import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import lockSchema from "../../../schemas/lock.schema.json" with { type: "json" };
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const acme = `import { writeSync } from "node:fs";
import { version } from "./version.mjs";
writeSync(2, "THE PLUGIN RAN\\n");
export default { contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {},
  reads: [{ action: "Show", path: "/c/{id}", permission: "acme:show" }],
  connect: () => ({
    async observe() { return { version, state: { condition: "ready", raw: "ok" }, operations: [] }; },
    async *list() { yield [{ id: "a", name: "a", version, row: null }]; },
  }) };`;

const fleet = {
  apiVersion: "upgradectl.dev/v1",
  kind: "Fleet",
  providers: { acme: { source: "./acme.mjs" }, beta: { source: "beta" } },
  clusters: [
    { name: "a", id: "a", provider: "acme", targetVersion: "1.0" },
    { name: "b", id: "b", provider: "beta", targetVersion: "1.0" },
  ],
};

const packageOfBeta = { name: "beta", version: "1.0.0", type: "module", exports: "./index.js" };

/** A manifest with a plugin in a file and another in a package. */
async function unpinned(): Promise<string> {
  const cwd = await folderWith({
    "upgradectl.yaml": fleet,
    "acme.mjs": acme,
    "version.mjs": `export const version = "1.0";`,
  });
  const beta = join(cwd, "node_modules/beta");
  await mkdir(beta, { recursive: true });
  await writeFile(join(beta, "package.json"), JSON.stringify(packageOfBeta));
  await writeFile(join(beta, "version.mjs"), `export const version = "1.0";`);
  await writeFile(join(beta, "index.js"), acme.replace('name: "acme"', 'name: "beta"'));
  return cwd;
}

let lockText: Promise<string> | undefined;

/** The same with its lock, which is the same in every folder. */
async function pinned(): Promise<string> {
  const cwd = await unpinned();
  lockText ??= (async () => {
    const { code, stderr } = await runCli(["providers", "--lock"], { cwd });
    if (code !== 0) throw new Error(stderr);
    return readFile(join(cwd, "upgradectl.lock"), "utf8");
  })();
  await writeFile(join(cwd, "upgradectl.lock"), await lockText);
  return cwd;
}

describe("a plugin that names what it loads only as it runs", () => {
  const hidden = `${acme.replace("THE PLUGIN RAN", "THE HIDDEN ONE RAN")}\nexport const load = (name) => import(\`./\${name}.mjs\`);`;

  it("is not pinned, and it is said where and what to do", async () => {
    const cwd = await unpinned();
    await writeFile(join(cwd, "acme.mjs"), hidden);
    const result = await runCli(["providers", "--lock", "-o", "json"], { cwd });
    expect(result.code).toBe(5);
    expect(result.stderr).toContain(
      `The plugin cannot be pinned: ${join(cwd, "acme.mjs")} names what it loads`,
    );
    expect(result.stderr).toContain("a folder of its own with a package.json");
    await expect(readFile(join(cwd, "upgradectl.lock"))).rejects.toThrow("ENOENT");
  });

  it("does not run where it was pinned before", async () => {
    const cwd = await pinned();
    await writeFile(join(cwd, "acme.mjs"), hidden);
    const result = await runCli(["check", "-o", "json"], { cwd });
    expect(reportOf(result)).toMatchObject({ exitCode: 5, diagnostics: [{ code: "lock-unpinnable" }] });
    expect(result.stderr).not.toContain("THE HIDDEN ONE RAN");
  });
});

describe("providers --lock", () => {
  it("writes what the schema says, the same bytes each time, and tells what is new", async () => {
    const cwd = await unpinned();
    const first = await runCli(["providers", "--lock"], { cwd });
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toBe("upgradectl.lock: 2 plugins pinned\n  ./acme.mjs  new\n  beta 1.0.0  new\n");
    const text = await readFile(join(cwd, "upgradectl.lock"), "utf8");
    const validate = new Ajv2020({ strict: false }).compile(lockSchema);
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(text).not.toContain(cwd);
    expect(text.endsWith("}\n")).toBe(true);

    await writeFile(join(cwd, "node_modules/beta/version.mjs"), `export const version = "1.1";`);
    const { stdout } = await runCli(["providers", "--lock", "-o", "json"], { cwd });
    expect(JSON.parse(stdout).locks).toMatchObject([
      {
        file: "upgradectl.lock",
        isChanged: true,
        plugins: [
          { source: "./acme.mjs", change: "none" },
          { source: "beta", change: "changed" },
        ],
        removed: [],
      },
    ]);
    await writeFile(join(cwd, "node_modules/beta/version.mjs"), `export const version = "1.0";`);
    await runCli(["providers", "--lock"], { cwd });
    expect(await readFile(join(cwd, "upgradectl.lock"), "utf8")).toBe(text);
  });

  it("writes one beside each manifest, and mends one that cannot be read", async () => {
    const [one, two] = [await unpinned(), await unpinned()];
    await writeFile(join(two, "upgradectl.lock"), "<<<<<<< ours");
    await writeFile(
      join(two, "upgradectl.yaml"),
      JSON.stringify({
        ...fleet,
        clusters: fleet.clusters.map((each) => ({ ...each, name: `${each.name}2` })),
      }),
    );
    const files = [one, two].map((cwd) => join(cwd, "upgradectl.yaml"));
    expect(await runCli(["providers", "--lock", ...files])).toMatchObject({ code: 0 });
    for (const cwd of [one, two]) {
      const { plugins } = JSON.parse(await readFile(join(cwd, "upgradectl.lock"), "utf8"));
      expect(plugins).toHaveLength(2);
    }
  });

  it.each([
    ["without a manifest", ["--lock"], {}, "no manifest"],
    ["with --permissions", ["--lock", "--permissions"], { "upgradectl.yaml": fleet }, "exclude each other"],
    ["of a plugin that is not there", ["--lock"], { "upgradectl.yaml": fleet }, "There is no plugin at"],
  ])("%s is code 5, and writes nothing", async (_, args, files, message) => {
    const cwd = await folderWith(files);
    const { code, stderr } = await runCli(["providers", ...args], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain(message);
    await expect(readFile(join(cwd, "upgradectl.lock"))).rejects.toThrow("ENOENT");
  });
});

describe("providers", () => {
  it.each([
    ["pinned", pinned, "verified", "as pinned in upgradectl.lock"],
    ["not pinned", unpinned, "none", "not pinned; pin it with: upgradectl providers --lock"],
  ])("shows that a plugin is %s", async (_, prepare, lock, words) => {
    const cwd = await prepare();
    const { providers } = JSON.parse((await runCli(["providers", "-o", "json"], { cwd })).stdout);
    expect(providers).toMatchObject([{ lock }, { lock }]);
    expect((await runCli(["providers"], { cwd })).stdout).toContain(words);
  });
});

describe("with a lock beside the manifest", () => {
  it("plugins run as long as they are what it pins", async () => {
    const cwd = await pinned();
    expect(reportOf(await runCli(["check", "-o", "json"], { cwd }))).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["check"],
    ["gate"],
    ["show", "a", "upgradectl.yaml"],
    ["validate"],
    ["providers"],
    ["discover", "--provider", "acme"],
    ["schema"],
  ])("%s refuses a changed byte with 5, and runs none of the plugin", async (...args) => {
    const cwd = await pinned();
    await appendFile(join(cwd, "version.mjs"), " ");
    await rm(join(cwd, "node_modules"), { recursive: true });
    await writeFile(
      join(cwd, "upgradectl.yaml"),
      JSON.stringify({ ...fleet, providers: { acme: fleet.providers.acme }, clusters: [fleet.clusters[0]] }),
    );
    const { code, stderr } = await runCli(args, { cwd });
    expect(code).toBe(5);
    for (const part of [
      "The provider `./acme.mjs` is not the one that upgradectl.lock pins.",
      `${join(cwd, "version.mjs")} was changed.`,
      `The lock is ${join(cwd, "upgradectl.lock")}.`,
      "`upgradectl providers --lock`",
    ])
      expect(stderr).toContain(part);
    expect(stderr).not.toContain("THE PLUGIN RAN");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each<[string, (cwd: string) => Promise<void>, string]>([
    [
      "a plugin that is not in it",
      (cwd) => writeLock(cwd, (lock) => lock.plugins.shift()),
      "lock-missing-plugin",
    ],
    ["a lock that is cut off", (cwd) => writeFile(join(cwd, "upgradectl.lock"), "{"), "lock-unreadable"],
    [
      "another version of a package",
      (cwd) =>
        writeFile(
          join(cwd, "node_modules/beta/package.json"),
          JSON.stringify({ ...packageOfBeta, version: "1.0.1" }),
        ),
      "lock-mismatch",
    ],
    [
      "requests that are not those it pins",
      (cwd) =>
        writeLock(cwd, ({ plugins: [, beta] }) => Object.assign(beta?.reads[0] ?? {}, { path: "/other" })),
      "lock-mismatch",
    ],
  ])("%s ends with 5, also as JSON", async (_, change, code) => {
    const cwd = await pinned();
    await change(cwd);
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd }));
    expect(report).toMatchObject({
      exitCode: 5,
      diagnostics: expect.arrayContaining([expect.objectContaining({ code, file: "upgradectl.yaml" })]),
    });
  });

  it("init runs what the lock does not have, and refuses what it has where that was changed", async () => {
    const cwd = await pinned();
    const args = ["init", "new.yaml", "--yes", "--provider"];
    await writeLock(cwd, ({ plugins }) => plugins.shift());
    await appendFile(join(cwd, "node_modules/beta/version.mjs"), " ");
    const refused = await runCli([...args, "beta"], { cwd });
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain("The provider `beta` is not the one that upgradectl.lock pins.");
    expect(refused.stderr).not.toContain("THE PLUGIN RAN");
    expect(await runCli([...args, "./acme.mjs"], { cwd })).toMatchObject({ code: 0 });
  });

  it("providers without a manifest shows what the lock does not have, and refuses what is not as it pins", async () => {
    const cwd = await pinned();
    await rm(join(cwd, "upgradectl.yaml"));
    expect(await runCli(["providers"], { cwd })).toMatchObject({ code: 0 });
    await writeLock(cwd, ({ plugins: [, beta] }) => Object.assign(beta ?? {}, { source: "huawei-cce" }));
    const { code, stderr } = await runCli(["providers"], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain("The provider `huawei-cce` is not the one that upgradectl.lock pins.");
  });

  it("a source that no manifest names is looked for in the lock of this folder", async () => {
    const cwd = await pinned();
    const { code, stderr } = await runCli(
      ["discover", "--provider", "huawei-cce", "--config", "region=cn-north-4"],
      { cwd },
    );
    expect(code).toBe(5);
    expect(stderr).toContain("The provider `huawei-cce` is not in upgradectl.lock.");
  });
});

interface Lock {
  readonly plugins: { readonly reads: object[] }[];
}

async function writeLock(cwd: string, change: (lock: Lock) => unknown): Promise<void> {
  const file = join(cwd, "upgradectl.lock");
  const lock: Lock = JSON.parse(await readFile(file, "utf8"));
  change(lock);
  await writeFile(file, JSON.stringify(lock));
}
