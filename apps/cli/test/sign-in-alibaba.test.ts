import { startSimulator } from "@upgradectl/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  account,
  akKeys,
  alibabaWays,
  cliProfile,
  cluster,
  metadata,
  prepareWay,
  role,
  type Way,
  writeFleet,
} from "./alibaba-ways.ts";
import { alibaba, secrets } from "./clouds.ts";
import { homeWith, numbered } from "./home.ts";
import { reportOf, runCli } from "./run-cli.ts";

/** Runs `check` with one way to sign in. */
async function signIn(way: Way) {
  const { simulator, cwd, env } = await prepareWay(way);
  const result = await runCli(["check", "-o", "json", ...(way.args ?? [])], { cwd, env });
  const output = result.stdout + result.stderr;
  for (const secret of [secrets.alibaba, "oidc-token-of-a-pod"]) expect(output).not.toContain(secret);
  return { simulator, report: reportOf(result), output, counts: simulator.stats.byAction };
}

describe("every way to sign in to Alibaba Cloud", () => {
  it.each(alibabaWays)("%s", async (_name, way, identity) => {
    const { report, simulator } = await signIn(way);
    expect(report.clusters).toMatchObject([{ verdict: "converged", error: null }]);
    const own = report.clusters[0]?.evidence.filter(({ action }) => action === "DescribeClusterTasks");
    expect(own).toHaveLength(1);
    expect(own?.[0]?.identity).toMatchObject(identity);
    expect(simulator.stats.rejected).toEqual([]);
  });
});

describe("a hundred clusters and one sign-in", () => {
  it.each([
    ["role", role, "AssumeRole"],
    ["metadata", metadata("both"), "GetInstanceRoleCredentials"],
    [
      "credentials URI",
      { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "URL/handed/out", UPGRADECTL_METADATA_DISABLED: "true" } },
      "GetCredentials",
    ],
  ] satisfies [string, Way, string][])("%s", async (_name, way, action) => {
    const args = ["--concurrency", "100"];
    const { report, counts, simulator } = await signIn({ ...way, clusters: 100, args });
    expect(report.summary).toMatchObject({ clusters: 100, ok: 100 });
    expect(counts[action]).toBe(1);
    expect(simulator.stats.rejected).toEqual([]);
  });
});

it("a key that expires in the middle of a run is got once more, and every cluster is read", async () => {
  const count = 40;
  let answers = 0;
  const simulator = await startSimulator({
    scenario: {
      accounts: [
        alibaba([{ ...cluster, count }], { ...account, metadata: { role: "node" }, keyLifetime: "10m" }),
      ],
    },
    // The cloud's clock jumps over the end of the key's life, within what it tolerates of a signature's date.
    now: () => {
      answers += 1;
      return Date.now() + (answers > count ? 11 * 60_000 : 0);
    },
  });
  onTestFinished(() => simulator.close());
  const cwd = await writeFleet(simulator.url, numbered("orders", count));
  const home = await homeWith({}, simulator.url);
  const result = await runCli(["check", "-o", "json"], {
    cwd,
    env: { HOME: home, UPGRADECTL_METADATA_DISABLED: "" },
  });
  expect(reportOf(result).summary).toMatchObject({ clusters: count, ok: count });
  expect(simulator.stats.byAction.GetInstanceRoleCredentials).toBe(2);
});

describe("what goes wrong says what to do", () => {
  const off = { UPGRADECTL_METADATA_DISABLED: "true" };
  it.each([
    [
      "nothing anywhere",
      { env: off, clusters: 20 },
      {
        hint: expect.stringMatching(
          /ALIBABA_CLOUD_ACCESS_KEY_ID.*\.aliyun\/config\.json.*\.alibabacloud\/credentials/s,
        ),
      },
    ],
    [
      "a profile that is not there",
      { home: cliProfile({ mode: "AK", ...akKeys }), env: { ALIBABA_CLOUD_PROFILE: "absent" } },
      { message: expect.stringMatching(/absent/) },
    ],
    [
      "a mode that only the vendor's CLI can use",
      { home: cliProfile({ mode: "CloudSSO", access_token: "sso-secret" }) },
      { message: expect.stringMatching(/CloudSSO/) },
    ],
    [
      "a config file that is not JSON",
      { home: { ".aliyun/config.json": `{"profiles":[{"access_key_secret":"${secrets.alibaba}" oops` } },
      { message: expect.stringMatching(/\.aliyun\/config\.json/) },
    ],
    [
      "a role that nobody may assume",
      {
        home: cliProfile({
          mode: "RamRoleArn",
          ram_role_arn: "acs:ram::1:role/other",
          ram_session_name: "test",
          ...akKeys,
        }),
        clusters: 20,
      },
      { message: expect.stringMatching(/AssumeRole/) },
    ],
    [
      "a helper that fails",
      { home: cliProfile({ mode: "External", process_command: "sh -c 'exit\\ 3'" }) },
      { kind: "unauthenticated" },
    ],
    [
      "a helper that is not there",
      { home: cliProfile({ mode: "External", process_command: "/no/such/helper" }) },
      { message: expect.stringMatching(/no such program/) },
    ],
  ] satisfies [string, Way, object][])("%s", async (_name, way, error) => {
    const { report, output, simulator } = await signIn(way);
    expect(report.exitCode).toBe(4);
    expect(report.clusters[0]?.error).toMatchObject({ kind: "unauthenticated", ...error });
    expect(new Set(report.clusters.map((each) => each.error?.kind))).toEqual(new Set(["unauthenticated"]));
    expect(simulator.stats.byAction.AssumeRole ?? 0).toBeLessThanOrEqual(1);
    expect(output).not.toMatch(/sso-secret/);
  });
});
