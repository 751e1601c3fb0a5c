import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { beforeAll, describe, expect, it } from "vitest";
import { type Authority, createAuthority } from "../../../packages/core/src/testing/authority.ts";
import { listen } from "../../../packages/core/src/testing/loopback.ts";
import { answerOfProxy, type ProxyOptions, startProxy } from "../../../packages/core/src/testing/proxy.ts";
import { alibaba, huawei, providersAt, simulate } from "./clouds.ts";
import { account, user } from "./huawei-ways.ts";
import { folderWith, reportOf, runCli } from "./run-cli.ts";

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});

const password = "proxy-pass-word";
const payments = { name: "payments", id: "p-1", provider: "hw", targetVersion: "v1.29.8-r4" };
const orders = { name: "orders", id: "o-1", provider: "ali", targetVersion: "1.32" };
const local = { name: "local", id: "o-1", provider: "near", targetVersion: "1.32" };

/** Two clouds that are only there behind a proxy, as `hw` and `ali`, and one on this machine, `near`. */
async function prepare(config: object = {}, proxyOptions: Partial<ProxyOptions> = {}) {
  const simulator = await simulate(
    huawei([{ name: "payments", id: "p-1", version: "v1.29.8-r4" }], account),
    alibaba([{ name: "orders", id: "o-1", version: "1.32.1-aliyun.1" }]),
  );
  const port = Number(new URL(simulator.url).port);
  const front = createTlsServer(await authority.issue(), (socket) => {
    const far = connect(port, "127.0.0.1");
    far.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("error", () => far.destroy()).on("close", () => far.destroy());
    socket.pipe(far).pipe(socket);
  });
  const { url } = await listen(front);
  const proxy = await startProxy({ to: url, ...proxyOptions });
  const at = providersAt("https://cloud.example.test");
  const providers = {
    hw: { ...at.hw, config: { ...at.hw.config, ...config } },
    ali: { ...at.ali, config: { ...at.ali.config, ...config } },
    near: providersAt(simulator.url).ali,
  };
  const manifest = {
    apiVersion: "upgradectl.dev/v1",
    kind: "Fleet",
    providers,
    clusters: [payments, orders, local],
  };
  const cwd = await folderWith({
    "upgradectl.yaml": JSON.stringify(manifest, null, 2),
    "ca.pem": authority.cert,
  });
  return { cwd, proxy, manifest, variable: `http://ops:${password}@${proxy.host}` };
}

const check = ["check", "-o", "json", "--retries", "0"] as const;

