import { describe, expect, it } from "vitest";
import { alibabaWays, prepareWay as prepareAlibaba } from "./alibaba-ways.ts";
import { secrets } from "./clouds.ts";
import { huaweiWays, prepareWay as prepareHuawei } from "./huawei-ways.ts";
import { reportOf, runCli } from "./run-cli.ts";

const minute = 60_000;

/** Both clouds' ways, and how each is made ready. */
const clouds = [
  ...huaweiWays.map(([name, way, identity]) => ({
    name: `Huawei Cloud: ${name}`,
    identity,
    prepare: (changes: object) => prepareHuawei({ ...way, ...changes }),
    withShortLives: (now: () => number, clusters: number) =>
      prepareHuawei({
        ...way,
        account: { ...way.account, tokenLifetime: "10m", keyLifetime: "10m" },
        now,
        clusters,
      }),
  })),
  ...alibabaWays.map(([name, way, identity]) => ({
    name: `Alibaba Cloud: ${name}`,
    identity,
    prepare: (changes: object) => prepareAlibaba({ ...way, ...changes }),
    withShortLives: (now: () => number, clusters: number) =>
      prepareAlibaba({ ...way, account: { ...way.account, keyLifetime: "10m" }, now, clusters }),
  })),
];

const check = ["check", "-o", "json", "--retries", "0"] as const;
const isSigned = ({ identity }: { readonly identity: object }): boolean =>
  /-key"/.test(JSON.stringify(identity));

describe("a clock that is 17 minutes off is explained where it is refused", () => {
  it.each(clouds.filter(isSigned))("$name", async ({ prepare }) => {
    const { cwd, env } = await prepare({ now: () => Date.now() + 17 * minute });
    const report = reportOf(await runCli(check, { cwd, env }));
    expect(report.exitCode).toBe(4);
    const error = report.clusters[0]?.error;
    expect(error).toMatchObject({ kind: "unauthenticated", retryable: false });
    expect(error?.hint).toMatch(/^This machine's clock is 17 min behind the service's/);
    expect(error?.hint).toMatch(/set the clock/);
  });

  it.each(clouds.filter((cloud) => isSigned(cloud)).slice(0, 2))("ahead, too: $name", async ({ prepare }) => {
    const { cwd, env } = await prepare({ now: () => Date.now() - 26 * 60 * minute });
    const report = reportOf(await runCli(check, { cwd, env }));
    expect(report.clusters[0]?.error?.hint).toMatch(/^This machine's clock is 26 h ahead of the service's/);
  });
});

describe("a clock that is 10 minutes off, which every service takes, changes nothing", () => {
  it.each(clouds.filter(({ name }) => /key in the manifest$|: RRSA/.test(name)))(
    "$name",
    async ({ prepare }) => {
      const { cwd, env } = await prepare({ now: () => Date.now() + 10 * minute });
      const report = reportOf(await runCli(check, { cwd, env }));
      expect(report.clusters).toMatchObject([{ verdict: "converged", error: null }]);
    },
  );
});

it("a wrong secret is not blamed on a clock that is right", async () => {
  const credentials = { accessKeyId: "HWTESTKEY00000000001", secretAccessKey: `${secrets.huawei}-not` };
  const { cwd, env } = await prepareHuawei({ config: { credentials } });
  const report = reportOf(await runCli(check, { cwd, env }));
  expect(report.clusters[0]?.error).toMatchObject({ kind: "unauthenticated" });
  expect(report.clusters[0]?.error?.hint).not.toMatch(/^This machine's clock/);
});

/** What a person wrote down is not renewed; what was got, is. */
const renewed = clouds.filter(
  ({ name, identity }) =>
    !/in the manifest|StsToken/.test(name) && !JSON.stringify(identity).includes('"access-key"'),
);

describe("credentials that expire in the middle of a run are got once more, and every cluster is read", () => {
  it.each(renewed)("$name", async ({ withShortLives }) => {
    const count = 20;
    let answers = 0;
    // The cloud's clock jumps over the end of what it gave out, within what it tolerates of a signature's date.
    const now = () => {
      answers += 1;
      return Date.now() + (answers > count ? 11 * minute : 0);
    };
    const { simulator, cwd, env } = await withShortLives(now, count);
    const result = await runCli(["check", "-o", "json"], { cwd, env });
    expect(reportOf(result).summary).toMatchObject({ clusters: count, ok: count });
    // The refusals that told of it: one for each request that was under way.
    expect(simulator.stats.rejected.length).toBeGreaterThan(0);
    expect(simulator.stats.rejected.length).toBeLessThanOrEqual(16);
    expect(simulator.stats.rejected.every(({ severity }) => severity === "refused")).toBe(true);
  });
});
