import { describe, expect, it } from "vitest";
import provider from "../../../packages/provider-huawei-cce/package.json" with { type: "json" };
import { secrets, twoClouds } from "./clouds.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

const acme = `export default {
  contract: 1, name: "acme", config: { type: "object", properties: {} }, cluster: {},
  reads: [
    { action: "Show", path: "/c/{id}", permission: "acme:show", when: "always\\u001b[31m" },
    { action: "Peek", path: "/p" },
    { action: "SignIn", method: "POST", path: "/token", service: "iam", purpose: "sign-in" },
    { action: "Check", method: "POST", path: "/check", permission: "acme:check", purpose: "post-check" },
  ],
  connect: () => ({ observe: async () => { throw new Error("never") }, postCheck: async () => ({}) }),
};`;

const acmeFleet = {
  apiVersion: "upgradectl.dev/v1",
  kind: "Fleet",
  providers: { one: { source: "./acme.mjs" }, two: { source: "./acme.mjs" } },
  clusters: [
    { name: "a", id: "a", provider: "one", targetVersion: "1" },
    { name: "b", id: "b", provider: "two", targetVersion: "1" },
  ],
};

/** A manifest of one cluster, of the plugin that the source names. */
function single(source: string) {
  const [cluster] = acmeFleet.clusters;
  return { ...acmeFleet, providers: { one: { source } }, clusters: [cluster] };
}

describe("providers", () => {
  it("of a manifest: names, package, abilities and requests of each plugin once; no cloud is asked", async () => {
    const { fleet, simulator } = await twoClouds();
    const cwd = await folderWith({ "fleet.yaml": fleet });
    const { code, stdout, stderr } = await runCli(["providers", "fleet.yaml", "-o", "json"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout).providers).toMatchObject([
      {
        name: "huawei-cce",
        localNames: ["hw"],
        sources: ["huawei-cce"],
        package: "@upgradectl/provider-huawei-cce",
        version: provider.version,
        path: expect.stringMatching(/^\/.*provider-huawei-cce\/dist\/index\.js$/),
        contract: 1,
        conformance: "passed",
        canList: true,
        canPostCheck: true,
        reads: expect.arrayContaining([
          expect.objectContaining({ action: "ShowCluster", method: "GET", permission: "cce:cluster:get" }),
        ]),
      },
      { name: "alibaba-ack", localNames: ["ali"], canList: true, canPostCheck: false },
    ]);
    expect(simulator.stats.total).toBe(0);
    for (const secret of Object.values(secrets)) expect(stdout).not.toContain(secret);
  });

  it("of a plugin in a file, with all that its reads declare", async () => {
    const cwd = await folderWith({ "acme.mjs": acme, "upgradectl.yaml": acmeFleet });
    const { providers } = JSON.parse((await runCli(["providers", "-o", "json"], { cwd })).stdout);
    expect(providers).toMatchObject([
      {
        localNames: ["one", "two"],
        sources: ["./acme.mjs"],
        version: null,
        canList: false,
        canPostCheck: true,
      },
    ]);
    expect(providers[0].reads[1]).toEqual({
      action: "Peek",
      method: "GET",
      service: "default",
      path: "/p",
      permission: null,
      per: "cluster",
      when: null,
      purpose: "read",
    });
    expect(providers[0].reads[2]).toMatchObject({ method: "POST", service: "iam", purpose: "sign-in" });
    const { stdout } = await runCli(["providers"], { cwd });
    expect(stdout).toMatch(/^acme\n/);
    expect(stdout).toMatch(/Show +GET +\/c\/\{id\} +acme:show +always\\u\{1b\}/);
  });

  it("without a manifest are the official ones, whose abilities are not known then", async () => {
    const cwd = await folderWith({});
    const { code, stdout } = await runCli(["providers", "-o", "json"], { cwd });
    expect(code).toBe(0);
    const { providers } = JSON.parse(stdout);
    expect(providers.map(({ name }: { name: string }) => name)).toEqual([
      "alibaba-ack",
      "exec",
      "huawei-cce",
      "huawei-cce-autopilot",
      "huawei-css",
    ]);
    expect(providers[0]).toMatchObject({ localNames: [], canList: null, canPostCheck: null });
    expect((await runCli(["providers"], { cwd })).stdout).toContain("only known with a configuration");
  });

  it.each([
    ["a manifest that is not there", ["missing.yaml"], {}],
    ["a variable that names one that is not there", [], { UPGRADECTL_MANIFEST: "missing.yaml" }],
    ["a plugin that is not there", ["lost.yaml"], {}],
    ["a plugin that fails to connect", ["refused.yaml"], {}],
  ])("ends with 5 for %s, also as JSON", async (_, words, env) => {
    const cwd = await folderWith({
      "refusing.mjs": acme.replace(
        "connect: () =>",
        "connect: () => { throw new Error('no') }, other: () =>",
      ),
      "lost.yaml": single("./lost.mjs"),
      "refused.yaml": single("./refusing.mjs"),
    });
    const report = reportOf(await runCli(["providers", ...words, "-o", "json"], { cwd, env }));
    expect(report).toMatchObject({ exitCode: 5, diagnostics: [{ severity: "error" }] });
  });

  it("refuses formats that it does not have", async () => {
    const { code, stderr } = await runCli(["providers", "-o", "html"]);
    expect(code).toBe(5);
    expect(stderr).toContain("Formats of providers: text, json.");
  });
});

describe("providers --permissions", () => {
  it("are each named once, in order, one a line", async () => {
    const { fleet } = await twoClouds();
    const cwd = await folderWith({ "fleet.yaml": fleet });
    const { stdout } = await runCli(["providers", "--permissions", "fleet.yaml"], { cwd });
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toEqual([...new Set(lines)].sort());
    expect(lines).toEqual(expect.arrayContaining(["cce:cluster:get", "cs:DescribeClusterDetail"]));
    expect(stdout).not.toContain("css:");
  });

  it("leave those of a post-check out unless it is asked for, and say what is not known", async () => {
    const cwd = await folderWith({ "acme.mjs": acme, "upgradectl.yaml": acmeFleet });
    const run = async (...more: string[]) =>
      (await runCli(["providers", "--permissions", ...more], { cwd })).stdout;
    expect(await run()).toBe("acme:show\n# acme names no permission for Peek\n");
    expect(await run("--post-check")).toMatch(/^acme:check\nacme:show\n/);
    expect(JSON.parse(await run("-o", "json"))).toMatchObject({
      permissions: [{ permission: "acme:show", requests: [{ provider: "acme", action: "Show" }] }],
      unnamed: [{ provider: "acme", action: "Peek", when: null, purpose: "read" }],
    });
  });

  it("--post-check alone has no effect and is told so", async () => {
    const { code, stderr } = await runCli(["providers", "--post-check"], { cwd: await folderWith({}) });
    expect(code).toBe(0);
    expect(stderr).toContain("--post-check has no effect without --permissions");
  });
});