describe("behind a proxy", () => {
  it.each(["./ca.pem", "~/ca.pem"])(
    "with caFile (%s) every cloud is read, and the proxy learns nothing but hosts",
    async (caFile) => {
      const { cwd, proxy, variable } = await prepare({ caFile });
      const env = { https_proxy: variable, HOME: cwd };
      const result = await runCli([...check, "-v"], { cwd, env });
      expect(reportOf(result).clusters.map(({ verdict }) => verdict)).toEqual(Array(3).fill("converged"));
      expect(result.code).toBe(0);
      const basic = Buffer.from(`ops:${password}`).toString("base64");
      expect(new Set(proxy.heads)).toEqual(
        new Set([
          `CONNECT cloud.example.test:443 HTTP/1.1\r\nhost: cloud.example.test:443\r\nproxy-authorization: Basic ${basic}\r\n\r\n`,
        ]),
      );
      expect(result.stdout + result.stderr).not.toContain(password);
    },
  );

  it("NODE_EXTRA_CA_CERTS does what caFile does, for all", async () => {
    const { cwd, variable } = await prepare();
    const env = { HTTPS_PROXY: variable, NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") };
    const result = await runCli(check, { cwd, env });
    expect(result.code).toBe(0);
  });

  it("without either, what is behind it is unknown, and the hint names both", async () => {
    const { cwd, variable } = await prepare();
    const report = reportOf(await runCli(check, { cwd, env: { HTTPS_PROXY: variable } }));
    expect(report.exitCode).toBe(4);
    const [hw, ali, near] = report.clusters;
    expect(near?.verdict).toBe("converged");
    for (const cluster of [hw, ali]) {
      expect(cluster).toMatchObject({ verdict: "unknown", error: { kind: "network", retryable: false } });
      expect(cluster?.error?.hint).toMatch(/`caFile` of this provider, or in NODE_EXTRA_CA_CERTS/);
    }
  });

  it("caFile serves IAM and the project's look-up too", async () => {
    const { cwd, manifest, variable } = await prepare();
    const { projectId: _, ...hw } = manifest.providers.hw.config;
    const config = {
      ...hw,
      caFile: "ca.pem",
      credentials: user,
      iamEndpoint: "https://iam.example.test",
    };
    const providers = { hw: { source: "huawei-cce", config } };
    await writeFile(
      join(cwd, "upgradectl.yaml"),
      JSON.stringify({ ...manifest, providers, clusters: [payments] }),
    );
    const report = reportOf(await runCli(check, { cwd, env: { HTTPS_PROXY: variable } }));
    expect(report.clusters).toMatchObject([{ verdict: "converged", error: null }]);
  });

  it.each([
    [407, /does not take the user name and password/, /Correct them in HTTPS_PROXY/],
    [502, /could not connect to cloud\.example\.test:443/, /HTTPS_PROXY/],
  ])("that answers %i, only what is behind it is unknown", async (status, message, hint) => {
    const { cwd, variable } = await prepare({}, { refuse: () => answerOfProxy(status) });
    const result = await runCli(check, { cwd, env: { HTTPS_PROXY: variable } });
    const { clusters, exitCode } = reportOf(result);
    expect(exitCode).toBe(4);
    expect(clusters.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown", "converged"]);
    for (const { error } of clusters.slice(0, 2)) {
      expect(error).toMatchObject({ kind: "network", message: expect.stringMatching(message) });
      expect(error?.hint).toMatch(hint);
    }
    expect(result.stdout + result.stderr).not.toContain(password);
  });

  it("a recording has neither the proxy nor the certificate, and needs neither", async () => {
    const { cwd, variable } = await prepare({ caFile: "ca.pem" });
    const env = { HTTPS_PROXY: variable };
    const recorded = reportOf(await runCli([...check, "--record", "rec"], { cwd, env }));
    expect(recorded.exitCode).toBe(0);
    for (const file of await readdir(join(cwd, "rec"))) {
      const text = await readFile(join(cwd, "rec", file), "utf8");
      for (const secret of [password, "HTTPS_PROXY", "BEGIN CERTIFICATE"]) expect(text).not.toContain(secret);
    }
    await rm(join(cwd, "ca.pem"));
    const replayed = reportOf(
      await runCli([...check, "--replay", "rec"], { cwd, env: { HTTPS_PROXY: "http://" } }),
    );
    const facts = ({ clusters }: typeof recorded) =>
      clusters.map(({ name, verdict, error, observed }) => ({ name, verdict, error, observed }));
    expect(facts(replayed)).toEqual(facts(recorded));
  });
});

describe("a mistake in the settings of the network", () => {
  it.each([[["check"]], [["validate"]], [["show", "local"]]])(
    "of the proxy's URL ends %j before anything is asked, and shows no password",
    async (args) => {
      const { cwd, proxy } = await prepare({ caFile: "ca.pem" });
      const env = { HTTPS_PROXY: `http://ops:${password}@${proxy.host}:x` };
      const { code, stdout, stderr } = await runCli(args, { cwd, env });
      expect(code).toBe(5);
      expect(stdout + stderr).toMatch(/the environment variable HTTPS_PROXY is not the URL of a proxy/);
      expect(stdout + stderr).toMatch(/http:\/\/proxy\.example\.com:3128/);
      expect(stdout + stderr).not.toContain(password);
      expect(proxy.sockets()).toBe(0);
    },
  );

  it.each([
    ["gone.pem", "does not exist"],
    ["upgradectl.yaml", "holds no certificate in PEM"],
    [".", "is a folder"],
    ["/dev/zero", "is no file of at most 16 MiB"],
  ])("of caFile: %s %s, at its line", async (caFile, fault) => {
    const { cwd } = await prepare({ caFile });
    const { code, stderr, stdout } = await runCli(["validate"], { cwd });
    expect(code).toBe(5);
    const said = stdout + stderr;
    expect(said).toContain(`\`${caFile}\` of \`caFile\``);
    expect(said).toContain(fault);
    const text = await readFile(join(cwd, "upgradectl.yaml"), "utf8");
    const line = text.split("\n").findIndex((each) => each.includes("caFile")) + 1;
    expect(said).toMatch(new RegExp(`upgradectl\\.yaml:${line}:`));
  });
});
