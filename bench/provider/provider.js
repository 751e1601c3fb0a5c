// A provider as somebody would write it out of tree, in plain JavaScript: signed requests, checked shapes, one read a
// cluster. With `list: true` it also lists the account, whose rows tell all of a healthy cluster.
import { defineProvider, parseBody, parseTimestamp, requireSame } from "@upgradectl/provider-sdk";
import { clusterBody, clustersBody } from "./cluster-body.js";
import { createSigner } from "./sign.js";

const conditions = new Map([
  ["ready", "ready"],
  ["upgrading", "upgrading"],
  ["broken", "failed"],
]);
const phases = new Map([
  ["queued", "pending"],
  ["running", "running"],
  ["done", "succeeded"],
  ["failed", "failed"],
]);

export default defineProvider({
  contract: 1,
  name: "bench",
  config: {
    type: "object",
    additionalProperties: false,
    required: ["account", "key", "secret"],
    properties: {
      account: { type: "string", pattern: "^[0-9]+$" },
      key: { type: "string", secret: "prefix" },
      secret: { type: "string", secret: true },
      list: { type: "boolean" },
    },
  },
  cluster: { id: { type: "string", pattern: "^[a-z0-9]+$" } },
  reads: [
    { action: "ListClusters", path: "/v1/accounts/{account}/clusters", per: "account" },
    { action: "GetCluster", path: "/v1/clusters/{id}", when: "for a cluster that was not listed" },
  ],
  connect({ config, http }) {
    const sign = createSigner(config.key, config.secret);
    const principal = { kind: "access-key", id: config.key };
    const api = http.api({
      baseUrl: config.endpoint ?? "https://api.bench.example",
      sign: (request) => ({ headers: sign(request), identity: config.key, principal }),
    });
    return {
      async observe(cluster, signal) {
        const row = cluster.listed?.row ?? (await readCluster(api, cluster.id, signal));
        return toObservation(row);
      },
      ...(config.list === true ? { list: (signal) => listClusters(api, config.account, signal) } : {}),
    };
  },
});

async function readCluster(api, id, signal) {
  const answer = await api.read("GetCluster", { path: { id }, signal });
  const cluster = parseBody(clusterBody, answer);
  requireSame("cluster", cluster.id, id, answer);
  return cluster;
}

async function* listClusters(api, account, signal) {
  let [count, total] = [0, 1];
  for (let page = 1; count < total; page += 1) {
    const answer = await api.read("ListClusters", { path: { account }, query: { page }, signal });
    const body = parseBody(clustersBody, answer);
    if (body.clusters.length === 0) return;
    yield body.clusters.map((row) => ({ id: row.id, name: row.name, version: row.version, row }));
    count += body.clusters.length;
    total = body.total;
  }
}

function toObservation({ version, state, upgrades }) {
  return {
    version,
    state: { condition: conditions.get(state) ?? "unknown", raw: state },
    operations: upgrades.map(toOperation),
  };
}

function toOperation({ id, state, fromVersion, toVersion, startedAt, finishedAt }) {
  return {
    id,
    kind: "version",
    phase: phases.get(state) ?? "unknown",
    rawPhase: state,
    fromVersion,
    toVersion,
    progress: null,
    message: null,
    startedAt: parseTimestamp(startedAt)?.at ?? null,
    updatedAt: null,
    finishedAt: parseTimestamp(finishedAt)?.at ?? null,
    steps: [],
  };
}
