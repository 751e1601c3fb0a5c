import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "@upgradectl/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenAnswers } from "../../../packages/provider-exec/src/testing/samples/answers.ts";
import { failures } from "../../../packages/provider-exec/src/testing/samples/failures.ts";
import { healthy } from "../../../packages/provider-exec/src/testing/samples/healthy.ts";
import { brokenOutputs } from "../../../packages/provider-exec/src/testing/samples/outputs.ts";
import type { Sample } from "../../../packages/provider-exec/src/testing/samples/sample.ts";
import { type CliResult, reportOf, runCli } from "./run-cli.ts";

const broken = [...brokenOutputs, ...brokenAnswers, ...failures];
const secret = "tok-4711-of-the-lab";

/** One provider instance and one cluster for each program, in a folder of scripts. */
async function checkAll(samples: readonly Sample[]): Promise<CliResult> {
  const entries = samples.map(({ command, expect: properties }, index) => ({
    provider: {
      source: "@upgradectl/provider-exec",
      config: { command, env: { LAB_TOKEN: secret }, settings: { size: 5 } },
    },
    cluster: {
      name: `c${index}`,
      id: `id-${index}`,
      provider: `p${index}`,
      targetVersion: "1.30",
      ...(properties === undefined ? {} : { expect: properties }),
    },
  }));
  const manifest = {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: Object.fromEntries(entries.map(({ provider }, index) => [`p${index}`, provider])),
    clusters: entries.map(({ cluster }) => cluster),
  };
  const cwd = await mkdtemp(join(tmpdir(), "upgradectl-"));
  afterAll(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(join(cwd, "upgradectl.yaml"), JSON.stringify(manifest));
  await writeFile(join(cwd, "not-executable.sh"), "#!/bin/sh\n");
  const scripts = samples.flatMap(({ script }) => script ?? []);
  for (const { file, text } of [{ file: "no-interpreter.sh", text: "#!/no/such/one\n" }, ...scripts]) {
    await writeFile(join(cwd, file), text);
    await chmod(join(cwd, file), 0o755);
  }
  return runCli(["check", "-o", "json"], { cwd });
}

describe("a program that breaks the protocol costs its own cluster only", () => {
  let report: Report;
  let result: CliResult;

  beforeAll(async () => {
    result = await checkAll(broken);
    report = reportOf(result);
  });

  it.each(broken.map((sample, index) => [sample.what, index, sample] as const))(
    "%s",
    (_what, index, { kind = "plugin", says }) => {
      const { verdict, error } = report.clusters[index] ?? {};
      expect({ verdict, kind: error?.kind }).toEqual({ verdict: "unknown", kind });
      expect(error?.message).toMatch(says);
      expect(error?.message.length).toBeLessThan(400);
      expect(error?.hint).toBeTruthy();
    },
  );

  it("and no secret is told, nor a stack", () => {
    expect(report.exitCode).toBe(4);
    expect(result.stdout + result.stderr).not.toContain(secret);
    expect(report.clusters.some(({ error }) => error?.message.includes("****"))).toBe(true);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe("a program that does no harm", () => {
  let report: Report;

  beforeAll(async () => {
    report = reportOf(await checkAll(healthy));
  });

  it.each(healthy.map((sample, index) => [sample.what, index, sample] as const))(
    "%s",
    (_what, index, { says }) => {
      const { verdict, error, observed, upgrade } = report.clusters[index] ?? {};
      expect(error).toBeNull();
      expect(JSON.stringify({ verdict, observed, upgrade })).toMatch(says);
    },
  );
});

describe("the configuration of exec", () => {
  const check = async (config: object, cluster: object = {}) =>
    runCli(["validate", "-"], {
      stdin: JSON.stringify({
        apiVersion: "upgradectl.dev/v1",
        kind: "Fleet",
        providers: { lab: { source: "@upgradectl/provider-exec", config } },
        clusters: [{ name: "a", id: "a", provider: "lab", targetVersion: "1.30", ...cluster }],
      }),
    });
  const command = ["./x"];

  it.each([
    ["no command", {}, {}, /command/],
    ["a command that is a text", { command: "./x --prod" }, {}, /command.*list/s],
    ["no words", { command: [] }, {}, /command/],
    ["an empty first word", { command: ["", "x"] }, {}, /first word of `command` is empty/],
    ["an endpoint", { command, endpoint: "https://lab.example" }, {}, /`endpoint` means nothing here/],
    ["a misspelt key", { command, setings: {} }, {}, /setings.*settings/s],
    ["a variable without a name", { command, env: { "": "x" } }, {}, /env/],
    ["an unknown property", { command }, { expect: { version: "1" } }, /Did you mean.*versions/s],
    ["a target that is none", { command }, { expect: { versions: { kubelet: "~1" } } }, /kubelet/],
  ])("with %s is refused before anything is run", async (_what, config, cluster, says) => {
    const { code, stdout, stderr } = await check(config, cluster);
    expect(code).toBe(5);
    expect(stdout + stderr).toMatch(says);
  });

  it("takes whatever `settings` and `with` hold", async () => {
    const settings = { deep: [{ er: null }], n: 1 };
    expect((await check({ command, settings }, { with: { any: { thing: [1] } } })).code).toBe(0);
  });
});
