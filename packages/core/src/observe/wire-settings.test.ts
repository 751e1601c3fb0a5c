import { readFile } from "node:fs/promises";
import { createServer as createTlsServer } from "node:https";
import { resolve } from "node:path";
import type { ConnectContext } from "@upgradectl/provider-sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ProviderInstance } from "../fleet.ts";
import { IdentityGate } from "../http/identity-gate.ts";
import { Redactor } from "../redact.ts";
import { type Authority, createAuthority } from "../testing/authority.ts";
import { healthyDefinition, healthyInstance, healthyObservation } from "../testing/healthy.ts";
import { fakeClock, listen, sendJson } from "../testing/loopback.ts";
import { startProxy } from "../testing/proxy.ts";
import { makeTemporaryFolder, writeFiles } from "../testing/temporary-folder.ts";
import { closeFleet, connectFleet, type Surroundings } from "./connect-fleet.ts";

const { signal } = new AbortController();
const cluster = { name: "a", id: "a", with: {}, properties: [] };

function surround(env: Readonly<Record<string, string>>, changes: Partial<Surroundings> = {}): Surroundings {
  return {
    env: {},
    // Real deadlines are far away.
    clock: { ...fakeClock(), alarm: () => new Promise(() => {}) },
    random: () => 0,
    readFile: async () => undefined,
    runProgram: async () => ({ exitCode: 0, stdout: "", stderr: "" }),
    redactor: new Redactor(),
    identities: new IdentityGate(),
    wire: { env, readFile: (path, directory) => readFile(resolve(directory, path), "utf8") },
    ...changes,
  };
}

/** A provider whose clusters are read from `baseUrl`. */
function instanceAt(baseUrl: string, changes: Partial<ProviderInstance> = {}): ProviderInstance {
  const connect = ({ http }: Pick<ConnectContext<unknown>, "http">) => {
    const api = http.api({ baseUrl });
    return {
      observe: async () => {
        await api.read("Get", { signal });
        return healthyObservation();
      },
    };
  };
  const { plugin, ...rest } = healthyInstance(changes);
  const definition = healthyDefinition({ connect, reads: [{ action: "Get", path: "/get" }] });
  return { ...rest, plugin: { ...plugin, definition } };
}

async function serveWith(authority: Authority): Promise<string> {
  const server = createTlsServer(await authority.issue(), (_, response) => sendJson(response, 200, {}));
  return (await listen(server)).url.replace("http:", "https:");
}

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const { path, remove } = await makeTemporaryFolder();
  onTestFinished(remove);
  await writeFiles(path, files);
  return path;
}

/** Reads one cluster of one instance. */
async function observe(instance: ProviderInstance, surroundings: Surroundings): Promise<unknown> {
  const result = await connectFleet([instance], surroundings, { retries: 0 });
  if (result.connected === undefined) throw new Error(JSON.stringify(result.diagnostics));
  const { connected } = result;
  onTestFinished(() => closeFleet(connected.values()));
  return connected.get(instance.key)?.connection.observe(cluster, signal);
}

describe("caFile", () => {
  it("makes its instance trust an authority, and no other instance", async () => {
    const authority = await createAuthority();
    const url = await serveWith(authority);
    const directory = await folderWith({ "own/ca.pem": authority.cert });
    await observe(instanceAt(url, { directory, caFile: "./own/ca.pem" }), surround({}));
    await expect(observe(instanceAt(url, { directory }), surround({}))).rejects.toMatchObject({
      kind: "network",
      message: expect.stringMatching(/does not trust/),
    });
  });

  it.each([
    ["gone.pem", /the file `gone.pem` of `caFile` does not exist/, /manifest's folder/],
    ["ca.pem/below", /does not exist/, /manifest's folder/],
    [".", /is a folder/, /PEM/],
    ["der.crt", /holds no certificate in PEM/, /openssl x509 -inform der/],
    ["empty.pem", /is empty/, /PEM/],
  ])("%s is a mistake at its line", async (caFile, summary, hint) => {
    const directory = await folderWith({ "ca.pem": "x", "der.crt": "0\u0082", "empty.pem": "" });
    const location = { file: "fleet.yaml", line: 7, column: 9 };
    const locateConfig = (pointer: string) => ({ ...location, line: pointer === "/caFile" ? 7 : 1 });
    const instance = instanceAt("https://a.test", { directory, caFile, locateConfig });
    const { diagnostics } = await connectFleet([instance], surround({}), {});
    expect(diagnostics).toEqual([
      {
        severity: "error",
        code: "invalid-ca-file",
        summary: expect.stringMatching(summary),
        hint: expect.stringMatching(hint),
        ...location,
      },
    ]);
  });

  it("is not read where nothing leaves the machine, as in a replay", async () => {
    const { wire: _, ...surroundings } = surround({});
    const result = await connectFleet(
      [instanceAt("https://a.test", { caFile: "gone.pem" })],
      surroundings,
      {},
    );
    expect(result.diagnostics).toBeUndefined();
    await closeFleet(result.connected?.values() ?? []);
  });
});

describe("the proxy of the environment", () => {
  it("is asked by every instance, and its password is masked", async () => {
    const authority = await createAuthority();
    const url = await serveWith(authority);
    const proxy = await startProxy({ to: url });
    const directory = await folderWith({ "ca.pem": authority.cert });
    const surroundings = surround({ https_proxy: `http://me:hunter22@${proxy.host}` });
    const changes = { directory, caFile: "ca.pem" };
    await observe(instanceAt("https://a.example.test", { ...changes, key: "1" }), surroundings);
    await observe(instanceAt("https://b.example.test", { ...changes, key: "2" }), surroundings);
    expect(proxy.heads.map((head) => head.split(" ")[1])).toEqual([
      "a.example.test:443",
      "b.example.test:443",
    ]);
    expect(surroundings.redactor.text("hunter22")).toBe("****");
  });

  it("is a mistake of the environment where it is no URL, and the password in it is masked", async () => {
    const surroundings = surround({ HTTPS_PROXY: "http://me:hunter#22@proxy" });
    const { diagnostics } = await connectFleet([instanceAt("https://a.test")], surroundings, {});
    expect(diagnostics).toMatchObject([
      { code: "invalid-proxy", summary: "the environment variable HTTPS_PROXY is not the URL of a proxy" },
    ]);
    expect(surroundings.redactor.text("hunter#22")).toBe("****");
    const { plugin, ...rest } = healthyInstance();
    const withoutReads = { ...rest, plugin: { ...plugin, definition: healthyDefinition({ reads: [] }) } };
    expect((await connectFleet([withoutReads], surroundings, {})).diagnostics).toBeUndefined();
  });
});
