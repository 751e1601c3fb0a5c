import type { ClusterRef, ConnectContext, Connection, Observation } from "@upgradectl/provider-sdk";
import { guardPlugin } from "../plugins/guard-plugin.ts";
import type { Supervision } from "../plugins/supervisor.ts";
import { healthyDefinition } from "./healthy.ts";

export const signal: AbortSignal = new AbortController().signal;

export const cluster: ClusterRef = { name: "payments", id: "p-1", with: {}, properties: [] };

export function contextWith(changes: Partial<ConnectContext<object>> = {}): ConnectContext<object> {
  return {
    instance: "acme",
    config: {},
    env: { HOME: "/home" },
    http: { api: () => ({ read: async () => Promise.reject(new Error("no network")) }) },
    now: () => 0,
    readFile: async () => undefined,
    runProgram: async () => ({ exitCode: 0, stdout: "", stderr: "" }),
    secret: () => {},
    ...changes,
  };
}

/** What core gets of a plugin whose `connect` does this. */
export async function connect(
  connecting: (context: ConnectContext<object>) => unknown,
  { context = contextWith(), ...more }: Partial<Supervision> & { context?: ConnectContext<object> } = {},
): Promise<Connection> {
  const plugin = healthyDefinition({ connect: connecting as () => Connection });
  return guardPlugin(plugin, { quietMs: 10_000, ...more }).connect(context);
}

/** What one read of such a plugin gives. */
export async function observing(
  observe: (...all: readonly unknown[]) => unknown,
  more?: Parameters<typeof connect>[1],
): Promise<Observation> {
  const connection = await connect(() => ({ observe }), more);
  return connection.observe(cluster, signal);
}
