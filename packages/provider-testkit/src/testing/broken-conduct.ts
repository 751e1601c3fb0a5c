import type { Observation } from "@upgradectl/provider-sdk";
import type { Exchange, ProviderTests } from "../options.ts";
import { acmeReads, type Body, goodParts, isObject, odd } from "./acme.ts";
import { type Broken, changeCases, unstoppable } from "./broken.ts";

export const brokenConduct: readonly Broken[] = [
  {
    check: "definition",
    fault: "has a name that is none",
    parts: () => ({ definition: { name: "Acme Cloud" } }),
  },
  {
    check: "accepted",
    fault: "refuses the configuration that it is tested with",
    parts: () => ({
      definition: { config: { type: "object", properties: { key: { type: "number" } } } },
    }),
  },
  {
    check: "connect-sends-nothing",
    signsIn: true,
    fault: "signs in while it connects",
    parts: () => ({
      token: (auth, context) => {
        const token = goodParts.token(auth, context);
        token.current(new AbortController().signal).catch(() => {});
        return token;
      },
    }),
  },
  {
    check: "requests-through-host",
    fault: "asks for the version by itself",
    parts: () => ({
      observe: async (parts, call) => {
        call.signal.throwIfAborted();
        await fetch(`${call.context.config.endpoint}/version`, { signal: call.signal }).catch(() => {});
        return goodParts.observe(parts, call);
      },
    }),
    tests: (usual) => withExchange(usual, { path: "/version", body: {} }),
  },
  {
    check: "requests-declared",
    fault: "asks for what it does not declare",
    parts: () => ({ definition: { reads: acmeReads.filter(({ action }) => action !== "ListPools") } }),
  },
  {
    check: "requests-answered",
    fault: "asks for what its author has not recorded",
    tests: (usual) => withoutExchange(usual, "/clusters/c-1/pools"),
  },
  {
    check: "exchanges-asked",
    fault: "is given an answer to a question that it does not ask",
    tests: (usual) => withExchange(usual, { path: "/clusters/c-2", body: {} }),
  },
  {
    check: "reads-used",
    fault: "declares what it never asks for",
    parts: () => ({ definition: { reads: [...acmeReads, { action: "ListNodes", path: "/nodes" }] } }),
  },
  {
    check: "case",
    fault: "leaves out tasks that failed",
    parts: () => ({
      tasks: async (parts, call) =>
        (await goodParts.tasks(parts, call)).filter(({ state }) => state !== "error"),
    }),
  },
  {
    check: "valid-result",
    fault: "gives a time that does not exist",
    parts: () => ({
      result: (observation) => ({
        ...observation,
        operations: observation.operations.map((it) => ({ ...it, finishedAt: "2025-02-30T00:00:00Z" })),
      }),
    }),
  },
  {
    check: "properties",
    fault: "forgets the property that was asked for",
    parts: () => ({
      result: ({ properties: _properties, ...observation }) => observation,
    }),
  },
  {
    check: "abort",
    fault: "cannot be stopped while it reads",
    parts: () => ({
      read: (call, action, query) => {
        call.signal.throwIfAborted();
        return goodParts.read(unstoppable(call), action, query);
      },
    }),
  },
  {
    check: "aborted-before",
    fault: "asks once more before it looks whether it was stopped",
    parts: () => ({
      connection: (connection) => ({
        ...connection,
        observe: async (cluster, signal) => {
          if (signal.aborted) await connection.observe(cluster, AbortSignal.timeout(2000)).catch(() => {});
          return connection.observe(cluster, signal);
        },
      }),
    }),
  },
  {
    check: "same-again",
    fault: "counts its calls",
    parts: () => {
      let calls = 0;
      return {
        result: (observation) => ({
          ...observation,
          properties: { ...observation.properties, calls: String(calls++) },
        }),
      };
    },
  },
  {
    check: "clock",
    fault: "tells when it looked",
    parts: () => ({
      result: (observation, { context }) => ({
        ...observation,
        properties: { ...observation.properties, year: new Date(context.now()).toISOString().slice(0, 4) },
      }),
    }),
  },
  {
    check: "system-clock",
    fault: "looks at the clock on the wall",
    parts: () => ({
      result: (observation) => ({
        ...observation,
        properties: { ...observation.properties, year: String(new Date().getFullYear()) },
      }),
    }),
  },
  {
    check: "inputs-untouched",
    fault: "sorts the configuration in place",
    parts: () => ({
      connection: (connection, { config }) => ({
        ...connection,
        observe: (cluster, signal) => {
          (config.zones as string[]).sort();
          return connection.observe(cluster, signal);
        },
      }),
    }),
  },
  {
    check: "list-order",
    fault: "takes the first task for the newest",
    parts: () => ({
      tasks: async (parts, call) => (await goodParts.tasks(parts, call)).slice(0, 1),
    }),
  },
  {
    check: "key-order",
    fault: "takes the last member of a task for its end",
    parts: () => ({
      operation: (parts, task) => ({
        ...goodParts.operation(parts, task),
        details: { last: Object.keys(task).at(-1) },
      }),
    }),
  },
  {
    check: "at-once",
    fault: "keeps the cluster of the present call",
    parts: () => {
      const present = new WeakMap<object, number>();
      return {
        observe: async (parts, call) => {
          const calls = (present.get(call.context) ?? 0) + 1;
          present.set(call.context, calls);
          try {
            const observation: Observation = await goodParts.observe(parts, call);
            const others = (present.get(call.context) ?? 1) - 1;
            return others === 0 ? observation : { ...observation, operations: [] };
          } finally {
            present.set(call.context, (present.get(call.context) ?? 1) - 1);
          }
        },
      };
    },
  },
  {
    check: "version-order",
    fault: "cannot split what is no version",
    parts: () => ({
      definition: {
        splitVersion: (version) => {
          const found = /\d+/g.exec(version);
          if (found === null) throw new TypeError("no number");
          return version.match(/\d+/g) ?? [];
        },
      },
    }),
  },
  {
    check: "secrets-masked",
    fault: "does not mark its key as secret",
    parts: () => ({ secret: false }),
  },
  {
    check: "secrets-in-urls",
    fault: "sends its key in the query",
    parts: () => ({
      read: (call, action, query = {}) =>
        goodParts.read(call, action, { ...query, key: call.context.config.key }),
    }),
  },
  {
    check: "missing-fields",
    isWhole: true,
    fault: "takes a post-upgrade check without a result for one that passed",
    parts: () => ({
      async postCheck(_parts, { api, cluster, signal }) {
        const { body }: { readonly body: Body } = await api.read("RunCheck", {
          path: { id: cluster.id },
          signal,
        });
        if (!isObject(body) || body.cluster !== cluster.id) throw odd("another cluster");
        const rawPhase = body.result ?? "passed";
        const phase = rawPhase === "passed" ? "succeeded" : "failed";
        return { phase, rawPhase, id: null, fromVersion: null, toVersion: null };
      },
    }),
  },
];

function withExchange(usual: ProviderTests, more: Exchange): ProviderTests {
  return { ...usual, cases: changeCases(usual.cases, (exchanges) => [...exchanges, more]) };
}

function withoutExchange(usual: ProviderTests, path: string): ProviderTests {
  const without = (exchanges: readonly Exchange[]) => exchanges.filter((exchange) => exchange.path !== path);
  return { ...usual, cases: changeCases(usual.cases, without) };
}
