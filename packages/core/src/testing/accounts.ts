import { type Connection, type ListedCluster, ProviderError } from "@upgradectl/provider-sdk";
import type { Cluster } from "../fleet.ts";
import type { ConnectedInstance } from "../observe/connect-fleet.ts";
import type { ObserveOptions } from "../observe/reading.ts";
import { Redactor } from "../redact.ts";
import { healthyCluster, healthyInstance, now } from "./healthy.ts";

const http: ConnectedInstance["transport"]["http"] = {
  api() {
    throw new Error("not used");
  },
};

export function connect(connection: Connection, key = "0/acme", concurrency = 4): ConnectedInstance {
  const transport = {
    http,
    services: () => new Map<string, string>(),
    mayRead: () => true,
    close: async () => {},
  };
  return { instance: healthyInstance({ key }), connection, transport, concurrency };
}

export function optionsFor(
  ...connected: readonly ConnectedInstance[]
): ObserveOptions & { abort(reason?: unknown): void } {
  const ending = new AbortController();
  return {
    connected: new Map(connected.map((one) => [one.instance.key, one])),
    clock: { now: () => now, sleep: async () => {}, alarm: async () => {} },
    redactor: new Redactor(),
    signal: ending.signal,
    abort: (reason) => ending.abort(reason),
  };
}

export function clustersOf(instance: ConnectedInstance, count: number): Cluster[] {
  return Array.from({ length: count }, (_, index) =>
    healthyCluster({ name: `n${index}`, id: `id${index}`, instance: instance.instance }),
  );
}

export function listed(id: string): ListedCluster {
  return { id, name: id, version: null, row: { state: "ok" } };
}

export const forbidden: ProviderError = new ProviderError({ kind: "forbidden", message: "no right" });
