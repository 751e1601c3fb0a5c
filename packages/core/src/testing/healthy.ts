import type { Observation, Operation, ProviderDefinition } from "@upgradectl/provider-sdk";
import type { Cluster, Plugin, ProviderInstance } from "../fleet.ts";
import { defaultCloseOn, defaultFailOn } from "../judge/policy.ts";
import type { ClusterReading } from "../observe/reading.ts";
import { parseTarget } from "../version/target.ts";

/** The moment at which everything healthy was observed. */
export const now: number = Date.parse("2026-03-01T12:00:00Z");

/** `h` hours before `now`, as observations write times. */
export function hoursAgo(h: number): string {
  return new Date(now - h * 3_600_000).toISOString();
}

export function healthyOperation(changes: Partial<Operation> = {}): Operation {
  return {
    id: "op-1",
    kind: "version",
    phase: "succeeded",
    rawPhase: "Success",
    fromVersion: "v1.28.5-r0",
    toVersion: "v1.29.8-r4",
    progress: 1,
    message: null,
    startedAt: hoursAgo(30),
    updatedAt: hoursAgo(29),
    finishedAt: hoursAgo(29),
    steps: [],
    ...changes,
  };
}

export function healthyObservation(changes: Partial<Observation> = {}): Observation {
  return {
    version: "v1.29.8-r4",
    state: { condition: "ready", raw: "Available" },
    operations: [],
    ...changes,
  };
}

export function healthyDefinition(changes: Partial<ProviderDefinition> = {}): ProviderDefinition {
  return {
    contract: 1,
    name: "acme",
    config: { type: "object", properties: {} },
    cluster: {
      expect: {
        nodePools: {
          order: "version",
          schema: {
            anyOf: [{ type: "string" }, { type: "object", additionalProperties: { type: "string" } }],
          },
        },
        zones: { schema: { type: "array", items: { type: "string" } } },
      },
    },
    reads: [{ action: "Get", path: "/clusters/{id}" }],
    connect: () => ({ observe: async () => healthyObservation() }),
    ...changes,
  };
}

export function healthyInstance(changes: Partial<ProviderInstance> = {}): ProviderInstance {
  const plugin: Plugin = {
    definition: healthyDefinition(),
    packageName: "acme-provider",
    version: "1.0.0",
    path: "/plugins/acme.js",
  };
  const location = { file: "fleet.yaml", line: 4, column: 3 };
  return {
    key: "0/acme",
    name: "acme",
    source: "acme",
    plugin,
    directory: "/fleet",
    config: {},
    location,
    locateConfig: () => location,
    ...changes,
  };
}

export function healthyCluster(
  changes: Partial<Omit<Cluster, "target">> & { target?: string } = {},
): Cluster {
  const { target = "v1.29.8-r4", ...rest } = changes;
  return {
    name: "payments",
    id: "c-1",
    instance: healthyInstance(),
    labels: { env: "prod" },
    target: parseTarget(target),
    with: {},
    expect: {},
    failOn: defaultFailOn,
    closeOn: defaultCloseOn,
    location: { file: "fleet.yaml", line: 12, column: 5 },
    ...rest,
  };
}

export function healthyReading(changes: Partial<ClusterReading> = {}): ClusterReading {
  return {
    cluster: healthyCluster(),
    observation: healthyObservation(),
    error: null,
    evidence: [{ action: "Get", requestId: "r-1", httpStatus: 200, at: hoursAgo(0) }],
    observedAt: now,
    durationMs: 20,
    ...changes,
  };
}
