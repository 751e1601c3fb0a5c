// Reads clusters of an in-house status page: GET /clusters/{id} answers
// { "version": "2.4.1", "state": "idle" | "upgrading", "since": "2026-01-02T03:04:05Z" }.

/** @type {import("@upgradectl/provider-sdk").ProviderDefinition} */
export default {
  contract: 1,
  name: "status-page",
  config: {
    type: "object",
    required: ["endpoint", "token"],
    properties: {
      endpoint: { type: "string", description: "Base URL of the status page." },
      token: { type: "string", secret: true, description: "Bearer token." },
    },
  },
  cluster: {},
  reads: [{ action: "GetCluster", path: "/clusters/{id}" }],

  connect({ config, http }) {
    const api = http.api({
      baseUrl: config.endpoint,
      sign: () => ({ headers: { authorization: `Bearer ${config.token}` } }),
    });
    return {
      async observe(cluster, signal) {
        const { body } = await api.read("GetCluster", { path: { id: cluster.id }, signal });
        const conditions = { idle: "ready", upgrading: "upgrading" };
        return {
          version: body.version ?? null,
          state: { condition: conditions[body.state] ?? "unknown", raw: String(body.state) },
          operations: [],
        };
      },
    };
  },
};
