import { type Connection, isConfigurationError } from "@upgradectl/provider-sdk";
import type { Clock } from "../clock.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { ProviderInstance } from "../fleet.ts";
import type { RequestTrace } from "../http/evidence.ts";
import type { IdentityGate } from "../http/identity-gate.ts";
import type { Network } from "../http/network.ts";
import { createTransport, type Transport, type TransportOptions } from "../http/transport.ts";
import type { Redactor } from "../redact.ts";
import { connectError, describeFault, describeMistake, failedConnection } from "./connect-faults.ts";
import { type RunProgramAt, runProgramFor } from "./run-program-for.ts";
import { limitsOf, type Share, shareLimits } from "./share-limits.ts";
import { findTrust, findWays, type WireSurroundings } from "./wire-settings.ts";

/** Everything that a run takes from its process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** As in a plugin's `ConnectContext`, and what its words mean for the instance that calls it. */
  readonly runProgram: RunProgramAt;
  readonly redactor: Redactor;
  readonly identities: IdentityGate;
  /** Called as each try of a request ends. Must not throw. */
  readonly onRequest?: (trace: RequestTrace) => void;
  /** Absent: requests go directly, if they leave the machine at all. */
  readonly wire?: WireSurroundings;
  /** What stands between each provider instance, named by its key, and its network. */
  readonly through?: (wire: Network, instance: string) => Network;
}

/** What flags set; where given they beat the manifest. */
export interface TransportSettings {
  readonly concurrency?: number;
  readonly requestTimeoutMs?: number;
  readonly retries?: number;
  /** By instance key, where other runs read the same accounts at the same time. */
  readonly shares?: ReadonlyMap<string, Share>;
}

/** A provider instance that is ready to read; nothing was sent yet. */
export interface ConnectedInstance {
  readonly instance: ProviderInstance;
  /** Where the plugin did not connect, one whose methods throw why. */
  readonly connection: Connection;
  readonly transport: Transport;
  /** Clusters that are observed at the same time; requests are limited to the same number. */
  readonly concurrency: number;
}

export type ConnectResult =
  | {
      readonly connected: ReadonlyMap<string, ConnectedInstance>;
      /** Plugins that did not connect by a fault of their own; a run goes on, and their clusters are `unknown`. */
      readonly faults: readonly Diagnostic[];
      readonly diagnostics?: undefined;
    }
  | { readonly diagnostics: readonly Diagnostic[]; readonly connected?: undefined };

const connectTimeoutMs = 10_000;
const defaults = { requestTimeoutMs: 30_000, retries: 3 } as const;

/**
 * Connects every instance, offline. A configuration that cannot work becomes a diagnostic; all are reported at once. A
 * plugin's own fault costs the clusters of that instance, and no others.
 */
export async function connectFleet(
  instances: readonly ProviderInstance[],
  surroundings: Surroundings,
  settings: TransportSettings,
): Promise<ConnectResult> {
  const { problem: wrongProxy, ...ways } = await findWays(instances, surroundings);
  const results = await Promise.all(
    instances.map((instance) => connectInstance(instance, surroundings, settings, ways)),
  );
  const problems = [...(wrongProxy ?? []), ...results.flatMap(({ problems }) => problems)];
  const faults = results.flatMap(({ fault }) => fault ?? []);
  if (problems.length === 0)
    return { connected: new Map(results.map(({ own }) => [own.instance.key, own])), faults };
  await closeFleet(results.map(({ own }) => own));
  return { diagnostics: [...problems, ...faults] };
}

interface Connecting {
  readonly own: ConnectedInstance;
  /** The configuration's. */
  readonly problems: readonly Diagnostic[];
  /** The plugin's. */
  readonly fault?: Diagnostic;
}

async function connectInstance(
  instance: ProviderInstance,
  surroundings: Surroundings,
  settings: TransportSettings,
  ways: Pick<TransportOptions, "findWay">,
): Promise<Connecting> {
  const requestTimeoutMs =
    settings.requestTimeoutMs ?? instance.requestTimeoutMs ?? defaults.requestTimeoutMs;
  const { problem: untrusted, ...trust } = await findTrust(instance, surroundings);
  const own = { ...settings, ...ways, ...trust, requestTimeoutMs };
  const opened = openTransport(instance, surroundings, own);
  const problems = untrusted ?? [];
  const { redactor, clock } = surroundings;
  try {
    const connecting = (async () =>
      instance.plugin.definition.connect({
        instance: instance.name,
        config: structuredClone(instance.config),
        env: surroundings.env,
        http: opened.transport.http,
        now: () => clock.now(),
        readFile: surroundings.readFile,
        runProgram: runProgramFor({ directory: instance.directory, requestTimeoutMs }, surroundings),
        secret: (value, show) => redactor.add(value, show),
      }))();
    const connection = await settleSoon(connecting, clock);
    if (typeof connection?.observe !== "function")
      throw new TypeError("connect() did not return an object with an observe() method");
    return { own: { instance, connection, ...opened }, problems };
  } catch (thrown) {
    const error = connectError(thrown);
    const failed = { instance, connection: failedConnection(error), ...opened };
    return isConfigurationError(thrown)
      ? { own: failed, problems: [...problems, describeMistake(thrown, instance, redactor)] }
      : { own: failed, problems, fault: describeFault(error, instance, redactor) };
  }
}

/** `connect` sends nothing, so there is nothing to wait for. */
async function settleSoon(connecting: Promise<Connection>, clock: Clock): Promise<Connection> {
  const settled = new AbortController();
  const tooSlow = clock.alarm(connectTimeoutMs, settled.signal).then(() => {
    throw new Error(`connect() did not come to an end within ${connectTimeoutMs / 1000} s`);
  });
  try {
    return await Promise.race([connecting, tooSlow]);
  } finally {
    tooSlow.catch(() => {});
    settled.abort();
  }
}

export async function closeFleet(connected: Iterable<ConnectedInstance>): Promise<void> {
  await Promise.all([...connected].map(({ transport }) => transport.close()));
}

function openTransport(
  instance: ProviderInstance,
  surroundings: Surroundings,
  settings: TransportSettings & Pick<TransportOptions, "findWay" | "requestTimeoutMs" | "trust">,
): Pick<ConnectedInstance, "transport" | "concurrency"> {
  const { through } = surroundings;
  const { findWay, trust } = settings;
  const limits = shareLimits(
    limitsOf(instance, settings),
    settings.shares?.get(instance.key) ?? { index: 1, of: 1 },
  );
  const transport = createTransport({
    instance: instance.name,
    reads: instance.plugin.definition.reads,
    ...limits,
    requestTimeoutMs: settings.requestTimeoutMs,
    retries: settings.retries ?? defaults.retries,
    redactor: surroundings.redactor,
    clock: surroundings.clock,
    random: surroundings.random,
    identities: surroundings.identities,
    ...(surroundings.onRequest === undefined ? {} : { onRequest: surroundings.onRequest }),
    ...(findWay === undefined ? {} : { findWay }),
    ...(trust === undefined ? {} : { trust }),
    ...(through === undefined ? {} : { through: (wire) => through(wire, instance.key) }),
  });
  return { concurrency: limits.concurrency, transport };
}
