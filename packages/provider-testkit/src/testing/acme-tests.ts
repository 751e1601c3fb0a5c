import type { ProviderDefinition } from "@upgradectl/provider-sdk";
import type { Case, Exchange, ProviderTests } from "../options.ts";
import type { Body, Parts } from "./acme.ts";
import { changeCases } from "./broken.ts";

const secrets = ["key-of-the-account-4711", "token-0815-of-the-account"] as const;
const signIn: Exchange = { method: "POST", path: "/token", body: { token: secrets[1] } };
const id = "c-1";
const version = "v1.29.8-r4";
const before = { id: "t-0", state: "done", to: "v1.28.5-r0", started: "2024-05-01T08:00:00Z" };
const last = { id: "t-1", to: version, started: "2025-05-01T08:00:00+02:00" };

function caseOf(state: string, task: string): Case & { readonly exchanges: readonly Exchange[] } {
  return {
    cluster: { id },
    exchanges: [
      signIn,
      { path: "/clusters/c-1", body: { id, version, state } },
      { path: "/clusters/c-1/tasks", body: { tasks: [{ ...last, state: task }, before] } },
      { path: "/clusters/c-1/pools", body: { pools: [{ name: "a", version: "1.29" }] } },
    ],
  };
}

const row = (name: string): Body => ({ id: name, version, state: "idle" });

/** What the kit is told of the made-up cloud. */
export function acmeTests(provider: ProviderDefinition): ProviderTests {
  return {
    provider,
    config: (url) => ({ endpoint: url, key: secrets[0], zones: ["b", "a"] }),
    secrets,
    cases: {
      healthy: caseOf("idle", "done"),
      upgrading: caseOf("upgrading", "active"),
      failed: caseOf("idle", "error"),
      absent: {
        cluster: { id },
        exchanges: [
          signIn,
          {
            path: "/clusters/c-1",
            status: 404,
            body: { code: "ClusterNotFound", message: "no such cluster" },
          },
        ],
      },
    },
    list: {
      ids: ["c-1", "c-2", "c-3"],
      exchanges: [
        signIn,
        { path: "/clusters", body: { clusters: [row("c-1"), row("c-2")], next: "2" } },
        { path: "/clusters", query: { cursor: "2" }, body: { clusters: [row("c-3")], last: true } },
      ],
    },
    postCheck: {
      cluster: { id },
      upgrade: { fromVersion: "v1.28.5-r0", toVersion: version },
      phase: "succeeded",
      exchanges: [
        signIn,
        { method: "POST", path: "/clusters/c-1/check", body: { cluster: id, result: "passed" } },
      ],
    },
  };
}

/** The same with less to do: observing alone, and one state less. */
export function briefTests(provider: ProviderDefinition): ProviderTests {
  const { list: _list, postCheck: _postCheck, ...whole } = acmeTests(provider);
  const brief: ProviderDefinition = {
    ...provider,
    reads: provider.reads.filter(({ action }) => action !== "ListClusters" && action !== "RunCheck"),
    connect: async (context) => {
      const connection = await provider.connect(context);
      return { observe: (cluster, signal) => connection.observe(cluster, signal) };
    },
  };
  const cases = { ...whole.cases, upgrading: "a failed one does as well here" };
  return { ...whole, provider: brief, cases };
}

/** With the key itself in place of a token. */
export const withoutSignIn: Partial<Parts> = {
  token: (_auth, { config }) => ({ current: async () => config.key }),
};

/** As brief, for a provider that does not sign in. */
export function briefestTests(provider: ProviderDefinition): ProviderTests {
  const brief = briefTests(provider);
  const cases = changeCases(brief.cases, (exchanges) => exchanges.filter((it) => it !== signIn));
  return { ...brief, secrets: [secrets[0]], cases };
}

/** The ids of the checks that fail, each once. */
export async function failuresOf(tests: ProviderTests): Promise<Readonly<Record<string, string>>> {
  const { collectChecks } = await import("../collect-checks.ts");
  const failures: Record<string, string> = {};
  for (const { id, run } of collectChecks(tests))
    await run().catch((thrown: unknown) => {
      failures[id] ??= thrown instanceof Error ? thrown.message : String(thrown);
    });
  return failures;
}
