// Reads clusters of an in-house status page: GET /clusters/{id} answers
// { "version": "2.4.1", "state": "idle" | "upgrading" }.

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
        const conditions = new Map([
          ["idle", "ready"],
          ["upgrading", "upgrading"],
        ]);
        return {
          version: body.version ?? null,
          state: { condition: conditions.get(body.state) ?? "unknown", raw: String(body.state) },
          operations: [],
        };
      },
    };
  },
};
