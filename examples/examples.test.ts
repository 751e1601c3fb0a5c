import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { alibaba, huawei, secrets, simulate } from "../apps/cli/test/clouds.ts";
import { reportOf, runCli } from "../apps/cli/test/run-cli.ts";

function folder(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

describe("examples/", () => {
  it("are all run here", async () => {
    const entries = await readdir(folder("."), { withFileTypes: true });
    const cases = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(cases.sort()).toEqual([
      // These two have a test of their own in their folders; the ones for shards are run by apps/cli/test/shard-recipes.test.ts.
      "exec-python",
      "exec-shell",
      "github-matrix",
      "gnu-parallel",
      "kubernetes-indexed-job",
      "local-provider",
      "search-clusters",
      "two-clouds",
    ]);
  });

  it("two-clouds: one manifest, two clouds, credentials from the environment", async () => {
    const projectId = "0123456789abcdef0123456789abcdef";
    const simulator = await simulate(
      huawei([
        { name: "payments", id: "b4b9e60f-8aa2-11ee-af09-0255ac10004f", version: "v1.29.8-r4" },
        { name: "search", id: "8978deaa-1743-11ee-8e46-0255ac10004c", version: "v1.28.15-r2" },
      ]),
      alibaba([
        {
          name: "checkout",
          id: "c106f377e16f34eb1808d6b9362c9abcd",
          version: "1.32.1-aliyun.1",
          nodePools: [{ name: "default", version: "1.31.9-aliyun.1" }],
        },
      ]),
    );
    const env = {
      HW_PROJECT_ID: projectId,
      CCE_ENDPOINT: simulator.url,
      ACK_ENDPOINT: simulator.url,
      HUAWEICLOUD_SDK_AK: "HWTESTKEY00000000001",
      HUAWEICLOUD_SDK_SK: secrets.huawei,
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tTestKey000000001",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: secrets.alibaba,
    };
    const report = reportOf(await runCli(["check", "-o", "json"], { cwd: folder("two-clouds"), env }));
    expect(report.clusters).toMatchObject([
      { name: "payments", verdict: "converged" },
      { name: "search", verdict: "converged", labels: { env: "prod", team: "search" } },
      {
        name: "checkout",
        verdict: "behind",
        drift: [{ property: "nodePools", observed: { default: "1.31.9-aliyun.1" } }],
      },
    ]);
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("search-clusters: image and zones, read as an agency after a sign-in with a password", async () => {
    const simulator = await simulate(
      huawei(
        [
          {
            service: "css",
            name: "catalog",
            id: "ea244205-d641-45d9-9dcb-ab2236bcd07e",
            version: "7.10.2",
            image: "7.10.2_24.3.0_0827",
            nodes: 4,
            zones: ["cn-north-4a", "cn-north-4c"],
          },
          {
            service: "css",
            name: "logs",
            id: "4f3deec3-efa8-4598-bf91-560aad1377a3",
            version: "7.10.2",
            operations: [{ to: "7.10.2_24.3.0_0827", startedAgo: "30m", duration: "3h" }],
          },
        ],
        {
          domainName: "acme",
          users: [{ name: "pipeline", password: "password-of-the-pipeline" }],
          agencies: [{ name: "upgrade-reader", domainName: "acme-production" }],
        },
      ),
    );
    const env = {
      CSS_ENDPOINT: simulator.url,
      IAM_ENDPOINT: simulator.url,
      IAM_USER: "pipeline",
      IAM_PASSWORD: "password-of-the-pipeline",
      IAM_DOMAIN: "acme",
    };
    const result = await runCli(["check", "-o", "json"], { cwd: folder("search-clusters"), env });
    expect(reportOf(result).clusters).toMatchObject([
      { name: "catalog", verdict: "converged", observed: { image: "7.10.2_24.3.0_0827" } },
      { name: "logs", verdict: "upgrading", upgrade: { kind: "image", nodes: { total: { length: 3 } } } },
    ]);
    expect(result.stdout + result.stderr).not.toContain("password-of-the-pipeline");
    expect(simulator.stats.rejected).toEqual([]);
  });

  it("local-provider: a provider in one JavaScript file, without a package", async () => {
    const clusters: Record<string, object> = {
      "/clusters/east": { version: "2.4.1", state: "idle" },
      "/clusters/west": { version: "2.3.9", state: "upgrading" },
    };
    const server = createServer((request, response) => {
      const allowed = request.headers.authorization === "Bearer lab-token-1";
      response.writeHead(allowed ? 200 : 401, { "content-type": "application/json" });
      response.end(JSON.stringify(allowed ? clusters[request.url ?? ""] : { error: "who are you?" }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const run = (env: Readonly<Record<string, string>>) =>
      runCli(["check", "-o", "json"], {
        cwd: folder("local-provider"),
        env: { LAB_URL: `http://127.0.0.1:${port}`, ...env },
      });
    expect(reportOf(await run({ LAB_TOKEN: "lab-token-1" }))).toMatchObject({
      exitCode: 3,
      clusters: [{ verdict: "converged" }, { verdict: "upgrading", upgrade: { id: null } }],
    });
    const refused = await run({ LAB_TOKEN: "lab-token-2" });
    expect(reportOf(refused)).toMatchObject({
      exitCode: 4,
      clusters: [{ error: { kind: "unauthenticated" } }, {}],
    });
    expect(refused.stdout + refused.stderr).not.toContain("lab-token-2");
    const unset = await run({});
    expect(reportOf(unset)).toMatchObject({ exitCode: 5, diagnostics: [{ code: "unset-variable" }] });
    expect(unset.stderr).toContain("the token of the lab's status page");
  });
});
