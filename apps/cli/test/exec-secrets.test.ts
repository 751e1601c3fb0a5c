import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { allowSecret } from "../../../secret-watch/allow-secret.ts";
import { folderWith, namesOf, reportOf, runCli } from "./run-cli.ts";

const observation = {
  version: "1.2.3",
  operations: [{ phase: "succeeded", message: "as in prod, converged on exitCode 1" }],
};

/** A folder with one cluster, `prod-1`, whose program says that it is well. */
async function folderFor(env: Readonly<Record<string, string>>): Promise<string> {
  const manifest = {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers: { p: { source: "exec", config: { command: ["./well.sh"], env } } },
    clusters: [{ name: "prod-1", id: "prod-1", provider: "p", targetVersion: "1.2.3" }],
  };
  const cwd = await folderWith({ "upgradectl.json": JSON.stringify(manifest) }, onTestFinished);
  await writeFile(join(cwd, "well.sh"), `#!/bin/sh\necho '${JSON.stringify({ observation })}'\n`);
  await chmod(join(cwd, "well.sh"), 0o755);
  return cwd;
}

describe("a short value under a harmless name", () => {
  it.each(["1", "8080", "prod", "converged", "exitCode", "clusters", "true"])(
    "takes nothing out of the report: %s",
    async (value) => {
      const cwd = await folderFor({ PYTHONUTF8: value });
      const run = await runCli(["check", "--record", "rec", "-o", "json"], { cwd });
      expect(run.stdout).not.toContain("****");
      expect({ ...run, verdict: reportOf(run).clusters?.[0]?.verdict }).toMatchObject({
        code: 0,
        verdict: "converged",
      });
      const replayed = await runCli(["check", "--replay", "rec", "-o", "json"], { cwd });
      expect(replayed.code).toBe(0);
      expect(namesOf(reportOf(replayed))).toEqual(["prod-1"]);
    },
  );
});

describe("a secret that is one of the report's own words", () => {
  it.each(["converged", "verdict", "verdicts", "exitCode", "clusters", "provider", "ok", "1.0", "location"])(
    "is masked, and the report stays one: %s",
    async (value) => {
      allowSecret({ secret: value, because: "the report's own words and keys stay readable" });
      const cwd = await folderFor({ API_PASSWORD: value });
      const files = ["junit", "html", "markdown", "sarif", "text"].flatMap((format) => [
        "-o",
        `${format}=out.${format}`,
      ]);
      const run = await runCli(["check", "-o", "json", ...files], { cwd });
      expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: "" });
      const report = reportOf(run);
      expect(report).toMatchObject({ formatVersion: "1.0", exitCode: 0, outcome: "ok" });
      expect(report.clusters?.[0]?.verdict).toBe("converged");
    },
  );

  it("still hides it from what others say", async () => {
    allowSecret({ secret: "converged", because: "the verdict is called so" });
    const cwd = await folderFor({ API_PASSWORD: "converged" });
    const run = await runCli(["check", "-o", "json"], { cwd });
    expect(reportOf(run).clusters?.[0]?.upgrade?.message).toBe("as in prod, **** on exitCode 1");
  });
});

it("a value of any other kind is masked under whatever name", async () => {
  const cwd = await folderFor({ MODE: "prod-1" });
  const run = await runCli(["check", "-o", "json"], { cwd });
  expect(run.stdout).not.toContain("prod-1");
});
