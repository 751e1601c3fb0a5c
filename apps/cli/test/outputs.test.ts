import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "junit2json";
import { describe, expect, it } from "vitest";
import { secrets, twoClouds } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

/** Fails where a whole standard output is not what its format promises. */
const parsers = {
  json: (text) => void JSON.parse(text),
  sarif: (text) => expect(JSON.parse(text).version).toBe("2.1.0"),
  junit: async (text) => expect((await parse(text))?.tests).toBeGreaterThan(0),
  markdown: (text) => expect(text).toMatch(/^### upgradectl [\w-]*: .* \(exit code \d+\)\n/),
  github: (text) => expect(text).toMatch(/^(?:::(?:error|warning|notice) [^\n]*::[^\n]*\n)*$/),
} as const satisfies Record<string, (text: string) => void | Promise<void>>;
const names = Object.keys(parsers).filter((name): name is keyof typeof parsers => name in parsers);

async function fleetFolder() {
  const { fleet } = await twoClouds();
  return folderWith({ "upgradectl.yaml": fleet });
}

describe.each(names)("-o %s", (format) => {
  it("is the whole of standard output, of a check and a gate", async () => {
    const cwd = await fleetFolder();
    for (const [command, code] of [
      ["check", 2],
      ["gate", 0],
    ] as const) {
      const result = await runCli([command, "-o", format], { cwd });
      expect(result).toMatchObject({ code, stderr: "" });
      await parsers[format](result.stdout);
      expect(result.stdout).toContain("payments");
    }
  });

  it.each([
    ["a broken manifest", ["check"], "clusters: 1"],
    ["a broken manifest to validate", ["validate"], "clusters: 1"],
    ["an unknown flag", ["check", "--nonsense"], undefined],
    ["an empty selection", ["check", "-l", "env=nowhere"], undefined],
  ])("parses on failure: %s", async (_name, args, text) => {
    const cwd = text === undefined ? await fleetFolder() : await folderWith({ "upgradectl.yaml": text });
    const result = await runCli([...args, "-o", format], { cwd });
    expect(result.code).toBe(5);
    expect(result.stdout).not.toBe("");
    await parsers[format](result.stdout);
  });

  it("parses when a manifest is valid", async () => {
    const result = await runCli(["validate", "-o", format], { cwd: await fleetFolder() });
    expect(result.code).toBe(0);
    await parsers[format](result.stdout);
  });

  it("never holds a secret", async () => {
    const { fleet } = await twoClouds();
    const text = JSON.stringify(fleet).replace(secrets.alibaba, "not-the-secret-of-this-key");
    const cwd = await folderWith({ "upgradectl.yaml": text, summary: "", output: "" });
    const env = { GITHUB_STEP_SUMMARY: join(cwd, "summary"), GITHUB_OUTPUT: join(cwd, "output") };
    const { stdout, stderr } = await runCli(["check", "-o", format], { cwd, env });
    const files = await Promise.all(["summary", "output"].map((name) => readFile(join(cwd, name), "utf8")));
    expect(stdout).toContain("orders");
    expect([stdout, stderr, ...files].join()).not.toMatch(
      /nobody-may-see|not-the-secret|LTAI5tTestKey|HWTESTKEY/,
    );
  });
});

describe("every format of one run", () => {
  it("goes to its file", async () => {
    const cwd = await fleetFolder();
    const files = names.flatMap((format) => ["-o", `${format}=report.${format}`]);
    const result = await runCli(["check", ...files], { cwd });
    expect(result.stdout).toContain("2 clusters:");
    for (const format of names) await parsers[format](await readFile(join(cwd, `report.${format}`), "utf8"));
    reportOf({ ...result, stdout: await readFile(join(cwd, "report.json"), "utf8") });
  });

  it.each([
    ["-o", "text", "-o", "junit"],
    ["-ojunit", "--output=text"],
  ])(
    "is a mistake where two are for standard output, told in the one that programs read: %j",
    async (...args) => {
      const result = await runCli(["check", ...args], { cwd: await fleetFolder() });
      expect(result.code).toBe(5);
      await parsers.junit(result.stdout);
    },
  );

  it("is no plan", async () => {
    const cwd = await fleetFolder();
    const result = await runCli(["check", "--dry-run", "-o", "junit"], { cwd });
    expect(result.code).toBe(5);
    expect(result.stderr).toContain("--dry-run cannot be written as junit");
    await parsers.junit(result.stdout);
  });

  it("weighs clusters by --fail-on", async () => {
    const cwd = await fleetFolder();
    const result = await runCli(["check", "--fail-on", "failed", "-o", "junit"], { cwd });
    expect(result.code).toBe(0);
    expect(await parse(result.stdout)).toMatchObject({ tests: 2, failures: 0 });
    expect(result.stdout).toContain("<skipped");
  });
});

describe("under GitHub Actions", () => {
  it.each([
    ["text", [], /2 clusters:/],
    ["json", ["-o", "json"], /^\{/],
    ["json beside github", ["-o", "json", "-o", "github"], /^\{/],
  ])("annotations go to standard error beside %s", async (_name, args, stdout) => {
    const cwd = await folderWith({
      "upgradectl.yaml": (await twoClouds()).fleet,
      summary: "before\n",
      output: "",
    });
    const env = {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: join(cwd, "summary"),
      GITHUB_OUTPUT: join(cwd, "output"),
    };
    const result = await runCli(["check", ...args], { cwd, env });
    expect(result.code).toBe(2);
    expect(result.stdout).toMatch(stdout);
    expect(result.stdout).not.toContain("::error");
    expect(result.stderr).toMatch(
      /^::error file=upgradectl\.yaml,line=\d+,col=\d+,title=payments is behind::/m,
    );
    expect(await readFile(join(cwd, "summary"), "utf8")).toMatch(/^before\n### upgradectl check: action/);
    expect(await readFile(join(cwd, "output"), "utf8")).toMatch(/^exit-code<<(\S+)\n2\n\1$/m);
  });

  it("places annotations from the repository's root", async () => {
    const cwd = await fleetFolder();
    const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: join(cwd, "..") };
    const { stderr } = await runCli(["check"], { cwd, env });
    expect(stderr).toMatch(/^::error file=upgradectl-\w+\/upgradectl\.yaml,/m);
  });

  it("tells mistakes, with outputs that no gate opens on", async () => {
    const cwd = await folderWith({ output: "" });
    const env = { GITHUB_ACTIONS: "true", GITHUB_OUTPUT: join(cwd, "output") };
    const result = await runCli(["gate", "--nonsense"], { cwd, env });
    expect(result).toMatchObject({ code: 5, stdout: "" });
    expect(result.stderr).toMatch(/^::error title=usage::/m);
    expect(await readFile(join(cwd, "output"), "utf8")).toMatch(/^gate-open<<(\S+)\nfalse\n\1$/m);
  });

  it("does not fail over a summary that cannot be written", async () => {
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: "/nonexistent/summary" };
    const result = await runCli(["gate"], { cwd: await fleetFolder(), env });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("the step summary could not be written");
  });

  it("is off elsewhere", async () => {
    const result = await runCli(["check"], { cwd: await fleetFolder(), env: { GITHUB_ACTIONS: "false" } });
    expect(result.stderr).toBe("");
  });
});

describe("a report of an earlier run", () => {
  it.each(["text", "json", "ndjson", "junit", "sarif", "markdown", "html"])(
    "in %s is not left where a run asked nothing",
    async (format) => {
      const cwd = await fleetFolder();
      const file = join(cwd, "report");
      await runCli(["check", "-o", `${format}=report`], { cwd });
      expect(await readFile(file, "utf8")).toContain("payments");
      const result = await runCli(["check", "-l", "env=nowhere", "-o", `${format}=report`], { cwd });
      expect(result.code).toBe(5);
      const text = await readFile(file, "utf8");
      expect(text).toContain("selected");
      expect(text).not.toContain("payments");
    },
  );

  it.skipIf(process.platform === "win32")(
    "is not looked for in a pipe, nor lost where another cannot be written",
    async () => {
      const cwd = await fleetFolder();
      execFileSync("mkfifo", [join(cwd, "pipe")]);
      expect((await runCli(["check", "--nonsense", "-o", "json=pipe"], { cwd })).code).toBe(5);
      const files = ["-o", "json=report", "-o", "junit=/dev/full"];
      expect((await runCli(["check", ...files], { cwd })).code).toBe(2);
      expect(await readFile(join(cwd, "report"), "utf8")).toContain("payments");
    },
  );

  it("is written for an unknown flag too, but over nothing that is no report", async () => {
    const cwd = await fleetFolder();
    const manifest = await readFile(join(cwd, "upgradectl.yaml"), "utf8");
    const outputs = ["-o", "json=new.json", "-o", "sarif=upgradectl.yaml"];
    expect((await runCli(["check", "--nonsense", ...outputs], { cwd })).code).toBe(5);
    expect(JSON.parse(await readFile(join(cwd, "new.json"), "utf8"))).toMatchObject({ exitCode: 5 });
    expect(await readFile(join(cwd, "upgradectl.yaml"), "utf8")).toBe(manifest);
  });
});
